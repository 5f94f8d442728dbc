// KeyScope: where a key is read. Pure. Which one it is follows from the state alone.
import FactoryContracts
import FactoryState

/// Where keys are read. A scope that types text gives unknown keys to its line.
package enum KeyScope: String, CaseIterable, Sendable {
  /// Everywhere on the page (queue, context, board).
  case global
  case queue, context, kanban, notifications, pipeline, activity, search, agents, chat, dashboard
  // What floats above the page reads its own keys only.
  case filter, palette, help, reason, deferral, picker, confirm, sheet, bulkReason, results, quit, saving, commenting

  /// Scopes asked in turn.
  package var chain: [KeyScope] {
    switch self {
    case .queue, .context, .kanban, .notifications, .pipeline, .activity, .search, .agents, .chat, .dashboard:
      [self, .global]
    case .global, .filter, .palette, .help, .reason, .deferral, .picker, .confirm, .sheet, .bulkReason, .results,
      .quit, .saving, .commenting:
      [self]
    }
  }

  /// Whether keys without a binding are typed into a line.
  package var typesText: Bool {
    switch self {
    case .filter, .palette, .reason, .deferral, .picker, .bulkReason, .saving, .commenting: true
    case .global, .queue, .context, .kanban, .notifications, .pipeline, .activity, .search, .agents, .chat, .dashboard,
      .help,
      .confirm,
      .sheet, .results, .quit:
      false
    }
  }

  /// For people: `in the queue`.
  package var place: String {
    switch self {
    case .global: "everywhere"
    case .queue: "in the queue"
    case .context: "in the opened item"
    case .kanban: "on the board"
    case .notifications: "in the notifications"
    case .pipeline: "in a pipeline"
    case .activity: "in the activity"
    case .search: "in what was found"
    case .agents: "among the agents"
    case .chat: "in the chat"
    case .dashboard: "on the dashboard"
    case .filter: "in the filter"
    case .palette: "on the command line"
    case .help: "in the help"
    case .reason: "when giving a reason"
    case .deferral: "when deferring"
    case .picker: "when choosing a person"
    case .confirm: "when confirming"
    case .sheet: "on the bulk sheet"
    case .bulkReason: "when rejecting many items"
    case .results: "in the list of results"
    case .quit: "when leaving with decisions unsent"
    case .saving: "when saving an asset"
    case .commenting: "when commenting on a line"
    }
  }

  /// Where the next key goes.
  package static func current(_ app: AppState) -> KeyScope {
    if let dialog = app.dialogs.last { return of(dialog) }
    return app.queue.filter.isEditing ? .filter : page(app)
  }

  /// Where keys go when nothing floats above the page.
  package static func page(_ app: AppState) -> KeyScope {
    switch app.screen {
    case .kanban: .kanban
    case .notifications: .notifications
    case .pipeline: .pipeline
    case .activity: .activity
    case .search: .search
    case .agents: .agents
    case .chat: .chat
    case .dashboard: .dashboard
    case .queue, .pipelineTasks: app.focus == .context ? .context : .queue
    }
  }

  private static func of(_ dialog: Dialog) -> KeyScope {
    switch dialog {
    case .reject, .escalate: .reason
    case .defer: .deferral
    case .reassign: .picker
    case .confirm, .step: .confirm
    case .bulk(let sheet): sheet.action == .reject ? .bulkReason : .sheet
    case .palette: .palette
    case .help: .help
    case .results: .results
    case .quit: .quit
    case .save: .saving
    case .comment: .commenting
    }
  }
}
