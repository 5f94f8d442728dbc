// A decoder without input: it notes what a type asks for and answers with values that let it go on. Used on one thread.

/// What one object asked for, in its order.
final class SchemaRecord {
  struct Member {
    let name: String
    let type: any Decodable.Type
    let mayBeAbsent: Bool
  }

  private(set) var members: [Member] = []

  func note(_ name: String, _ type: any Decodable.Type, mayBeAbsent: Bool) {
    if !members.contains(where: { $0.name == name }) {
      members.append(Member(name: name, type: type, mayBeAbsent: mayBeAbsent))
    }
  }
}

struct RecordingDecoder: Decoder {
  let record: SchemaRecord
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ record: SchemaRecord) { self.record = record }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RecordingContainer<Key>(record: record))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.noMembers }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.noMembers }

  /// A type that is no object of members has to be `WireDescribed`.
  static var noMembers: DecodingError {
    .dataCorrupted(.init(codingPath: [], debugDescription: "a type with members was expected"))
  }

  /// A value of any type that can be on the wire.
  static func sample<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if let known = type as? any WireDescribed.Type, let value = known.wireSample as? Value { return value }
    if let closed = type as? any WireEnum.Type, let value = closed.unknown as? Value { return value }
    return try Value(from: RecordingDecoder(SchemaRecord()))
  }
}

/// Keys that a type looks for before it decodes them may be absent: the record remembers the question.
private final class Asked {
  var names: Set<String> = []
}

private struct RecordingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let record: SchemaRecord
  private let asked = Asked()
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  init(record: SchemaRecord) { self.record = record }

  func contains(_ key: Key) -> Bool {
    asked.names.insert(key.stringValue)
    return true
  }

  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    record.note(key.stringValue, type, mayBeAbsent: asked.names.contains(key.stringValue))
    return try RecordingDecoder.sample(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    record.note(key.stringValue, type, mayBeAbsent: true)
    return nil
  }

  // The protocol has one requirement for each basic type; each is the general one.
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try basic(type, key) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try basic(type, key) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try basic(type, key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw RecordingDecoder.noMembers }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try basic(type, key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { throw RecordingDecoder.noMembers }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { throw RecordingDecoder.noMembers }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { throw RecordingDecoder.noMembers }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try basic(type, key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { throw RecordingDecoder.noMembers }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { throw RecordingDecoder.noMembers }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { throw RecordingDecoder.noMembers }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { throw RecordingDecoder.noMembers }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { throw RecordingDecoder.noMembers }

  private func basic<Value: WireDescribed>(_ type: Value.Type, _ key: Key) throws -> Value {
    record.note(key.stringValue, type, mayBeAbsent: asked.names.contains(key.stringValue))
    return Value.wireSample
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { absent(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { absent(type, key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) -> Double? { absent(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { absent(type, key) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? { absent(type, key) }

  private func absent<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
    record.note(key.stringValue, type, mayBeAbsent: true)
    return nil
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    throw RecordingDecoder.noMembers
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw RecordingDecoder.noMembers
  }

  func superDecoder() throws -> any Decoder { throw RecordingDecoder.noMembers }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw RecordingDecoder.noMembers }
}
