// Rows about rules in memory.
import FactoryContracts
import Foundation

extension MemoryReading {
  func rule(_ id: EntityID) throws -> HookRule? { state.rules.first { $0.id == id } }

  func liveRules(principal: EntityID, now: Timestamp) throws -> [HookRule] {
    state.rules.filter { $0.principalId == principal && $0.isLive(at: now) }
  }

  func lastRuleNumber() throws -> Int { state.rules.last?.number ?? 0 }

  func rules(_ query: RuleQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, RuleQuery.sortFields) }
    let rows = state.rules.filter { rule in
      (query.liveAt.map { rule.isLive(at: $0) } ?? true) && (query.number.map { $0 == rule.number } ?? true)
    }
    let order = MemoryOrder<HookRule>("rules", descending: page.sort?.descending ?? true) {
      [.number(Int64($0.number))]
    }
    return try order.page(rows, page) { try FactoryJSON.canonical($0) }
  }
}

extension MemoryTransaction {
  func insert(_ rule: HookRule) throws { edit { $0.rules.append(rule) } }

  func update(_ rule: HookRule) throws {
    guard let place = state.rules.firstIndex(where: { $0.id == rule.id }) else {
      throw APIError.notFound("rule", rule.id)
    }
    edit { $0.rules[place] = rule }
  }
}
