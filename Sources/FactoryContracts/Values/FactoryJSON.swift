// The one JSON coder of the program: key order sorted where bytes are hashed or compared, slashes unescaped.
import Foundation

/// Encoding and decoding of everything that crosses a boundary.
package enum FactoryJSON {
  /// Compact JSON; slashes are not escaped. Keys in the order of the encoder (not stable).
  package static func encode(_ value: some Encodable) throws -> Data {
    if let direct = value as? any DirectJSON { return try JSONWriter.data(direct) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// Compact JSON with sorted keys: the same value always gives the same bytes (hash chain, idempotency, golden files).
  package static func canonical(_ value: some Encodable) throws -> Data {
    if let direct = value as? any DirectJSON { return try JSONWriter.data(direct) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return try encoder.encode(value)
  }

  /// For people: indented, sorted.
  package static func pretty(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys, .prettyPrinted]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// Lenient: unknown enum values become `unknown`, unknown fields are ignored.
  package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    if let direct = type as? any DirectlyRead.Type, let value = JSONReader.read(direct, from: data) as? Value {
      return value
    }
    return try JSONDecoder().decode(type, from: data)
  }

  /// For requests: an unknown enum value is an error (ruling R3); unknown fields are still ignored.
  package static func decodeStrict<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.userInfo[.strictEnums] = true
    return try decoder.decode(type, from: data)
  }
}
