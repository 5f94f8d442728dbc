// Deciding from the keyboard, against a server, link and outbox in memory.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct DecisionStories {
  private func decided(_ stage: Stage) -> [EntityID] { stage.outbox.entries.flatMap(\.taskIds) }

  @Test func oneKeyDecidesAndTheNextItemIsSelected() throws {
    let stage = Stage()
    stage.press("a")
    let entry = try #require(stage.outbox.entries.first)
    #expect(entry.taskIds == [Sample.id(1)] && entry.decision == .approved && entry.ifMatch == 1)
    #expect(entry.body?.contains("\"graceSeconds\":5") == true)
    #expect(stage.app.queue.selectedId == Sample.id(2))
    #expect(stage.lines[0].contains("5 waiting") && stage.lines[0].contains("1 sending"))
    #expect(stage.text.contains("◌ Approve staging deploy"))
  }

  /// What a rule would cover is written out before the second key, and goes with the approval.
  @Test func anApprovalReachesFurtherOnlyAfterASecondKey() throws {
    var world = FakeAPI.World()
    var task = Sample.task(1, title: "Bash: npm test", priority: .critical)
    let offers = RuleScope.declared.map { RuleOffer(scope: $0, covers: "what \($0.rawValue) covers") }
    task.context.call = AgentCall(
      agent: "Claude Code", folder: "/w", session: "s", tool: "Bash", command: "npm test", offers: offers,
      earlier: ["4 min ago Ada rejected “Bash: rm -r x”: “never”"])
    world.tasks = [task, Sample.task(2, title: "No call")]
    let stage = Stage(world: world)
    #expect(stage.text.contains("Earlier    4 min ago Ada rejected “Bash: rm -r x”"))
    stage.press("M")
    #expect(stage.text.contains("for 8 h, without asking: what kind covers"))
    stage.press("<Esc>")
    #expect(stage.outbox.entries.isEmpty)
    stage.press("M", "y")
    let entry = try #require(stage.outbox.entries.first)
    #expect(entry.body?.contains(#""allowMore":{"scope":"kind"}"#) == true, "\(entry.body ?? "")")
    // The next one is no call of an agent.
    stage.press("M")
    #expect(stage.outbox.entries.count == 1 && stage.text.contains("No rule can come of this item"))
  }

  /// Production: the checklist is shown, asks nobody for anything, and only the second key sends.
  @Test func productionShowsItsChecklistBeforeTheSecondKey() throws {
    let stage = Stage(world: Scenes.production())
    let before = stage.api.asked
    stage.press("a")
    #expect(stage.outbox.entries.isEmpty && stage.api.asked == before)
    let wanted = [
      "? Code review", "✓ Version", "1.0.0 now, then 1.1.0", "✓ Tests", "47 of 47 passed", "✓ Coverage",
      "91.2 %, 80 % wanted", "✓ Staging", "1.1.0 runs there and answered", "✓ Blockers", "? Deployed now", "degraded",
      "✓ Assets", "✓ README", "✗ Secrets", "✓ Rollback plan", "back to 1.0.0",
    ]
    for words in wanted { #expect(stage.text.contains(words), "\(words)") }
    // Neither the same key again nor Enter is the second key.
    stage.press("a", "<Enter>")
    #expect(stage.outbox.entries.isEmpty)
    stage.press("<Esc>")
    #expect(stage.outbox.entries.isEmpty && stage.app.dialogs.isEmpty)
    stage.press("a", "y")
    #expect(stage.outbox.entries.map(\.taskIds) == [[Sample.id(1)]])
  }

  @Test func aSessionIsMarkedAsOneGroup() {
    var world = FakeAPI.World()
    world.tasks = (1...4).map { number in
      var task = Sample.task(number, title: "call \(number)")
      task.context.call = AgentCall(
        agent: "Claude Code", folder: "/w", session: number == 3 ? "other" : "s 1", tool: "Bash",
        command: "ls \(number)")
      return task
    }
    world.tasks.append(Sample.task(5, title: "No call"))
    let stage = Stage(world: world)
    stage.press("S")
    #expect(stage.app.queue.marks == Set([1, 2, 4].map { Sample.id($0) }))
    stage.press("<C-a>")
    #expect(stage.text.contains("3 items"))
    stage.press("y")
    #expect(Set(decided(stage)) == Set([1, 2, 4].map { Sample.id($0) }))
  }

  /// A held key comes as presses every 30 ms or so; each new item is on the screen long enough meanwhile.
  @Test func aHeldKeyDecidesOneItem() {
    let stage = Stage()
    for _ in 0..<30 {
      stage.burst("a")
      for _ in 0..<3 {
        stage.clock.advance(seconds: 0.01)
        stage.loop.turn()
      }
    }
    #expect(decided(stage) == [Sample.id(1)])
    stage.clock.advance(seconds: 0.5)
    stage.settle()
    stage.press("a")
    #expect(decided(stage) == [Sample.id(1), Sample.id(2)])
  }

  /// A reason is typed by heart; where no dialog opened it must not become commands.
  @Test func textForADialogThatDidNotOpenIsDropped() {
    let stage = Stage(readOnly: true)
    stage.burst("r")
    #expect(stage.app.dialogs.isEmpty)
    for letter in "why not v b" {
      stage.clock.advance(seconds: 0.1)
      stage.burst(letter == " " ? "<Space>" : String(letter))
    }
    #expect(stage.app.queue.marks.isEmpty && stage.app.queue.rangeStart == nil && stage.app.screen == .queue)
    stage.clock.advance(seconds: 1)
    stage.press("<Space>")
    #expect(stage.app.queue.marks.count == 1)
  }

  @Test func aRangeIsShownBeforeItIsMarked() {
    let stage = Stage()
    let signed = { stage.lines.filter { $0.prefix(2).contains("│") }.count }
    #expect(signed() == 0)
    stage.press("v", "j", "j")
    #expect(signed() == 3)
    stage.press("v")
    #expect(signed() == 0)
    #expect(stage.app.queue.marks.count == 3)
  }

  @Test func aConfirmedDecisionIsShownAsConfirmed() throws {
    let stage = Stage()
    stage.press("a")
    let entry = try #require(stage.outbox.entries.first)
    var task = Scenes.tasks[0]
    task.status = .inProgress
    task.updatedAt = stage.clock.now
    task.pendingDecision = PendingDecision(
      decision: .approved, by: Scenes.me.id, effectiveAt: stage.clock.now.adding(seconds: 5))
    stage.outbox.post(.confirmed(entry, task: task, bulk: nil))
    stage.settle()
    #expect(stage.text.contains("✓ Approve staging deploy"))
    #expect(stage.lines[0].contains("5 waiting") && !stage.lines[0].contains("sending"))
  }

  @Test func typeAheadDecidesNothingThatWasNotSeen() {
    let stage = Stage()
    stage.burst("aaaa")
    #expect(decided(stage) == [Sample.id(1)])
    #expect(stage.text.contains("Press again") || stage.app.toasts.contains { $0.text.contains("Press again") })
    stage.settle()
    stage.press("a")
    #expect(decided(stage) == [Sample.id(1), Sample.id(2)])
  }

  @Test func movingAndDecidingInOneGoDecidesNothing() {
    let stage = Stage()
    stage.burst("ja")
    #expect(decided(stage).isEmpty)
  }

  @Test func aTerminalThatNeverAnswersCountsAsSeenAfterAWhile() {
    let stage = Stage(answersFences: false)
    stage.clock.advance(seconds: 5)
    stage.settle()
    stage.burst("j")
    stage.clock.advance(seconds: 0.1)
    stage.burst("a")
    #expect(decided(stage).isEmpty)
    stage.clock.advance(seconds: 2)
    stage.settle()
    stage.clock.advance(seconds: 0.2)
    stage.settle()
    stage.burst("a")
    #expect(decided(stage) == [Sample.id(2)])
  }

  /// Over a line of 300 ms what was sent 200 ms ago is not on the screen yet.
  @Test func aTerminalThatAnswersLateIsWaitedFor() {
    let stage = Stage()
    stage.terminal.answersFences = false
    stage.burst("j")
    stage.clock.advance(seconds: 0.3)
    stage.settle()
    stage.burst("a")
    #expect(decided(stage).isEmpty)
    stage.terminal.input.append(.fence)
    stage.loop.turn()
    // A second press at once would be a held key.
    stage.clock.advance(seconds: 0.6)
    stage.burst("a")
    #expect(decided(stage) == [Sample.id(2)])
  }

  @Test func whatChangedUnderTheCursorIsNotDecided() {
    let stage = Stage()
    stage.terminal.answersFences = false
    var changed = Scenes.tasks[0]
    changed.version = 2
    changed.updatedAt = stage.clock.now
    stage.link.post(.event(Sample.event(.taskUpdated(TaskPayload(task: changed)), seq: 9)))
    stage.loop.turn()
    stage.burst("a")
    #expect(decided(stage).isEmpty)
  }

  @Test func undoTakesBack() throws {
    let stage = Stage()
    stage.press("a")
    let entry = try #require(stage.outbox.entries.first)
    stage.outbox.post(.stored(entry))
    stage.outbox.post(.sending(entry))
    stage.settle()
    stage.press("u")
    #expect(stage.outbox.entries.count == 2)
    #expect(stage.outbox.entries.last?.path.hasSuffix("/undo") == true)
  }

  @Test func aRejectionNeedsAReason() throws {
    let stage = Stage()
    stage.press("r", "<Enter>")
    #expect(decided(stage).isEmpty && stage.text.contains("Reason"))
    stage.type("needs a rollback step")
    stage.press("<Tab>")
    stage.type("a migration that goes back")
    stage.press("<Enter>")
    let entry = try #require(stage.outbox.entries.first)
    #expect(entry.decision == .rejected)
    #expect(entry.body?.contains("needs a rollback step") == true)
    #expect(entry.body?.contains("a migration that goes back") == true)
    #expect(stage.app.recentReasons.first == "needs a rollback step")
  }

  @Test func aDigitRecallsAReasonOnlyInAnEmptyLine() {
    let stage = Stage()
    stage.loop.mailbox.post(.action(.recentReasons(["tests missing", "naming"])))
    stage.press("r", "2")
    #expect(stage.app.dialogs.last?.line?.text == "naming")
    stage.press("1")
    #expect(stage.app.dialogs.last?.line?.text == "naming1")
  }

  @Test func aLongReasonIsWrittenInTheEditor() {
    let stage = Stage()
    stage.press("r", "<C-e>")
    #expect(stage.programs.edited.count == 1)
    #expect(stage.app.dialogs.last?.line?.text == "written in the editor")
    #expect(!stage.terminal.isSuspended)
  }

  @Test func theBulkSheetDecidesWhatIsReady() throws {
    let stage = Stage()
    stage.press("<Space>", "j", "<Space>", "<C-a>")
    #expect(stage.text.contains("Approve 2 items") && decided(stage).isEmpty)
    stage.press("y")
    let entry = try #require(stage.outbox.entries.first)
    #expect(Set(entry.taskIds) == [Sample.id(1), Sample.id(2)])
  }

  @Test func aProductionDeployAsksForAnotherKey() {
    var world = FakeAPI.World()
    world.pipelines = [Sample.pipeline(1, stage: .production)]
    world.tasks = [
      Sample.task(1, title: "Deploy", priority: .critical, pipelineId: Sample.id(1001), stageName: .production)
    ]
    let stage = Stage(world: world)
    stage.press("a")
    #expect(decided(stage).isEmpty && stage.text.contains("Approve “Deploy”?"))
    stage.press("a", "a")
    #expect(decided(stage).isEmpty)
    stage.press("y")
    #expect(decided(stage) == [Sample.id(1)])
  }

  @Test func whoWasFirstIsShown() throws {
    let stage = Stage()
    stage.press("a")
    let entry = try #require(stage.outbox.entries.first)
    var task = Sample.decidedTask(1, decision: .rejected)
    task.decidedBy = Sample.id(9003)
    task.decidedByName = "Bo"
    task.updatedAt = stage.clock.now
    stage.outbox.post(.refused(entry, APIError(code: .conflict, message: "Bo was first."), current: task))
    stage.settle()
    #expect(stage.text.contains("Bo"))
    #expect(stage.text.contains("!"))
  }

  @Test func quittingWithDecisionsUnsentSaysSoAndKeepsThem() {
    let stage = Stage()
    stage.press("a", "q")
    #expect(stage.text.contains("1 decision not sent yet") && stage.loop.ending == nil)
    stage.press("<Esc>")
    #expect(stage.app.dialogs.isEmpty)
    stage.press("q", "y")
    #expect(stage.loop.ending == .quit)
    let summary = stage.loop.finish()
    #expect(summary.unsent == 1 && summary.decided == 1)
    #expect(summary.sentence?.contains("1 decision not sent yet") == true)
  }

  @Test func anItemIsGivenToSomeoneByAFewLetters() {
    let stage = Stage()
    stage.press("R")
    stage.type("cl")
    stage.press("<Enter>")
    #expect(stage.api.asked.contains { $0.hasSuffix("/reassign") })
  }

  @Test func deferUntilOnTheCommandLine() throws {
    let stage = Stage()
    stage.press(":")
    stage.type("defer 2h")
    stage.press("<Enter>")
    let entry = try #require(stage.outbox.entries.first)
    #expect(entry.decision == .deferred && entry.body?.contains("until") == true)
    stage.press(":")
    stage.type("defer soon")
    stage.press("<Enter>")
    #expect(stage.outbox.entries.count == 1 && stage.text.contains("expected 30m, 2h, 3d"))
  }

  @Test func manyAreRejectedWithOneReason() throws {
    let stage = Stage()
    stage.press("*", ":")
    stage.type("reject-selected")
    stage.press("<Enter>", "<Enter>")
    #expect(stage.outbox.entries.isEmpty && stage.text.contains("Reject 6 items"))
    stage.type("frozen until Monday")
    stage.press("<Enter>")
    let entry = try #require(stage.outbox.entries.first)
    #expect(entry.taskIds.count == 6 && entry.body?.contains("frozen until Monday") == true)
  }

  @Test func whatAnEarlierDayLeftAsksFirst() {
    let stage = Stage()
    let entry = OutboxEntry(
      key: Sample.id(77), taskIds: [Sample.id(2)], verb: "approve", title: "Review: retry on 429",
      path: "/v1/tasks/x/complete",
      createdAt: Scenes.before(2000), decision: .approved)
    stage.outbox.post(.stale(entry))
    stage.settle()
    #expect(stage.lines[0].contains("1 of before: :send-kept"))
    stage.press(":")
    stage.type("send-kept")
    stage.press("<Enter>")
    #expect(stage.outbox.told.withLock { $0.released } == [Sample.id(77)])
  }
}
