// Characters, control characters and UTF-8 among the bytes of a terminal. The terminal's thread.
// Invariant: a byte that belongs to no valid UTF-8 becomes one replacement sign and is passed.

extension KeyDecoder {
  /// One character; returns the bytes it took, 0 when its rest has not come yet.
  func character(_ bytes: ArraySlice<UInt8>, alt: Bool, final: Bool, _ events: inout [InputEvent]) -> Int {
    guard let first = bytes.first else { return 0 }
    if first < 0x80 {
      events.append(.key(Self.ascii(first, alt: alt)))
      return 1
    }
    let length = Self.utf8Length(first)
    let present = bytes.prefix(length)
    let isBroken = length == 0 || present.dropFirst().contains { $0 & 0xC0 != 0x80 }
    if !isBroken, present.count < length, !final { return 0 }
    guard !isBroken, present.count == length, let scalar = Self.scalar(present) else {
      events.append(.key(KeyPress(.character("\u{FFFD}"), alt: alt)))
      return 1
    }
    events.append(.key(KeyPress(.character(Character(scalar)), alt: alt)))
    return length
  }

  private static func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
    // C1 controls written as UTF-8 are nobody's key.
    guard let scalar = text.first, text.count == 1, !(0x80..<0xA0).contains(scalar.value) else { return nil }
    return scalar
  }

  private static func utf8Length(_ byte: UInt8) -> Int {
    switch byte {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  static func ascii(_ byte: UInt8, alt: Bool) -> KeyPress {
    switch byte {
    case 0x0D, 0x0A: KeyPress(.enter, alt: alt)
    case 0x09: KeyPress(.tab, alt: alt)
    case 0x08, 0x7F: KeyPress(.backspace, alt: alt)
    case 0x00: KeyPress(.character(" "), control: true, alt: alt)
    case 0x01...0x1A: KeyPress(.character(Character(Unicode.Scalar(byte + 0x60))), control: true, alt: alt)
    case 0x1B: KeyPress(.escape, alt: alt)
    case 0x1C...0x1F: KeyPress(.character(Character(Unicode.Scalar(byte + 0x40))), control: true, alt: alt)
    default: KeyPress(.character(Character(Unicode.Scalar(byte))), alt: alt)
    }
  }
}
