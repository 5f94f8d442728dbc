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

  private static func find(_ needle: [UInt8], in haystack: [UInt8]) -> Bool {
    haystack.withUnsafeBufferPointer { find(needle, in: $0) }
  }

  private static func find(_ needle: [UInt8], in haystack: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !needle.isEmpty else { return true }
    guard haystack.count >= needle.count, let text = haystack.baseAddress else { return false }
    let last = haystack.count - needle.count
    return needle.withUnsafeBufferPointer { needle in
      let first = needle[0]
      var start = 0
      while start <= last {
        if fold(text[start]) == first, agrees(needle, text + start) { return true }
        start += 1
      }
      return false
    }
  }

  private static func agrees(_ needle: UnsafeBufferPointer<UInt8>, _ text: UnsafePointer<UInt8>) -> Bool {
    var length = 1
    while length < needle.count {
      if fold(text[length]) != needle[length] { return false }
      length += 1
    }
    return true
  }

  /// Whether its letters stand in the text in their order and close together.
  package func isLooselyIn(_ haystack: String) -> Bool {
    guard bytes.count > 1, isASCII else { return false }
    var copy = haystack
    return copy.withUTF8 { buffer in
      bytes.withUnsafeBufferPointer { needle in
        var start = 0
        while start + needle.count <= buffer.count {
          if Self.fold(buffer[start]) == needle[0], Self.spans(needle, buffer, from: start) { return true }
          start += 1
        }
        return false
      }
    }
  }

  private static func spans(
    _ needle: UnsafeBufferPointer<UInt8>, _ buffer: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Bool {
    let end = min(buffer.count, start + span(needle.count))
    var found = 1
    var index = start + 1
    while index < end, found < needle.count {
      if fold(buffer[index]) == needle[found] { found += 1 }
      index += 1
    }
    return found == needle.count
  }

  /// How far apart the letters of a word may stand.
  static func span(_ length: Int) -> Int { length * 2 + 2 }

  private static func fold(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }
}
