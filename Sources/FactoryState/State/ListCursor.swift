// A list on a screen of its own: which row is selected and which rows are seen. A value. Invariant: the selection is an id, so that rows
// that come and go never move it; the selected row is on the screen.
import FactoryContracts

package struct ListCursor: Hashable, Sendable {
  package internal(set) var selectedId: EntityID?
  /// First row on the screen and how many fit.
  package internal(set) var top = 0
  package internal(set) var height = 1

  mutating func move(_ move: Move, in ids: [EntityID]) {
    guard !ids.isEmpty else { return }
    let index = ids.firstIndex { $0 == selectedId } ?? 0
    let target =
      switch move {
      case .by(let count): index + count
      case .halfPage(let count): index + count * max(1, height / 2)
      case .page(let count): index + count * max(1, height - 1)
      case .first: 0
      case .last: ids.count - 1
      case .toRow(let number): number - 1
      case .oldestUnseen: index
      }
    selectedId = ids[min(max(0, target), ids.count - 1)]
    show(in: ids)
  }

  /// After the rows changed: the same one stays selected, else what stands at its place.
  mutating func keep(in ids: [EntityID], near index: Int = 0) {
    if !ids.contains(where: { $0 == selectedId }) {
      selectedId = ids.isEmpty ? nil : ids[min(max(0, index), ids.count - 1)]
    }
    show(in: ids)
  }

  mutating func fit(_ rows: Int, _ ids: [EntityID]) {
    height = max(1, rows)
    show(in: ids)
  }

  /// Scrolls as little as needed.
  mutating func show(in ids: [EntityID]) {
    guard let index = ids.firstIndex(where: { $0 == selectedId }) else {
      top = 0
      return
    }
    top = min(max(min(top, index), index - height + 1), max(0, ids.count - height))
  }
}
