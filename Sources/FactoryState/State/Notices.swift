// Short messages at the bottom of the screen.
import FactoryContracts

package struct Toast: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case info, success, warning, error }
  package var kind: Kind
  /// One sentence. May hold text from others: the screen shows it as data.
  package var text: String
  package var until: Timestamp
  /// The item it is about.
  package var taskId: EntityID?
}
