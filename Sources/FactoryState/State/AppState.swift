// Everything the screen shows and every key answers from: the factory's state and the operator's.
// Owned by the main thread; changed only by `reduce`. Invariants: selection and marks are ids; what the operator decided is in `outbox`
// until the server confirmed or refused it; nothing is shown as done before its 2xx.
import FactoryContracts

package struct AppState: Sendable {
  package internal(set) var factory = FactoryState()
  /// The latest moment an action brought.
  package internal(set) var now: Timestamp
  package internal(set) var screen: Screen = .queue
  package internal(set) var focus: Focus = .list
  package internal(set) var panes = PaneState()
  package internal(set) var queue = QueueState()
  package internal(set) var kanban = KanbanState()
  package internal(set) var inbox = InboxState()
  package internal(set) var pipeline = PipelineDetail()
  package internal(set) var activity = ActivityState()
  package internal(set) var search = SearchState()
  package internal(set) var agents = AgentsState()
  package internal(set) var chat = ChatState()
  package internal(set) var dashboard = DashboardState()
  package internal(set) var context = ContextState()
  package internal(set) var assets = AssetsState()
  /// The last is on top and gets the keys.
  package internal(set) var dialogs: [Dialog] = []
  package internal(set) var toasts: [Toast] = []
  package internal(set) var link: LinkState
  package internal(set) var outbox = OutboxState()
  /// The last is what `u` takes back.
  package internal(set) var undoStack: [UndoItem] = []
  package internal(set) var presence: [EntityID: [Viewer]] = [:]
  /// Newest first.
  package internal(set) var recentReasons: [String] = []
  package internal(set) var me: Identity?
  package internal(set) var capabilities = Capabilities()
  package internal(set) var settings = StateSettings()
  /// What is on the screen and since when, for the item that decisions would hit (anchors, point 10).
  package internal(set) var shown: ShownItem?
  /// When a key was last pressed.
  package internal(set) var lastKeyAt: Timestamp?
  /// When time was last looked at for what ends by itself.
  var tickedAt: Timestamp
  /// A link whose task was not read yet when it was opened.
  var waitingLink: DeepLink?
  /// A list that could not be read is tried again.
  var reload: Reload?
  /// Sequence number from which on events come live; what a snapshot misses before it would never be told.
  var liveFrom: Int64?
  /// Decisions of this sitting, for "items per minute".
  package internal(set) var session: SessionTally

  package init(now: Timestamp) {
    self.now = now
    tickedAt = now
    link = .connecting(since: now, attempt: 1)
    session = SessionTally(startedAt: now)
  }
}

package enum Screen: Hashable, Sendable {
  case queue
  case kanban
  /// The tasks of one pipeline, decided ones too.
  case pipelineTasks(EntityID)
  case notifications
  /// One pipeline: its stages, jobs, gates and log.
  case pipeline(EntityID)
  /// The audit log, live.
  case activity
  case search
  case agents
  case chat
  /// Numbers over everything.
  case dashboard
}

extension Screen {
  /// Whether it shows tasks as rows beside the opened one.
  package var isList: Bool {
    switch self {
    case .queue, .pipelineTasks: true
    case .kanban, .notifications, .pipeline, .activity, .search, .agents, .chat, .dashboard: false
    }
  }
}

package enum Focus: Hashable, Sendable { case list, context }

/// Tabs of the context panel (contract §4.2); more come with their own screens.
package enum ContextTab: String, CaseIterable, Hashable, Sendable {
  case overview, diff, tests, timeline
  /// Files of the item's pipeline; offered where there is one.
  case assets

  /// What an item has: an item without a pipeline has no assets.
  package static func offered(_ row: TaskRow) -> [ContextTab] {
    row.pipelineId == nil ? allCases.filter { $0 != .assets } : allCases
  }
}

package struct Identity: Hashable, Sendable {
  package var id: EntityID
  package var name: String
  package var role: Role
  package var scopes: Set<Scope>
  package init(id: EntityID, name: String, role: Role, scopes: Set<Scope>) {
    self.id = id
    self.name = name
    self.role = role
    self.scopes = scopes
  }
}

/// What this program may do here; the server decides in the end, this only saves a round trip.
package struct Capabilities: Hashable, Sendable {
  /// No decision leaves this screen (`factory watch`).
  package var readOnly: Bool
  /// Whether the operator may decide what their own programs asked (ruling R19); nil: not known, the server says.
  package var selfDecision: Bool?
  /// What terminal and environment can do.
  package var canCopy: Bool
  /// Whether this screen can ask for e-mail and password: a server elsewhere, and no credential from the environment.
  package var canSignIn = false
  package var hasPager: Bool
  package var hasEditor: Bool
  package init(
    readOnly: Bool = false, selfDecision: Bool? = nil, canCopy: Bool = true, hasPager: Bool = true,
    hasEditor: Bool = true
  ) {
    self.readOnly = readOnly
    self.selfDecision = selfDecision
    self.canCopy = canCopy
    self.hasPager = hasPager
    self.hasEditor = hasEditor
  }
}

/// Numbers that a user may set.
package struct StateSettings: Hashable, Sendable {
  /// How long a decision can be taken back (ruling R54).
  package var graceSeconds: Int
  /// How long a decided or refused item stays in place.
  package var lingerSeconds: Double
  /// How long an item must have been on the screen before a decision hits it.
  package var seenMilliseconds: Int64
  /// After the list moved by itself, decisions are not taken for this long.
  package var reactionMilliseconds: Int64
  /// More items than this ask for the second key.
  package var bulkConfirmAbove: Int
  /// Whether opening an item claims it (ruling R33).
  package var claimOnOpen: Bool
  package init(
    graceSeconds: Int = 5, lingerSeconds: Double = 4, seenMilliseconds: Int64 = 150,
    reactionMilliseconds: Int64 = 300, bulkConfirmAbove: Int = 10, claimOnOpen: Bool = true
  ) {
    self.graceSeconds = graceSeconds
    self.lingerSeconds = lingerSeconds
    self.seenMilliseconds = seenMilliseconds
    self.reactionMilliseconds = reactionMilliseconds
    self.bulkConfirmAbove = bulkConfirmAbove
    self.claimOnOpen = claimOnOpen
  }
}

/// An item whose frame the terminal has answered.
package struct ShownItem: Hashable, Sendable {
  package var taskId: EntityID
  package var version: Int?
  package var since: Timestamp
  package init(taskId: EntityID, version: Int?, since: Timestamp) {
    self.taskId = taskId
    self.version = version
    self.since = since
  }
}

/// When the list is tried again after it could not be read.
struct Reload: Hashable, Sendable {
  var at: Timestamp
  /// Seconds; doubles each time up to half a minute.
  var delay: Double
}

package struct SessionTally: Hashable, Sendable {
  package var startedAt: Timestamp
  package var decided = 0
  package var undone = 0
}
