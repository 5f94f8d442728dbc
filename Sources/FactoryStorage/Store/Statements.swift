// Short forms over GRDB for statements that are prepared once for each connection and used again.
// Only on the thread that owns the connection.
import FactoryContracts
import Foundation
import GRDB

typealias Bind = (any DatabaseValueConvertible)?

extension Database {
  func run(_ sql: String, _ values: [Bind] = []) throws {
    let statement = try cachedStatement(sql: sql)
    if values.isEmpty {
      try statement.execute()
    } else {
      try statement.execute(arguments: StatementArguments(values))
    }
  }

  /// The first row, read by `read`.
  func first<Value>(_ sql: String, _ values: [Bind] = [], _ read: (Row) throws -> Value) throws -> Value? {
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
    return try rows.next().map(read)
  }

  /// Every row, read by `read`.
  func all<Value>(_ sql: String, _ values: [Bind] = [], _ read: (Row) throws -> Value) throws -> [Value] {
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: StatementArguments(values))
    var found: [Value] = []
    while let row = try rows.next() { found.append(try read(row)) }
    return found
  }

  func integer(_ sql: String, _ values: [Bind] = []) throws -> Int64? {
    try first(sql, values) { $0[0] as Int64? }.flatMap { $0 }
  }
}

extension EntityID: DatabaseValueConvertible {
  /// 16 bytes, in the order of the text.
  package var databaseValue: DatabaseValue { bytes.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> EntityID? {
    // A damaged or tampered blob reads as the nil UUID: one row is wrong then, and the program goes on.
    Data.fromDatabaseValue(value).map { EntityID(bytes: $0) ?? EntityID(high: 0, low: 0) }
  }

  var bytes: Data {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
  }

  /// nil for anything but 16 bytes.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    self.init(high: UInt64(bigEndianBytes: bytes.prefix(8)), low: UInt64(bigEndianBytes: bytes.suffix(8)))
  }
}

extension Timestamp: DatabaseValueConvertible {
  /// Milliseconds.
  package var databaseValue: DatabaseValue { milliseconds.databaseValue }

  package static func fromDatabaseValue(_ value: DatabaseValue) -> Timestamp? {
    Int64.fromDatabaseValue(value).map { Timestamp(milliseconds: $0) }
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  init(bigEndianBytes bytes: some Sequence<UInt8>) {
    self = bytes.reduce(0) { $0 << 8 | Self($1) }
  }

  var bigEndianBytes: Data { withUnsafeBytes(of: bigEndian) { Data($0) } }
}
