// Compact JSON written straight into bytes, for the few entities that every request, event and row carries: the general encoder
// boxes each value and costs ten times as much. Gives the same bytes as the general encoder with sorted keys; a test compares them.
// Pure; one writer for one document.
import Foundation

/// A type that writes its own JSON, with its keys in the order of their text.
package protocol DirectJSON: Encodable {
  func write(to json: inout JSONWriter) throws
}

package struct JSONWriter {
  private var bytes: [UInt8] = []

  package static func data(_ value: any DirectJSON) throws -> Data {
    var json = JSONWriter()
    json.bytes.reserveCapacity(2048)
    try value.write(to: &json)
    return Data(json.bytes)
  }

  // MARK: Structure

  package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    bytes.append(UInt8(ascii: "{"))
    try members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func array<Element>(
    _ elements: some Sequence<Element>, _ element: (inout JSONWriter, Element) throws -> Void
  ) rethrows {
    bytes.append(UInt8(ascii: "["))
    for value in elements {
      separate(after: UInt8(ascii: "["))
      try element(&self, value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// A dictionary, by the order of its keys.
  package mutating func dictionary<Value>(
    _ values: [String: Value], _ element: (inout JSONWriter, Value) throws -> Void
  ) rethrows {
    bytes.append(UInt8(ascii: "{"))
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      separate(after: UInt8(ascii: "{"))
      string(key)
      bytes.append(UInt8(ascii: ":"))
      try element(&self, value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  package mutating func key(_ name: StaticString) {
    separate(after: UInt8(ascii: "{"))
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func separate(after opening: UInt8) {
    if bytes.last != opening { bytes.append(UInt8(ascii: ",")) }
  }

  // MARK: Values

  package mutating func literal(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

  package mutating func null() { literal("null") }
  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
  package mutating func integer(_ value: some FixedWidthInteger) { bytes.append(contentsOf: value.description.utf8) }

  /// - Throws: `EncodingError` for infinities and NaN, which JSON has no form for.
  package mutating func number(_ value: Double) throws {
    guard value.isFinite else {
      throw EncodingError.invalidValue(
        value, .init(codingPath: [], debugDescription: "JSON has no form for \(value)"))
    }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { append(escaping: $0) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      bytes.append(contentsOf: text[start..<index])
      escape(byte)
      start = index + 1
    }
    bytes.append(contentsOf: text[start...])
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): literal("\\\"")
    case UInt8(ascii: "\\"): literal("\\\\")
    case 0x08: literal("\\b")
    case 0x09: literal("\\t")
    case 0x0a: literal("\\n")
    case 0x0c: literal("\\f")
    case 0x0d: literal("\\r")
    default:
      literal("\\u00")
      bytes.append(Self.hex(byte >> 4))
      bytes.append(Self.hex(byte & 15))
    }
  }

  private static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }

  package mutating func value(_ value: JSONValue) throws {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .integer(let value): integer(value)
    case .number(let value): try number(value)
    case .string(let value): string(value)
    case .array(let values): try array(values) { try $0.value($1) }
    case .object(let values): try dictionary(values) { try $0.value($1) }
    }
  }
}

// MARK: Members

extension JSONWriter {
  package mutating func member(_ name: StaticString, _ value: String) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: StaticString, _ value: EntityID) { member(name, value.description) }
  package mutating func member(_ name: StaticString, _ value: Timestamp) { member(name, value.description) }
  package mutating func member(_ name: StaticString, _ value: some WireEnum) { member(name, value.rawValue) }

  package mutating func member(_ name: StaticString, _ value: Int) {
    key(name)
    integer(value)
  }

  package mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  package mutating func member(_ name: StaticString, _ value: Double) throws {
    key(name)
    try number(value)
  }

  package mutating func member(_ name: StaticString, _ value: some DirectJSON) throws {
    key(name)
    try value.write(to: &self)
  }

  package mutating func member(_ name: StaticString, _ values: [String: JSONValue]) throws {
    key(name)
    try dictionary(values) { try $0.value($1) }
  }

  /// A nullable member: always there.
  package mutating func nullable(_ name: StaticString, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  package mutating func nullable(_ name: StaticString, _ value: EntityID?) { nullable(name, value?.description) }
  package mutating func nullable(_ name: StaticString, _ value: Timestamp?) { nullable(name, value?.description) }
  package mutating func nullable<Value: WireEnum>(_ name: StaticString, _ value: Value?) {
    nullable(name, value?.rawValue)
  }
}
