// Cuts a stream of bytes into lines. Pure. Invariants: no byte is searched twice, however the stream was cut, and memory
// stays near the longest line.
import Foundation

/// Collects bytes and hands out whole lines without their line feed.
package struct LineSplitter {
  private var bytes: [UInt8] = []
  /// Where the next line starts, and how far the search for its end has come.
  private var start = 0
  private var scanned = 0

  package init() {}

  /// Bytes held back because their line is not complete.
  package var pending: Int { bytes.count - start }

  package mutating func append(_ more: Data) {
    if start > 0 {
      bytes.removeFirst(start)
      scanned -= start
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next complete line, which may be empty; a carriage return before the line feed goes too.
  package mutating func next() -> Data? {
    guard let end = endOfLine() else {
      scanned = bytes.count
      return nil
    }
    let cut = end > start && bytes[end - 1] == 13 ? end - 1 : end
    defer {
      start = end + 1
      scanned = start
    }
    return Data(bytes[start..<cut])
  }

  /// What follows the last line feed, at the end of a stream.
  package mutating func rest() -> Data? {
    defer { self = LineSplitter() }
    return pending == 0 ? nil : Data(bytes[start...])
  }

  private func endOfLine() -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard scanned < buffer.count, let base = buffer.baseAddress,
        let found = memchr(base + scanned, 10, buffer.count - scanned)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}
