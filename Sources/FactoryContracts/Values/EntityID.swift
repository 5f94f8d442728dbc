// The identifier of every entity: a UUID held as two words, so that a hundred thousand of them cost no heap.

/// A UUID, written in lower case. The server makes version 7, whose order is the order of creation (ruling R1).
package struct EntityID: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the 36-character form in either case; nil for anything else.
  package init?(_ text: some StringProtocol) { self.init(text: text.utf8) }

  /// The same from the bytes of the text.
  package init?(text: some Sequence<UInt8>) {
    var words: (UInt64, UInt64) = (0, 0)
    var digits = 0
    var position = 0
    for byte in text {
      defer { position += 1 }
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let value = Self.hexValue(byte), digits < 32 else { return nil }
      if digits < 16 { words.0 = words.0 << 4 | value } else { words.1 = words.1 << 4 | value }
      digits += 1
    }
    guard digits == 32, position == 36 else { return nil }
    self.init(high: words.0, low: words.1)
  }

  /// A version 7 UUID of a moment and 74 random bits (the upper bits of `random` that fall on version and variant are replaced).
  package static func v7(at moment: Timestamp, random: (UInt64, UInt64)) -> EntityID {
    let time = UInt64(bitPattern: moment.milliseconds) << 16
    return EntityID(
      high: time | 0x7000 | (random.0 & 0x0fff),
      low: 0x8000_0000_0000_0000 | (random.1 & 0x3fff_ffff_ffff_ffff))
  }

  package static func < (left: EntityID, right: EntityID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// The 36-character lower-case form.
  package var description: String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      var at = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          buffer[at] = UInt8(ascii: "-")
          at += 1
        }
        let word = index < 16 ? high : low
        let nibble = UInt8(truncatingIfNeeded: word >> UInt64((15 - index % 16) * 4)) & 15
        buffer[at] = nibble < 10 ? 48 + nibble : 87 + nibble
        at += 1
      }
      return 36
    }
  }

  /// The last eight digits: what a person types and reads where the whole id is too long.
  package var short: String { String(description.suffix(8)) }

  private static func hexValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 48...57: UInt64(byte - 48)
    case 97...102: UInt64(byte - 87)
    case 65...70: UInt64(byte - 55)
    default: nil
    }
  }
}

extension EntityID: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let id = EntityID(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a UUID was expected"))
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension EntityID: CodingKeyRepresentable {
  package var codingKey: any CodingKey { TextKey(description) }
  package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

/// A coding key made from any text.
package struct TextKey: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }
  package init(_ text: String) { stringValue = text }
  package init?(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { nil }
}

/// Where fresh ids come from; a port, so that rules and reducers have no randomness of their own.
package protocol IDSource: Sendable {
  /// A new version 7 id of that moment.
  func next(at moment: Timestamp) -> EntityID
}

/// Ids from the system's random source.
package struct RandomIDSource: IDSource {
  package init() {}
  package func next(at moment: Timestamp) -> EntityID {
    .v7(at: moment, random: (.random(in: .min ... .max), .random(in: .min ... .max)))
  }
}
