// Rankings, retrospectives and checklists (contract §3.2, composite types).
import FactoryContracts

package struct RankingFeedback: Codable, Hashable, Sendable {
  /// Ids, best first.
  package var finalRanking: [String]
  package var rankingChanges: Int
  /// Those the operator was surest of.
  package var lockedItems: [String]
  package var expandedItems: [String]
  package var perItemNotes: [String: String]?

  package init(
    finalRanking: [String], rankingChanges: Int, lockedItems: [String], expandedItems: [String],
    perItemNotes: [String: String]? = nil
  ) {
    self.finalRanking = finalRanking
    self.rankingChanges = rankingChanges
    self.lockedItems = lockedItems
    self.expandedItems = expandedItems
    self.perItemNotes = perItemNotes
  }
}

package enum RetrospectivePriority: String, WireEnum {
  case urgent, important, idea
  case unknown
}

package struct RetrospectiveNote: Codable, Hashable, Sendable {
  package var text: String
  package var priority: RetrospectivePriority?

  package init(text: String, priority: RetrospectivePriority? = nil) {
    self.text = text
    self.priority = priority
  }
}

package struct RetrospectiveFeedback: Codable, Hashable, Sendable {
  package var start: [RetrospectiveNote]
  package var stop: [RetrospectiveNote]
  package var keepOn: [RetrospectiveNote]

  package init(start: [RetrospectiveNote], stop: [RetrospectiveNote], keepOn: [RetrospectiveNote]) {
    self.start = start
    self.stop = stop
    self.keepOn = keepOn
  }

  private enum CodingKeys: String, CodingKey {
    case start
    case stop
    case keepOn = "continue_"
  }
}

/// By the id of the criterion.
package struct ChecklistFeedback: Codable, Hashable, Sendable {
  package var checks: [String: Bool]
  package var notes: [String: String]
  package var checkOrder: [String]
  package var allClear: Bool
  /// 0–1.
  package var completionRate: Double

  package init(
    checks: [String: Bool], notes: [String: String], checkOrder: [String], allClear: Bool, completionRate: Double
  ) {
    self.checks = checks
    self.notes = notes
    self.checkOrder = checkOrder
    self.allClear = allClear
    self.completionRate = completionRate
  }
}
