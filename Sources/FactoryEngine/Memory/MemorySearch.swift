// Searching a state in memory by looking through everything: the twin of the full-text index. Pure.
import FactoryContracts

extension MemoryReading {
  func hasUnindexed() throws -> Bool { false }

  func search(_ query: SearchQuery) throws -> [SearchResult] {
    var found: [SearchResult] = []
    if query.types.contains(.pipeline) {
      for pipeline in state.pipelines.values {
        found += MemoryFind.result(.pipeline, pipeline.id, SearchTexts.of(pipeline), pipeline.id, query)
      }
    }
    if query.types.contains(.task) {
      for task in state.tasks.values {
        found += MemoryFind.result(.task, task.id, SearchTexts.of(task), task.pipelineId, query)
      }
    }
    if query.types.contains(.asset) {
      for asset in state.assets {
        found += MemoryFind.result(.asset, asset.id, SearchTexts.of(asset), asset.pipelineId, query)
      }
    }
    if query.types.contains(.audit) {
      for row in state.audit {
        found += MemoryFind.result(.audit, row.entry.id, SearchTexts.of(row.entry), row.pipelineId, query)
      }
    }
    return Array(found.sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(query.limit))
  }
}

private enum MemoryFind {
  /// A word in the title weighs as much as several in the body.
  private static let titleWeight = 6

  static func result(
    _ type: SearchType, _ id: EntityID, _ texts: (title: String, body: String), _ pipeline: EntityID?,
    _ query: SearchQuery
  ) -> [SearchResult] {
    let (title, body) = (SearchTerm.words(in: texts.title), SearchTerm.words(in: texts.body))
    var score = 0
    for term in query.terms {
      let hits = count(term, title) * titleWeight + count(term, body)
      if hits == 0 { return [] }
      score += hits
    }
    return [
      SearchResult(
        entityType: type, id: id, title: texts.title, snippet: String(texts.body.prefix(200)), score: Double(score),
        pipelineId: pipeline)
    ]
  }

  private static func count(_ term: SearchTerm, _ words: [String]) -> Int {
    let wanted = SearchTerm.words(in: term.text)
    guard !wanted.isEmpty, words.count >= wanted.count else { return 0 }
    return (0...(words.count - wanted.count)).count { start in
      wanted.indices.allSatisfy { index in
        let word = words[start + index]
        return word == wanted[index] || (term.isPrefix && index == wanted.count - 1 && word.hasPrefix(wanted[index]))
      }
    }
  }
}
