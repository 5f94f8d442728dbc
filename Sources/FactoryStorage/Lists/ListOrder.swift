// The order of a list and the cursors that continue it. A cursor names the last row by its sort key, so that a page neither
// skips nor repeats a row that stays where it is. Pure.
import FactoryContracts
import FactoryCrypto
import Foundation
import GRDB

/// By which columns a list is ordered, all in one direction.
struct ListOrder {
  enum Kind { case integer, blob, text }

  struct Column {
    let name: String
    let kind: Kind
  }

  /// Tells orders of one list apart; part of every cursor.
  let tag: UInt8
  let columns: [Column]
  let isDescending: Bool

  init(_ tag: UInt8, _ columns: [(String, Kind)], descending: Bool) {
    self.tag = tag
    self.columns = columns.map { Column(name: $0.0, kind: $0.1) }
    isDescending = descending
  }

  var sql: String {
    columns.map { $0.name + (isDescending ? " DESC" : "") }.joined(separator: ", ")
  }

  /// The condition for rows behind a cursor.
  var continuation: String {
    let names = columns.map(\.name).joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    return "(\(names)) \(isDescending ? "<" : ">") (\(marks))"
  }

  /// The cursor of a row with these key values.
  func cursor(_ values: [DatabaseValue]) -> String {
    var bytes = Data([1, tag, isDescending ? 1 : 0])
    for value in values {
      switch value.storage {
      case .int64(let number): bytes.append(UInt64(bitPattern: number).bigEndianBytes)
      case .blob(let data): bytes.append(UInt16(data.count).bigEndianBytes + data)
      case .string(let text): bytes.append(UInt16(text.utf8.count).bigEndianBytes + Data(text.utf8))
      case .null, .double: continue
      }
    }
    return CursorBytes.text(bytes)
  }

  /// The key values of a cursor.
  /// - Throws: `APIError` for anything but a cursor of this list in this order.
  func values(of cursor: String) throws -> [DatabaseValue] {
    guard let bytes = Base64URL.decode(cursor) else { throw Self.refusal(cursor, "is not a cursor") }
    guard bytes.prefix(3).elementsEqual([1, tag, isDescending ? 1 : 0]) else {
      throw Self.refusal(cursor, "belongs to another list or another order")
    }
    var reader = CursorBytes(bytes: bytes[3...])
    let values = columns.compactMap { reader.next($0.kind) }
    guard values.count == columns.count, reader.bytes.isEmpty else { throw Self.refusal(cursor, "is cut or changed") }
    return values
  }

  private static func refusal(_ cursor: String, _ what: String) -> APIError {
    let message = "cursor: the nextCursor of an earlier page was expected; what was found \(what)."
    let problem: JSONValue = [
      "field": "cursor", "message": .string(message), "received": .string(String(cursor.prefix(80))),
      "expected": "the nextCursor of an earlier page of the same list in the same order",
    ]
    return APIError(
      code: .validationError, message: message, details: ["validationErrors": [problem]], field: "cursor")
  }
}

private struct CursorBytes {
  var bytes: ArraySlice<UInt8>

  mutating func next(_ kind: ListOrder.Kind) -> DatabaseValue? {
    switch kind {
    case .integer:
      take(8).map { Int64(bitPattern: UInt64(bigEndianBytes: $0)).databaseValue }
    case .blob:
      counted().map { Data($0).databaseValue }
    case .text:
      counted().flatMap { String(validating: $0, as: UTF8.self) }?.databaseValue
    }
  }

  /// The bytes as base64url without padding, by table: a cursor is made for every page.
  static func text(_ bytes: Data) -> String {
    let length = (bytes.count * 8 + 5) / 6
    return String(unsafeUninitializedCapacity: length) { text in
      var (held, bits, at) = (UInt32(0), 0, 0)
      for byte in bytes {
        (held, bits) = (held << 8 | UInt32(byte), bits + 8)
        while bits >= 6 {
          bits -= 6
          text[at] = alphabet[Int(held >> UInt32(bits)) & 63]
          at += 1
        }
      }
      if bits > 0 { text[at] = alphabet[Int(held << UInt32(6 - bits)) & 63] }
      return length
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private mutating func counted() -> ArraySlice<UInt8>? {
    take(2).flatMap { take(Int(UInt16(bigEndianBytes: $0))) }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard bytes.count >= count else { return nil }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }
}
