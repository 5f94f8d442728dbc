// The screen of a search over everything: the words, what was found, best first. Main thread.
// Invariant: results are those of `text`; an answer to other words is dropped.
import FactoryContracts

package struct SearchState: Sendable {
  package internal(set) var text = ""
  /// nil until the answer is there.
  package internal(set) var results: [SearchResult]?
  package internal(set) var cursor = ListCursor()
  package internal(set) var failure: String?

  package var selected: SearchResult? { results?.first { $0.id == cursor.selectedId } }
}
