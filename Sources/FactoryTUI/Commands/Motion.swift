// Motion: what moving means where the cursor is. Pure. Invariant: scrolling never goes past the end of what is shown.
import FactoryContracts
import FactoryState

package enum Motion {
  /// Rows of the list, cards of the board, lines of the opened item.
  package static func move(_ move: Move, _ situation: Situation) -> [Intent] {
    switch KeyScope.page(situation.app) {
    case .context where situation.app.context.tab == .assets: [.app(.move(move, now: situation.now))]
    case .context:
      situation.app.pickedLine.map { DiffCommenting.move(move, from: $0, situation) } ?? scroll(move, situation)
    case .kanban: card(move, situation)
    default: [.app(.move(move, now: situation.now))]
    }
  }

  static let left: @Sendable (Situation, Invocation) -> [Intent] = { situation, call in
    switch KeyScope.page(situation.app) {
    case .kanban: return columns(-(call.count ?? 1), situation)
    case .context:
      let place = place(situation)
      if place.left > 0 { return scrollTo(place.top, place.left - 8, situation) }
      return [.app(.focus(.list))]
    default: return []
    }
  }

  static let right: @Sendable (Situation, Invocation) -> [Intent] = { situation, call in
    switch KeyScope.page(situation.app) {
    case .kanban: return columns(call.count ?? 1, situation)
    case .context:
      let place = place(situation)
      return scrollTo(place.top, place.left + 8, situation)
    default:
      return situation.selectedId == nil ? [] : [.app(.focus(.context))]
    }
  }

  private static func columns(_ count: Int, _ situation: Situation) -> [Intent] {
    [.app(.kanbanMove(columns: count, rows: 0, now: situation.now))]
  }

  private static func card(_ move: Move, _ situation: Situation) -> [Intent] {
    let page = max(1, situation.app.kanban.height)
    let rows =
      switch move {
      case .by(let rows): rows
      case .halfPage(let count): count * max(1, page / 2)
      case .page(let count): count * page
      case .first: -1_000_000
      case .last: 1_000_000
      case .toRow(let row): row - 1_000_001
      case .oldestUnseen: 0
      }
    guard case .toRow(let row) = move else {
      return [.app(.kanbanMove(columns: 0, rows: rows, now: situation.now))]
    }
    return [-1_000_000, row - 1].map { .app(.kanbanMove(columns: 0, rows: $0, now: situation.now)) }
  }

  package static func place(_ situation: Situation) -> ScrollPosition {
    situation.app.context.scroll(of: situation.app.context.tab)
  }

  private static func scroll(_ move: Move, _ situation: Situation) -> [Intent] {
    let place = place(situation)
    let page = max(1, situation.app.context.height)
    let top =
      switch move {
      case .by(let lines): place.top + lines
      case .halfPage(let count): place.top + count * max(1, page / 2)
      case .page(let count): place.top + count * max(1, page - 1)
      case .first: 0
      case .last: situation.extent.lines
      case .toRow(let line): line - 1
      case .oldestUnseen: place.top
      }
    return scrollTo(top, place.left, situation)
  }

  /// Lines that may stand above the first one shown: the last page stays full.
  package static func scrollTo(_ top: Int, _ left: Int, _ situation: Situation) -> [Intent] {
    let lowest = situation.extent.lastPage ?? max(0, situation.extent.lines - max(1, situation.app.context.height))
    let widest = max(0, situation.extent.columns - 16)
    let place = ScrollPosition(top: min(max(0, top), lowest), left: min(max(0, left), widest))
    return [.app(.scrollTo(place))]
  }

  /// To the next of these rows, or the one before.
  package static func jump(_ rows: [Int], _ count: Int, _ situation: Situation) -> [Intent] {
    let top = place(situation).top
    let ahead = rows.filter { $0 > top }
    let behind = rows.filter { $0 < top }
    let target =
      count > 0
      ? (ahead.dropFirst(count - 1).first ?? ahead.last)
      : (behind.dropLast(-count - 1).last ?? behind.first)
    guard let target else { return [] }
    return scrollTo(target, place(situation).left, situation)
  }
}
