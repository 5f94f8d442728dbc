// A word to look for, folded once: ASCII letters without regard to case by bytes, the rest through Unicode.

package struct TextNeedle: Hashable, Sendable {
  package let text: String
  let bytes: [UInt8]
  let isASCII: Bool

  package init(_ text: some StringProtocol) {
    self.text = text.lowercased()
    bytes = Array(self.text.utf8)
    isASCII = bytes.allSatisfy { $0 < 128 }
  }

  /// Whether the text holds it as it stands.
  package func isIn(_ haystack: String) -> Bool {
    guard isASCII else { return Self.find(bytes, in: Array(haystack.lowercased().utf8)) }
    var copy = haystack
    return copy.withUTF8 { Self.find(bytes, in: $0) }
  }

  private static func find(_ needle: [UInt8], in haystack: some RandomAccessCollection<UInt8>) -> Bool {
    haystack.withContiguousStorageIfAvailable { find(needle, in: $0) } ?? false
  }

  private static func find(_ needle: [UInt8], in haystack: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = needle.first else { return true }
    guard haystack.count >= needle.count else { return false }
    for start in 0...haystack.count - needle.count where fold(haystack[start]) == first {
      var length = 1
      while length < needle.count, fold(haystack[start + length]) == needle[length] { length += 1 }
      if length == needle.count { return true }
    }
    return false
  }

  /// Whether its letters stand in the text in their order and close together.
  package func isLooselyIn(_ haystack: String) -> Bool {
    guard bytes.count > 1, isASCII else { return false }
    var copy = haystack
    return copy.withUTF8 { buffer in
      buffer.indices.contains { start in fold(buffer[start]) == bytes[0] && spans(buffer, from: start) }
    }
  }

  private func spans(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    var found = 1
    for index in buffer.indices.dropFirst(start + 1).prefix(Self.span(bytes.count) - 1) {
      if fold(buffer[index]) == bytes[found] { found += 1 }
      if found == bytes.count { return true }
    }
    return found == bytes.count
  }

  /// How far apart the letters of a word may stand.
  static func span(_ length: Int) -> Int { length * 2 + 2 }

  private static func fold(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }
  private func fold(_ byte: UInt8) -> UInt8 { Self.fold(byte) }
}
