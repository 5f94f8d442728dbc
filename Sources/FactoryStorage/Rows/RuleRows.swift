// Rows about rules; `n` is the rule's number. On the thread of their connection.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func rule(_ id: EntityID) throws -> HookRule? {
    try db.first("SELECT json FROM rule WHERE id = ?", [id]) { try FactoryJSON.decode(HookRule.self, from: $0[0]) }
  }

  func liveRules(principal: EntityID, now: Timestamp) throws -> [HookRule] {
    let rows = try db.all("SELECT json FROM rule WHERE principal = ? AND ends > ?", [principal, now]) {
      try FactoryJSON.decode(HookRule.self, from: $0[0])
    }
    return rows.sorted { $0.number < $1.number }
  }

  func lastRuleNumber() throws -> Int { Int(try db.integer("SELECT max(n) FROM rule") ?? 0) }

  func rules(_ query: RuleQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, RuleQuery.sortFields) }
    var conditions = Conditions()
    if let moment = query.liveAt { conditions.add("ends > ?", moment) }
    if let number = query.number { conditions.add("n = ?", number) }
    let order = ListOrder(80, [("n", .integer)], descending: page.sort?.descending ?? true)
    let list = ListQuery(source: "rule", conditions: conditions, order: order, page: page)
    return try list.run(db, total: ListQuery.count(db, "rule", conditions))
  }
}

extension SQLiteTransaction {
  func insert(_ rule: HookRule) throws {
    try change(
      "INSERT INTO rule (n, principal, ends, json, id) VALUES (?, ?, ?, ?, ?)", [rule.number] + columns(rule))
  }

  func update(_ rule: HookRule) throws {
    try change("UPDATE rule SET principal = ?, ends = ?, json = ? WHERE id = ?", columns(rule))
    guard db.changesCount == 1 else { throw APIError.missing("rule", rule.id) }
  }

  private func columns(_ rule: HookRule) throws -> [Bind] {
    [rule.principalId, rule.endsAt, try FactoryJSON.canonical(rule), rule.id]
  }
}
