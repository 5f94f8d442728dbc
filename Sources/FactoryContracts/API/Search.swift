// Searching everything at once (ruling R53).

/// What a search looks through.
package enum SearchType: String, WireEnum {
  case pipeline, task, asset, audit
  case unknown
}

extension SearchType {
  /// What it takes to see these.
  package var scope: Scope {
    switch self {
    case .pipeline: .pipelinesRead
    case .asset: .assetsRead
    case .audit: .auditRead
    case .task, .unknown: .tasksRead
    }
  }
}

/// One find, the best first.
package struct SearchResult: Codable, Hashable, Sendable {
  package var entityType: SearchType
  package var id: EntityID
  package var title: String
  /// Where the words were found, in plain text.
  package var snippet: String
  /// Larger is better; comparable within one answer only.
  package var score: Double
  @Nullable package var pipelineId: EntityID?

  package init(
    entityType: SearchType, id: EntityID, title: String, snippet: String, score: Double, pipelineId: EntityID? = nil
  ) {
    self.entityType = entityType
    self.id = id
    self.title = title
    self.snippet = snippet
    self.score = score
    self.pipelineId = pipelineId
  }
}

package struct SearchReply: Codable, Hashable, Sendable {
  package var results: [SearchResult]
  package init(results: [SearchResult]) { self.results = results }
}

/// How an export of the audit log is written.
package enum AuditFormat: String, WireEnum {
  case jsonl, csv
  case unknown
}
