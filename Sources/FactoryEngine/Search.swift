// Searching: what was written since the last search is indexed first, a bounded part at a time, so that deciding and asking pay
// nothing for it and a search still finds what was just created.
import FactoryContracts

extension Engine {
  /// Rows in one transaction of the writer, which others wait for.
  private static let indexedAtOnce = 400

  /// The best finds first; nothing where the query holds no word.
  package func search(_ query: SearchQuery) async throws -> [SearchResult] {
    guard !query.terms.isEmpty, !query.types.isEmpty else { return [] }
    while try await store.read({ try $0.hasUnindexed() }) {
      _ = try await store.write { try $0.indexForSearch(limit: Self.indexedAtOnce) }
    }
    return try await store.read { try $0.search(query) }
  }
}
