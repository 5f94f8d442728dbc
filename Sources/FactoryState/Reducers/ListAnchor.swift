// Selection by id, and the lines of the screen around it. Invariant: what the program changes by itself never puts another item under the cursor
// without saying so in `movedBySelfAt`.
import FactoryContracts

extension AppState {
  /// After a change of the list: the selected row stays on its line; when it is gone, its neighbour is taken.
  mutating func keepSelection(from before: Int?) {
    if let index = selectedIndex {
      if let before { queue.top += index - before }
      queue.lastIndex = index
    } else if let before, !queue.visible.isEmpty {
      let index = min(before, queue.visible.count - 1)
      slide(to: queue.visible[index].id, at: index)
    } else if !queue.visible.isEmpty {
      slide(to: queue.visible[0].id, at: 0)
    }
    if queue.visible.isEmpty { queue.selectedId = nil }
    clampTop()
  }

  /// Until the first key, a list that is still coming in shows its top.
  mutating func followTop() {
    guard factory.isInitialLoading, lastKeyAt == nil, let first = queue.visible.first else { return }
    slide(to: first.id, at: 0)
    queue.top = 0
  }

  /// Another item comes under the cursor without a key that asked for it.
  private mutating func slide(to id: EntityID, at index: Int) {
    guard queue.selectedId != id else { return place(id, at: index) }
    place(id, at: index)
    queue.movedBySelfAt = now
    queue.isPlacedByProgram = true
  }

  /// After the list was made anew: the same item if it is there, else what was selected before, else the first.
  mutating func reselect() {
    if let id = queue.rememberedId, let index = place(of: id) {
      queue.rememberedId = nil
      place(id, at: index)
    } else if selectedIndex == nil {
      queue.rememberedId = queue.rememberedId ?? queue.selectedId
      if queue.visible.isEmpty { queue.selectedId = nil } else { place(queue.visible[0].id, at: 0) }
      queue.isPlacedByProgram = true
    }
    queue.lastIndex = selectedIndex ?? 0
    queue.newAbove = 0
    showSelection()
  }

  func place(of id: EntityID) -> Int? { factory.tasks.key(of: id).flatMap { queue.visible.index(of: $0) } }

  mutating func place(_ id: EntityID, at index: Int) {
    if queue.selectedId != id {
      queue.selectedId = id
      context.scroll = [:]
      resettle()
    }
    queue.lastIndex = index
  }

  /// Scrolls as little as needed for the selected row to be on the screen.
  mutating func showSelection() {
    guard let index = selectedIndex else { return clampTop() }
    queue.top = min(max(queue.top, index - queue.height + 1), index)
    clampTop()
  }

  private mutating func clampTop() {
    queue.top = max(0, min(queue.top, queue.visible.count - queue.height))
    if let index = selectedIndex { queue.top = min(max(queue.top, index - queue.height + 1), index) }
    if queue.top == 0 { queue.newAbove = 0 }
  }

  /// New items that came in above the screen.
  mutating func countNews(_ changes: [TaskChange]) {
    for change in changes where change.old == nil {
      guard let key = change.newKey, let index = queue.visible.index(of: key), index < queue.top else { continue }
      queue.newAbove += 1
    }
  }
}
