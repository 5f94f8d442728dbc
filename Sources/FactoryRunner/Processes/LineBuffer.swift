// Bytes to lines, and the last of them. Pure.

/// Cuts bytes into lines; a line that grows beyond the limit is handed out cut, and its rest is passed over.
struct LineBuffer {
  static let longest = 4096
  private var rest: [UInt8] = []
  private var isSkipping = false

  /// The lines that became whole.
  mutating func add(_ bytes: some Collection<UInt8>) -> [String] {
    var whole: [String] = []
    for byte in bytes {
      if byte == 10 {
        if !isSkipping { whole.append(text()) }
        isSkipping = false
        rest.removeAll(keepingCapacity: true)
      } else if !isSkipping {
        rest.append(byte)
        guard rest.count == Self.longest else { continue }
        whole.append(text() + "…")
        isSkipping = true
        rest.removeAll(keepingCapacity: true)
      }
    }
    return whole
  }

  /// What came without a line end.
  mutating func finish() -> [String] {
    defer { rest = [] }
    return rest.isEmpty ? [] : [text()]
  }

  /// Controls have no place in a log; a tab has.
  private func text() -> String {
    let cut = rest.last == 13 ? rest.dropLast() : rest[...]
    return String(decoding: cut.map { $0 < 32 && $0 != 9 || $0 == 127 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }
}

/// The last lines, at most 16 KiB.
struct Tail {
  private(set) var lines: [String] = []
  private var size = 0

  mutating func add(_ line: String) {
    lines.append(line)
    size += line.utf8.count + 1
    while size > 16_384, lines.count > 1 { size -= lines.removeFirst().utf8.count + 1 }
  }
}
