// Reads back the JSON that `JSONWriter` writes: compact, members in the order of their names. It follows the writer step by step and
// gives up at the first byte that is not as expected; the general decoder then reads the document. So it is never wrong, only fast
// where it counts: a snapshot of a hundred thousand tasks, a row that a decision needs. Pure; one reader for one document.
import Foundation

/// A type that reads what its `DirectJSON` writes.
package protocol DirectlyRead {
  init(from json: inout JSONReader) throws
}

package struct JSONReader {
  /// Something else than the writer's form; never shown to anyone.
  package struct Deviation: Error {}

  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// nil when the document is not in the writer's form.
  package static func read<Value: DirectlyRead>(_ type: Value.Type, from data: Data) -> Value? {
    data.withUnsafeBytes { raw -> Value? in
      raw.withMemoryRebound(to: UInt8.self) { bytes -> Value? in
        var json = JSONReader(bytes)
        guard let value = try? Value(from: &json), json.at == bytes.count else { return nil }
        return value
      }
    }
  }

  // MARK: Structure

  package mutating func object<Value>(_ members: (inout JSONReader) throws -> Value) throws -> Value {
    try expect(UInt8(ascii: "{"))
    let value = try members(&self)
    try expect(UInt8(ascii: "}"))
    return value
  }

  package mutating func array<Element>(_ element: (inout JSONReader) throws -> Element) throws -> [Element] {
    try expect(UInt8(ascii: "["))
    var elements: [Element] = []
    while !take(UInt8(ascii: "]")) {
      if !elements.isEmpty { try expectBeforeSpace(UInt8(ascii: ",")) }
      elements.append(try element(&self))
    }
    return elements
  }

  package mutating func dictionary<Value>(
    _ element: (inout JSONReader) throws -> Value
  ) throws -> [String: Value] {
    try expect(UInt8(ascii: "{"))
    var values: [String: Value] = [:]
    while !take(UInt8(ascii: "}")) {
      if !values.isEmpty { try expectBeforeSpace(UInt8(ascii: ",")) }
      let key = try string()
      try expectBeforeSpace(UInt8(ascii: ":"))
      guard values.updateValue(try element(&self), forKey: key) == nil else { throw Deviation() }
    }
    return values
  }

  /// Moves behind `"name":` when that comes next.
  package mutating func has(_ name: StaticString) -> Bool {
    let isFirst = at > 0 && bytes[at - 1] == UInt8(ascii: "{")
    let start = isFirst ? at : at + 1
    let end = start + name.utf8CodeUnitCount + 3
    guard end <= bytes.count, isFirst || bytes[at] == UInt8(ascii: ","), let base = bytes.baseAddress,
      bytes[start] == UInt8(ascii: "\""), bytes[end - 2] == UInt8(ascii: "\""), bytes[end - 1] == UInt8(ascii: ":"),
      memcmp(base + start + 1, name.utf8Start, name.utf8CodeUnitCount) == 0
    else { return false }
    at = end
    return true
  }

  package mutating func key(_ name: StaticString) throws { if !has(name) { throw Deviation() } }

  private mutating func expect(_ byte: UInt8) throws { if !take(byte) { throw Deviation() } }

  /// Python writes a space behind a comma and a colon: what clients of the MCP server send is read directly too.
  private mutating func expectBeforeSpace(_ byte: UInt8) throws {
    try expect(byte)
    _ = take(UInt8(ascii: " "))
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard at + count <= bytes.count, let base = bytes.baseAddress, memcmp(base + at, word.utf8Start, count) == 0 else {
      return false
    }
    at += count
    return true
  }

  // MARK: Values

  package mutating func isNull() -> Bool { take("null") }

  package mutating func bool() throws -> Bool {
    if take("true") { return true }
    if take("false") { return false }
    throw Deviation()
  }

  package mutating func integer() throws -> Int {
    let isNegative = take(UInt8(ascii: "-"))
    let digits = try wholeDigits()
    guard digits.count <= 18, at == bytes.count || !Self.isNumeric(bytes[at]) else { throw Deviation() }
    let value = digits.reduce(0) { $0 * 10 + Int(bytes[$1] - 48) }
    return isNegative ? -value : value
  }

  package mutating func number() throws -> Double {
    let start = at
    _ = take(UInt8(ascii: "-"))
    _ = try wholeDigits()
    if take(UInt8(ascii: ".")) { _ = try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      _ = try digits()
    }
    guard let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)), value.isFinite else {
      throw Deviation()
    }
    return value
  }

  /// Digits without a zero in front.
  private mutating func wholeDigits() throws -> Range<Int> {
    let digits = try digits()
    guard digits.count == 1 || bytes[digits.lowerBound] != UInt8(ascii: "0") else { throw Deviation() }
    return digits
  }

  private mutating func digits() throws -> Range<Int> {
    let start = at
    while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
    guard at > start else { throw Deviation() }
    return start..<at
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
  }

  package mutating func string() throws -> String {
    try expect(UInt8(ascii: "\""))
    let start = at
    while at < bytes.count, Self.isPlain(bytes[at]) { at += 1 }
    guard at < bytes.count, bytes[at] >= 0x20 else { throw Deviation() }
    if bytes[at] == UInt8(ascii: "\\") { return try escapedString(from: start) }
    at += 1
    return try Self.text(bytes[start..<at - 1])
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func escapedString(from start: Int) throws -> String {
    var plain = Array(bytes[start..<at])
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] == UInt8(ascii: "\\") {
        plain.append(try escape())
      } else {
        guard Self.isPlain(bytes[at]) else { throw Deviation() }
        plain.append(bytes[at])
        at += 1
      }
    }
    try expect(UInt8(ascii: "\""))
    return try Self.text(plain[...])
  }

  /// The escapes that the writer makes; all of them stand for one byte.
  private mutating func escape() throws -> UInt8 {
    guard at + 1 < bytes.count else { throw Deviation() }
    at += 2
    switch bytes[at - 1] {
    case UInt8(ascii: "\""): return UInt8(ascii: "\"")
    case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0a
    case UInt8(ascii: "f"): return 0x0c
    case UInt8(ascii: "r"): return 0x0d
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw Deviation()
    }
  }

  private mutating func unicodeEscape() throws -> UInt8 {
    guard take("00"), at + 2 <= bytes.count, bytes[at] == UInt8(ascii: "0") || bytes[at] == UInt8(ascii: "1"),
      let low = Self.hexDigits.firstIndex(of: bytes[at + 1])
    else { throw Deviation() }
    let value = (bytes[at] - 48) << 4 | UInt8(low)
    at += 2
    return value
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)

  private static func text(_ bytes: some Sequence<UInt8>) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Deviation() }
    return text
  }

  package mutating func id() throws -> EntityID {
    guard at + 38 <= bytes.count, bytes[at] == UInt8(ascii: "\""), bytes[at + 37] == UInt8(ascii: "\""),
      let id = EntityID(text: bytes[(at + 1)..<(at + 37)])
    else { throw Deviation() }
    at += 38
    return id
  }

  package mutating func time() throws -> Timestamp {
    guard let moment = Timestamp(try string()) else { throw Deviation() }
    return moment
  }

  package mutating func word<Word: WireEnum>(_ type: Word.Type = Word.self) throws -> Word {
    Word.named(try string()) ?? .unknown
  }

  package mutating func value() throws -> JSONValue {
    guard at < bytes.count else { throw Deviation() }
    switch bytes[at] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try dictionary { try $0.value() })
    case UInt8(ascii: "["): return .array(try array { try $0.value() })
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try bool())
    case UInt8(ascii: "n"):
      guard isNull() else { throw Deviation() }
      return .null
    default:
      let start = at
      if let whole = try? integer() { return .integer(Int64(whole)) }
      at = start
      let number = try number()
      // The general decoder reads 1.0 and 1e3 as whole numbers.
      guard number != number.rounded() else { throw Deviation() }
      return .number(number)
    }
  }
}

// MARK: Members

extension JSONReader {
  package mutating func string(_ name: StaticString) throws -> String {
    try key(name)
    return try string()
  }
  package mutating func integer(_ name: StaticString) throws -> Int {
    try key(name)
    return try integer()
  }
  package mutating func bool(_ name: StaticString) throws -> Bool {
    try key(name)
    return try bool()
  }
  package mutating func id(_ name: StaticString) throws -> EntityID {
    try key(name)
    return try id()
  }
  package mutating func time(_ name: StaticString) throws -> Timestamp {
    try key(name)
    return try time()
  }
  package mutating func word<Word: WireEnum>(_ name: StaticString) throws -> Word {
    try key(name)
    return try word()
  }

  /// A member that is always there, perhaps null.
  package mutating func nullable<Value>(
    _ name: StaticString, _ read: (inout JSONReader) throws -> Value
  ) throws -> Value? {
    try key(name)
    return isNull() ? nil : try read(&self)
  }

  /// A member that is left out when absent.
  package mutating func optional<Value>(
    _ name: StaticString, _ read: (inout JSONReader) throws -> Value
  ) throws -> Value? {
    has(name) ? try read(&self) : nil
  }
}
