// Enums of the wire. A newer server may send values that this program does not know; they must not break decoding.

/// A closed set of strings on the wire. The last case is `unknown`: what a newer peer sent and this program has no name for.
/// A strict decoder (a server reading a request) refuses unknown values instead (ruling R3).
package protocol WireEnum: RawRepresentable, Codable, CaseIterable, Hashable, Sendable where RawValue == String {
  static var unknown: Self { get }
}

extension WireEnum {
  /// Every value of the contract, in its order; without `unknown`.
  package static var declared: [Self] { allCases.filter { $0 != .unknown } }

  /// Reads a declared value; nil for anything else, `unknown` too.
  package static func named(_ text: some StringProtocol) -> Self? {
    guard let value = Self(rawValue: String(text)), value != .unknown else { return nil }
    return value
  }

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    if let value = Self.named(text) {
      self = value
    } else if decoder.userInfo[.strictEnums] != nil {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "one of " + Self.declared.map(\.rawValue).joined(separator: ", ") + " was expected"))
    } else {
      self = .unknown
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

extension CodingUserInfoKey {
  /// Present in decoders that refuse unknown enum values.
  package static var strictEnums: CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: "factory.strictEnums") else { preconditionFailure("a fixed key") }
    return key
  }
}
