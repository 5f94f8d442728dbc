// Sorting, cutting into pages and continuing by cursor; a cursor names the last row by its keys, so that a page neither skips
// nor repeats a row that stays where it is (ruling R49). Pure.
import FactoryContracts
import FactoryCrypto
import Foundation

/// One part of a row's place in a list.
enum ListKey: Sendable, Hashable, Comparable, Codable {
  case number(Int64)
  case text(String)

  static func < (left: ListKey, right: ListKey) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    case (.text(let left), .text(let right)): Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
    case (.number, .text): true
    case (.text, .number): false
    }
  }

  static func time(_ moment: Timestamp?) -> ListKey { .number(moment?.milliseconds ?? .max) }
}

/// How a list is ordered: by keys, all in one direction; the last key is unique.
struct MemoryOrder<Row> {
  let name: String
  let isDescending: Bool
  let keys: (Row) -> [ListKey]

  init(_ name: String, descending: Bool, _ keys: @escaping (Row) -> [ListKey]) {
    self.name = name
    isDescending = descending
    self.keys = keys
  }

  func page(_ rows: [Row], _ page: PageRequest, _ encode: (Row) throws -> Data) throws -> EncodedPage {
    let sorted = rows.map { (keys: keys($0), row: $0) }.sorted { precedes($0.keys, $1.keys) }
    var rest = sorted[...]
    if let cursor = page.cursor {
      let last = try decode(cursor)
      rest = rest.drop { !precedes(last, $0.keys) }
    } else {
      rest = rest.dropFirst(max(0, page.page - 1) * page.limit)
    }
    let shown = rest.prefix(page.limit)
    let next = rest.count > shown.count ? try shown.last.map { try self.cursor($0.keys) } : nil
    return EncodedPage(rows: try shown.map { try encode($0.row) }, total: rows.count, nextCursor: next)
  }

  func precedes(_ left: [ListKey], _ right: [ListKey]) -> Bool {
    isDescending ? right.lexicographicallyPrecedes(left) : left.lexicographicallyPrecedes(right)
  }

  private struct Cursor: Codable {
    var order: String
    var keys: [ListKey]
  }

  private var tag: String { name + (isDescending ? "-" : "+") }

  private func cursor(_ keys: [ListKey]) throws -> String {
    Base64URL.encode(try FactoryJSON.canonical(Cursor(order: tag, keys: keys)))
  }

  private func decode(_ text: String) throws -> [ListKey] {
    guard let bytes = Base64URL.decode(text), let cursor = try? FactoryJSON.decode(Cursor.self, from: Data(bytes)),
      cursor.order == tag
    else {
      throw APIError.validation(
        "cursor", "cursor is no nextCursor of this list in this order.", received: .string(String(text.prefix(80))),
        expected: "the nextCursor of an earlier page")
    }
    return cursor.keys
  }
}
