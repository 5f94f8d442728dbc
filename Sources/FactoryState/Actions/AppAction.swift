// Everything that can happen to the screen's state. Time and ids arrive inside (`now`, `key`); the reducer reads no clock.
import FactoryContracts

package enum AppAction: Sendable {
  // The world.
  case tick(now: Timestamp)
  case link(LinkEvent, now: Timestamp)
  /// A change that came by another way than the link; `seq`: the number that it includes.
  case factory(FactoryAction, seq: Int64, now: Timestamp)
  case outbox(OutboxUpdate, now: Timestamp)
  case firstPage(tasks: [FactoryTask], pipelines: [Pipeline], seq: Int64, now: Timestamp)
  case snapshot(SnapshotAction, now: Timestamp)
  case fetched(FetchResult, now: Timestamp)
  case identity(Identity)
  case capabilities(Capabilities)
  case settings(StateSettings)
  case recentReasons([String])
  case seenFiles([UInt64])
  case comments([LineComment])
  /// The terminal has answered a frame that showed this item.
  case frameAnswered(ShownItem?)
  /// A key was pressed, whatever it does.
  case keyPressed(now: Timestamp)

  // Places.
  case show(Screen, now: Timestamp)
  case focus(Focus)
  case tab(ContextTab, now: Timestamp)
  case nextTab(Int, now: Timestamp)
  /// Enter: into the context, or into a pipeline's tasks.
  case open(now: Timestamp)
  /// Esc: one step back; never quits.
  case back(now: Timestamp)
  /// q: closes this; quits at the top.
  case close(now: Timestamp)
  case quit(now: Timestamp)
  /// In the quit dialog: leave although decisions are unsent; they are kept.
  case quitAnyway
  case refresh(now: Timestamp)
  /// A link that was opened elsewhere: what it names is shown; nothing is decided.
  case follow(DeepLink, now: Timestamp)

  // List, kanban, context.
  case move(Move, now: Timestamp)
  case select(EntityID, now: Timestamp)
  case viewport(Viewport)
  case panes(PaneAction)
  case section(SectionPlace, now: Timestamp)
  /// Sections of the person's own.
  case savedSections([SavedSection])
  case nextSection(Int, now: Timestamp)
  case selectCard(EntityID, now: Timestamp)
  case kanbanMove(columns: Int, rows: Int, now: Timestamp)
  case scroll(lines: Int, columns: Int)
  case scrollTo(ScrollPosition)
  case toggleWrap
  /// Another way to show the change, with the first row that is then shown.
  case diffOptions(DiffOptions, top: Int)
  /// A file of a change was looked through, or is to be again.
  case seeFile(UInt64, isSeen: Bool)
  /// Shows changes through the person's own filter, where they have one.
  case useFilter(Bool)
  /// Points at a line of the open change, by its place in the whole change; nil: at none.
  case pickLine(Int?)
  /// Asks for a comment on a line; `quoted`: the line itself.
  case commentOn(DiffSpot, quoted: String)
  case filter(FilterAction, now: Timestamp)
  case mark(MarkAction, now: Timestamp)

  /// The selected notification, or all of them, are read.
  case readNotification(now: Timestamp)
  case readAllNotifications(now: Timestamp)

  /// The words that narrow the activity; empty: none.
  case filterActivity(String, now: Timestamp)
  case search(String, now: Timestamp)
  /// Something said in the chat; empty: only shows it.
  case ask(String, now: Timestamp)

  // A pipeline.
  /// The record or the log gets the keys.
  case detailFocus(DetailFocus)
  /// The selected asset beside the version before it.
  case compareAsset(now: Timestamp)
  /// Ends what is being kept.
  case stopSaving(now: Timestamp)
  /// `key`: idempotency key, used when it is sent without a second key.
  case step(PipelineStep, key: EntityID, now: Timestamp)
  /// Asks the server what going back would mean; its answer asks for the second key. No target: where the pipeline stands.
  case planRollback(DeployTarget?, version: String?, now: Timestamp)
  /// The same for a deploy; its answer shows the checklist with the second key.
  case planDeploy(DeployTarget, version: String?, now: Timestamp)

  // Deciding.
  case decide(DecideRequest)
  case undo(key: EntityID, now: Timestamp)
  case claim(EntityID?, now: Timestamp)
  case sendStale(key: EntityID)
  case dropStale(key: EntityID, now: Timestamp)
  case dialog(DialogAction, now: Timestamp)
  case requestDialog(DialogRequest, now: Timestamp)

  // The rest.
  case copy(CopyWhat, now: Timestamp)
  case pager(now: Timestamp)
  case editorReturned(EditorPurpose, text: String?, now: Timestamp)
  case notice(Toast.Kind, String, now: Timestamp)
  case dismissNotices
}

package enum Move: Sendable, Hashable {
  /// Rows, negative upwards.
  case by(Int)
  case halfPage(Int)
  case page(Int)
  case first, last
  /// A row by its number in the list, from 1.
  case toRow(Int)
  /// To the oldest item not looked at yet.
  case oldestUnseen
}

/// What the screen has room for; posted when the layout changes.
package enum Viewport: Sendable, Hashable {
  case list(rows: Int)
  case context(lines: Int)
  case kanban(columns: Int, cards: Int)
  case notifications(rows: Int)
  /// `lines`: how many the record has.
  case pipeline(record: Int, log: Int, lines: Int)
  /// Rows of activity, agents, and finds of a search.
  case watching(rows: Int, agents: Int, finds: Int)
  /// `lastTop`: the highest line that may be the first one of a comparison.
  case assets(rows: Int, lastTop: Int)
}

package enum FilterAction: Sendable, Hashable {
  case open
  /// The whole line as it is now; filters at once.
  case typed(String)
  /// Enter: keeps it.
  case accept
  /// Esc while typing: what was before.
  case cancel
  /// No filter.
  case clear
  /// `n` and `N`.
  case next(Int)
}

package enum MarkAction: Sendable, Hashable {
  case toggle
  case toggleId(EntityID)
  /// `v`: begins a range, or ends it by marking everything between.
  case range
  /// Everything that is listed.
  case all
  /// What this filter finds.
  case matching(String)
  case none
}

/// One decision, pinned to what was on the screen.
package struct DecideRequest: Sendable, Hashable {
  package var taskId: EntityID
  package var decision: TaskDecision
  package var notes: String?
  package var data: [String: JSONValue]?
  package var shownVersion: Int?
  /// Since when the item is on the screen with an answered frame; nil: it was not.
  package var seenSince: Timestamp?
  /// Idempotency key, made by the caller.
  package var key: EntityID
  package var now: Timestamp
  /// The second key of a dangerous one was pressed.
  package var isConfirmed: Bool

  package init(
    taskId: EntityID, decision: TaskDecision, notes: String? = nil, data: [String: JSONValue]? = nil,
    shownVersion: Int?, seenSince: Timestamp?, key: EntityID, now: Timestamp, isConfirmed: Bool = false
  ) {
    self.taskId = taskId
    self.decision = decision
    self.notes = notes
    self.data = data
    self.shownVersion = shownVersion
    self.seenSince = seenSince
    self.key = key
    self.now = now
    self.isConfirmed = isConfirmed
  }
}

/// Dialogs that a key opens on the selected item or the marked ones.
package enum DialogRequest: Sendable, Hashable {
  case reject, escalate, `defer`, reassign
  case bulk(BulkAction)
  case palette(String)
  case help
  /// Entries older than a day, and what was refused.
  case results
  /// Where the selected asset is to be kept.
  case save
}

package enum DialogAction: Sendable, Hashable {
  /// The text of the field that has the cursor.
  case text(LineField)
  case nextField(Int)
  /// Adds a line for another requested change.
  case addChange
  case cycleSeverity(Int)
  /// A recalled reason by its number, from 1.
  case recall(Int)
  case selectPalette(Int)
  case scroll(Int)
  /// Opens `$EDITOR` on the text.
  case edit
  /// Shows or hides the items of a bulk sheet; takes one out or in.
  case expand
  case leaveOut(EntityID)
  /// The key that carries it out. `key` is used when that stores a decision.
  case confirm(key: EntityID)
  /// Someone to hand a task to, found meanwhile.
  case candidates([Viewer])
  case cancel
}

package enum CopyWhat: Sendable, Hashable { case id, title, link, path(String) }

package enum SnapshotAction: Sendable {
  case began(seq: Int64)
  case chunk(tasks: [FactoryTask], pipelines: [Pipeline], agents: [Agent])
  case ended
  case failed(reason: String)
}

/// Answers of workers to effects.
package enum FetchResult: Sendable {
  case task(FactoryTask)
  case taskFailed(EntityID, reason: String)
  case timeline(TimelineSubject, [AuditEntry])
  case timelineFailed(TimelineSubject, reason: String)
  /// The newest ones, and how many unread ones there are in all.
  case notifications([FactoryNotification], unread: Int)
  case notificationsFailed(reason: String)
  case notificationRead(EntityID)
  case allNotificationsRead
  /// `next`: where older rows go on; `isNewest`: from the beginning.
  case activity([AuditEntry], next: String?, isNewest: Bool)
  case activityFailed(reason: String)
  case found(String, [SearchResult])
  case searchFailed(String, reason: String)
  /// What the console answered to the oldest open question.
  case said(String, isGood: Bool)
  case agents([Agent])
  case agentsFailed(reason: String)
  /// The server's numbers, and when decisions of the last day were made.
  case dashboard(DashboardSummary, decisions: [Timestamp])
  case dashboardFailed(reason: String)
  case pipeline(PipelineEvidence)
  case pipelineFailed(EntityID, reason: String)
  /// What the agent works on at its pipeline, or did there last.
  case agentJob(EntityID, Job?)
  /// `after`: from where it was asked for; `next`: where the log goes on.
  case log(job: EntityID, after: Int64, text: String, next: Int64)
  case logFailed(job: EntityID, reason: String)
  case stepped(EntityID, PipelineStep, Pipeline?)
  /// `reasons`: each rule that stood in the way.
  case stepFailed(EntityID, PipelineStep, message: String, reasons: [String])
  case rollbackPlan(DeployPlan)
  /// `version`: the one that was named, nil for the newest.
  case deployPlan(DeployPlan, version: String?)
  case assets(pipeline: EntityID, AssetList)
  case assetsFailed(pipeline: EntityID, reason: String)
  case compared(EntityID)
  case compareFailed(EntityID, reason: String)
  /// Where an asset was kept.
  case saved(Asset, path: String)
  /// No reason: it was ended on purpose.
  case saveFailed(Asset, reason: String?)
  /// How far it is.
  case saving(EntityID, bytes: Int64)
  case claimed(FactoryTask)
  case reassigned(FactoryTask)
  /// A claim or reassignment that did not go through.
  case requestFailed(EntityID, verb: String, reason: String)
  /// The first page or the snapshot could not be read.
  case loadFailed(reason: String)
}
