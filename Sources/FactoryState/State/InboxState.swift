// The screen of notifications: which one is selected, which rows are on the screen, what is being asked of the server.
// Invariant: what counts as read was confirmed by the server.
import FactoryContracts

package struct InboxState: Sendable {
  package internal(set) var selectedId: EntityID?
  /// First row on the screen and how many fit.
  package internal(set) var top = 0
  package internal(set) var height = 1
  package internal(set) var isLoading = false
  /// Why the list could not be read.
  package internal(set) var failure: String?
}
