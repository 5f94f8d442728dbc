// SessionRecord: a sitting as an asciicast v2 file: what was shown, which key, when. Any thread hands in, a queue of its own writes.
// Invariants: the file is new and its owner's only; events stand in the order of their times; what cannot be written ends the record and
// nothing else. (Format: docs.asciinema.org, asciicast v2.)
import Dispatch
import Foundation
import Synchronization

/// A record that cannot be begun, as one sentence.
package struct RecordFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

package final class SessionRecord: Sendable {
  private let queue = DispatchQueue(label: "factory.record", qos: .utility)
  private let descriptor: Int32
  private let path: String
  private let begun: UInt64
  private let script: Mutex<FrameScript>
  private let fault = Mutex<String?>(nil)
  private let size = Mutex(TerminalSize(columns: 0, rows: 0))

  /// Creates the file and writes its head.
  package init(
    path: String, size: TerminalSize, charset: Charset, depth: ColorDepth, title: String, term: String
  ) throws(RecordFault) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason =
        errno == EEXIST
        ? "is there already; a new file was expected" : "cannot be made: \(String(cString: strerror(errno)))"
      throw RecordFault(description: "--record: \(path) \(reason).")
    }
    self.descriptor = descriptor
    self.path = path
    begun = Self.now()
    script = Mutex(FrameScript(charset: charset, depth: depth))
    self.size.withLock { $0 = size }
    let head = Head(
      version: 2, width: size.columns, height: size.rows, timestamp: Int(Date().timeIntervalSince1970), title: title,
      env: ["TERM": term])
    write(Self.json(head))
  }

  /// A frame as it was given to the terminal.
  package func frame(_ buffer: CellBuffer, theme: Theme, cursor: CursorPlace?) {
    let (cells, columns, rows, moment) = (buffer.cells, buffer.columns, buffer.rows, Self.now())
    queue.async { [self] in
      note(TerminalSize(columns: columns, rows: rows), moment)
      let bytes = script.withLock { $0.bytes(cells, columns: columns, theme: theme, cursor: cursor) }
      if !bytes.isEmpty { event(moment, "o", bytes) }
    }
  }

  /// Text that was printed without a screen.
  package func line(_ text: SafeText) { later("o", text.plain + "\r\n") }

  /// Keys as they were taken.
  package func input(_ bytes: String) { later("i", bytes) }

  /// A place worth finding again.
  package func mark(_ words: String) { later("m", words) }

  /// The screen was lent to another program, which is not recorded: the next frame is written whole.
  package func lent(_ words: String) {
    mark(words)
    queue.async { [self] in script.withLock { $0.forget() } }
  }

  /// Writes what is left and closes the file.
  /// - Returns: why the record is not whole; nil when it is.
  package func close() -> String? {
    queue.sync { _ = Foundation.close(descriptor) }
    return fault.withLock { $0 }
  }

  private func later(_ kind: String, _ text: String) {
    let moment = Self.now()
    queue.async { [self] in event(moment, kind, text) }
  }

  private func note(_ now: TerminalSize, _ moment: UInt64) {
    let isNew = size.withLock { size in
      defer { size = now }
      return size != now
    }
    if isNew { event(moment, "r", "\(now.columns)x\(now.rows)") }
  }

  private func event(_ moment: UInt64, _ kind: String, _ text: String) {
    let seconds = Double(moment - begun) / 1_000_000_000
    let micros = (seconds * 1_000_000).rounded() / 1_000_000
    write("[\(micros), \(Self.json(kind)), \(Self.json(text))]")
  }

  private func write(_ line: String) {
    guard fault.withLock({ $0 == nil }) else { return }
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = String(cString: strerror(errno))
        return fault.withLock { $0 = "\(path) ends before the sitting did: \(reason)." }
      }
      bytes = bytes.dropFirst(count)
    }
  }

  private struct Head: Encodable {
    var version: Int
    var width: Int
    var height: Int
    var timestamp: Int
    var title: String
    var env: [String: String]
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
