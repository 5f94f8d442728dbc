// Rules as stores keep them: a row for each, its number given when it is inserted and never again.
import FactoryContracts

/// Which rules. Newest first unless asked otherwise.
package struct RuleQuery: Sendable, Hashable {
  package static let sortFields = SortFields.rules
  /// Only those in force at that moment.
  package var liveAt: Timestamp?
  package var number: Int?
  package init() {}
}

package protocol RuleReader {
  func rule(_ id: EntityID) throws -> HookRule?
  /// In force at that moment for the calls of one principal, oldest first.
  func liveRules(principal: EntityID, now: Timestamp) throws -> [HookRule]
  /// The highest number given so far; 0 for none.
  func lastRuleNumber() throws -> Int
  /// Encoded.
  func rules(_ query: RuleQuery, _ page: PageRequest) throws -> EncodedPage
}

package protocol RuleWriter {
  func insert(_ rule: HookRule) throws
  func update(_ rule: HookRule) throws
}
