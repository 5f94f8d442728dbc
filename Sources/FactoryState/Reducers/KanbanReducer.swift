// Moving on the kanban. The selected card is an id: when its pipeline moves on, the selection goes with it.
import FactoryContracts

extension AppState {
  mutating func kanbanMove(_ columns: Int, _ rows: Int, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    placeCard()
    let stages = KanbanStage.all.map(\.stage)
    let index = min(max(0, kanban.column.order + columns), stages.count - 1)
    let row = (cardIndex ?? 0) + rows
    kanban.column = stages[index]
    let cards = factory.pipelines.columns[kanban.column] ?? SortedArray()
    kanban.selectedId = cards.isEmpty ? nil : cards[min(max(0, row), cards.count - 1)].id
    showCard()
    return []
  }

  mutating func selectCard(_ id: EntityID, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard factory.pipelines[id] != nil else { return [] }
    kanban.selectedId = id
    placeCard()
    return []
  }

  /// The column of the selected card; the first card of the first column that has one where nothing is selected.
  mutating func placeCard() {
    if let id = kanban.selectedId, let record = factory.pipelines[id], record.pipeline.status != .archived {
      kanban.column = record.pipeline.currentStage
    } else {
      let columns = factory.pipelines.columns
      let stages = [kanban.column] + KanbanStage.all.map(\.stage)
      let stage = stages.first { !(columns[$0]?.isEmpty ?? true) }
      kanban.column = stage ?? kanban.column
      kanban.selectedId = stage.flatMap { columns[$0]?.first?.id }
    }
    showCard()
  }

  private var cardIndex: Int? {
    guard let id = kanban.selectedId, let record = factory.pipelines[id] else { return nil }
    return factory.pipelines.columns[kanban.column]?.index(of: CardKey(record.pipeline))
  }

  /// Scrolls as little as needed for the selected card to be on the screen.
  mutating func showCard() {
    let column = max(0, kanban.column.order)
    let first = min(max(kanban.firstColumn, column - kanban.columnsShown + 1), column)
    kanban.firstColumn = max(0, min(first, KanbanStage.all.count - kanban.columnsShown))
    guard let index = cardIndex else { return }
    let top = kanban.tops[kanban.column] ?? 0
    kanban.tops[kanban.column] = min(max(top, index - kanban.height + 1), index)
  }
}
