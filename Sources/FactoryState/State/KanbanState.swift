// The kanban screen: which card is selected and which columns are on the screen.
import FactoryContracts

package struct KanbanState: Sendable {
  /// A pipeline; nil when the selected column is empty.
  package internal(set) var selectedId: EntityID?
  package internal(set) var column: PipelineStage = .intake
  /// First column on the screen and how many fit.
  package internal(set) var firstColumn = 0
  package internal(set) var columnsShown = 8
  /// Cards that fit below each other.
  package internal(set) var height = 5
  /// First card of each column.
  package internal(set) var tops: [PipelineStage: Int] = [:]
  /// Where the queue stood before a pipeline's tasks were opened.
  var queueSelection: EntityID?
}
