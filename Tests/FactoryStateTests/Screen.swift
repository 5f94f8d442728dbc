// A screen without a terminal: the state, what can be seen of it, and every effect. A story says the whole change of each step: what it does not
// name must stay as it was.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

/// What an operator sees.
struct Picture: Equatable {
  var rows: [String] = []
  var selected: String?
  var marks: Set<EntityID> = []
  var counts = HeaderCounts(waiting: 0, late: 0, soon: 0, sending: 0, marked: 0)
  var dialogs: [Dialog] = []
  var notices: [String] = []
  var link: LinkState
  var undo: String?
  var newAbove = 0
  var top = 0
  var screen: Screen = .queue
  var focus: Focus = .list
  var filter = ""

  init(of state: AppState) {
    let items = state.queueItems(0..<state.visibleCount)
    rows = items.map { item in item.sign == .none ? item.title : "\(item.title) [\(Picture.words(item.sign))]" }
    selected = state.selectedRow?.title
    marks = state.queue.marks
    counts = state.headerCounts
    dialogs = state.dialogs
    notices = state.toasts.map(\.text)
    link = state.link
    undo = state.undoable?.title
    newAbove = state.queue.newAbove
    top = state.queue.top
    screen = state.screen
    focus = state.focus
    filter = state.queue.filter.text
  }

  private static func words(_ sign: RowSign) -> String {
    switch sign {
    case .none: ""
    case .sending(let decision): "sending \(decision?.rawValue ?? "undo")"
    case .kept(let decision): "kept \(decision?.rawValue ?? "undo")"
    case .asks: "asks"
    case .confirmed(let decision): "confirmed \(decision?.rawValue ?? "undo")"
    case .refused(let sentence): "refused: \(sentence)"
    case .pending(let decision, let name, let isMine, _): "\(isMine ? "mine" : name) \(decision.rawValue)"
    case .decided(let decision, let name, _): "\(name) \(decision?.rawValue ?? "decided")"
    case .withdrawn: "withdrawn"
    case .claimed(let name, let isMine): "claimed by \(isMine ? "me" : name)"
    case .escalated(let level): "escalated \(level)"
    case .deferred: "deferred"
    }
  }
}

final class TestScreen {
  var state: AppState
  var now: Timestamp
  private var keys = 0

  /// A live screen whose list holds these tasks, the first selected and seen.
  init(_ tasks: [FactoryTask], pipelines: [Pipeline] = [], rows: Int = 20, isLive: Bool = true) {
    now = Sample.start.adding(minutes: 1)
    state = AppState(now: now)
    run(.identity(Identity(id: Sample.decider, name: "Ada", role: .operator, scopes: Set(Role.operator.scopes))))
    run(.viewport(.list(rows: rows)))
    if isLive { run(.link(.connected(seq: 1), now: now)) }
    run(.snapshot(.began(seq: 1), now: now))
    run(.snapshot(.chunk(tasks: tasks, pipelines: pipelines, agents: []), now: now))
    run(.snapshot(.ended, now: now))
    look()
  }

  @discardableResult
  func run(_ action: AppAction) -> [Effect] { reduce(&state, action) }

  /// A step of a story: every effect, and the whole visible change.
  func step(
    _ action: AppAction, _ expected: [Effect] = [], at location: SourceLocation = #_sourceLocation,
    _ change: (inout Picture) -> Void = { _ in }
  ) {
    var picture = Picture(of: state)
    change(&picture)
    let effects = run(action)
    #expect(effects == expected, sourceLocation: location)
    #expect(Picture(of: state) == picture, sourceLocation: location)
  }

  /// Time goes by; what rests is fetched.
  @discardableResult
  func pass(_ seconds: Double) -> [Effect] {
    now = now.adding(seconds: seconds)
    return run(.tick(now: now))
  }

  /// The selected item is on the screen long enough.
  func look() {
    if let row = state.selectedRow { run(.frameAnswered(ShownItem(taskId: row.id, version: row.version, since: now))) }
    pass(1)
  }

  func key() -> EntityID {
    keys += 1
    return Sample.id(80_000 + keys)
  }

  /// What the key of a decision sends for the selected item.
  func request(_ decision: TaskDecision, notes: String? = nil, confirmed: Bool = false) -> DecideRequest {
    let shown = state.shown
    return DecideRequest(
      taskId: state.queue.selectedId ?? Sample.id(0), decision: decision, notes: notes,
      shownVersion: shown?.version, seenSince: shown?.taskId == state.queue.selectedId ? shown?.since : nil,
      key: key(), now: now, isConfirmed: confirmed)
  }

  /// The only entry among effects.
  static func entry(_ effects: [Effect]) -> OutboxEntry? {
    effects.compactMap { if case .store(let entry) = $0 { entry } else { nil } }.first
  }

  func event(_ event: FactoryEvent, seq: Int64) -> AppAction { .link(.event(Sample.event(event, seq: seq)), now: now) }

  /// The sheet, the results, the question on top, if that is what is on top.
  var sheet: BulkSheet? { if case .bulk(let sheet) = state.dialogs.last { sheet } else { nil } }
  var results: ResultsDialog? { if case .results(let results) = state.dialogs.last { results } else { nil } }
  var question: ConfirmDialog? { if case .confirm(let dialog) = state.dialogs.last { dialog } else { nil } }

  var titles: [String] { state.queueItems(0..<state.visibleCount).map(\.title) }
}

extension FactoryTask {
  /// A later state of it.
  func later(_ seconds: Double = 1, _ change: (inout FactoryTask) -> Void) -> FactoryTask {
    var task = self
    task.updatedAt = updatedAt.adding(seconds: seconds)
    change(&task)
    return task
  }

  func pending(_ decision: TaskDecision, by: EntityID, name: String, effectiveAt: Timestamp) -> FactoryTask {
    later {
      $0.status = .inProgress
      $0.version = ($0.version ?? 0) + 1
      $0.pendingDecision = PendingDecision(
        decision: decision, by: by, effectiveAt: effectiveAt, byName: name, decidedAt: $0.updatedAt)
    }
  }

  func completed(_ decision: TaskDecision, by: EntityID, name: String) -> FactoryTask {
    later(10) {
      $0.status = .completed
      $0.pendingDecision = nil
      $0.decision = decision
      $0.decidedBy = by
      $0.decidedByName = name
      $0.decidedAt = $0.updatedAt
    }
  }
}
