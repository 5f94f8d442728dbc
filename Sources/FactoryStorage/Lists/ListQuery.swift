// One page of a list: the statement that an order, conditions and a page make. The rows come out as the JSON that was
// stored; nothing is decoded. Only on the thread that owns the connection.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

/// Conditions that a row must meet, with their values.
struct Conditions {
  private(set) var terms: [String] = []
  private(set) var values: [Bind] = []

  mutating func add(_ term: String, _ values: Bind...) {
    terms.append(term)
    self.values += values
  }

  var count: Int { terms.count }
  var isEmpty: Bool { terms.isEmpty }
  var sql: String { terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ") }
}

struct ListQuery {
  /// Table, and which index to walk where that is not left to SQLite.
  let source: String
  let conditions: Conditions
  let order: ListOrder
  let page: PageRequest

  /// The statement and its values: one row more than the page, which tells whether there is a next one.
  func statement() throws -> (sql: String, values: [Bind]) {
    var all = conditions
    var offset = max(0, page.page - 1) * page.limit
    if let cursor = page.cursor {
      let key = try order.values(of: cursor)
      all.add(order.continuation, key)
      offset = 0
    }
    let columns = (["json"] + order.columns.map(\.name)).joined(separator: ", ")
    let sql = "SELECT \(columns) FROM \(source)\(all.sql) ORDER BY \(order.sql) LIMIT ? OFFSET ?"
    return (sql, all.values + [page.limit + 1, offset])
  }

  func run(_ db: Database, total: Int) throws -> EncodedPage {
    let (sql, values) = try statement()
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(values))
    var page = EncodedPage(rows: [], total: total)
    page.rows.reserveCapacity(self.page.limit)
    var last: [DatabaseValue] = []
    while let row = try rows.next() {
      guard page.rows.count < self.page.limit else {
        page.nextCursor = order.cursor(last)
        break
      }
      page.rows.append(row[0])
      if page.rows.count == self.page.limit { last = order.columns.indices.map { row[$0 + 1] } }
    }
    return page
  }

  /// Counts every row that meets the conditions.
  static func count(_ db: Database, _ source: String, _ conditions: Conditions) throws -> Int {
    Int(try db.integer("SELECT count(*) FROM \(source)\(conditions.sql)", conditions.values) ?? 0)
  }
}

extension Conditions {
  fileprivate mutating func add(_ term: String, _ values: [DatabaseValue]) {
    terms.append(term)
    self.values += values.map { $0 as Bind }
  }
}
