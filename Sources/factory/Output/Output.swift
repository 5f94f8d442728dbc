// Standard output of the commands: JSON documents as they are, text only after it was made safe for a terminal.
import FactoryContracts
import Foundation
import Glibc
import TerminalKit

enum Output {
  /// One line of text; controls and escapes inside are shown, never sent.
  static func line(_ text: String) {
    write(SafeText.sanitize(text) + "\n")
  }

  /// What stands before what a person types.
  static func prompt(_ text: String) { write(text) }

  /// Progress and remarks: standard error, and only when a person looks at it.
  static func remark(_ text: String) {
    guard isatty(2) == 1 else { return }
    error(SafeText.sanitize(text))
  }

  /// A line on standard error, made safe by the caller; where that is closed there is nobody to tell.
  static func error(_ text: String, end: String = "\n") {
    let bytes = Array((text + end).utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
  }

  /// One JSON document.
  static func json(_ value: some Encodable) throws {
    write(try FactoryJSON.pretty(value) + "\n")
  }

  /// Text of our own, with its line breaks.
  static func text(_ text: String) { write(text) }

  static func raw(_ data: Data) {
    write(String(decoding: data, as: UTF8.self))
  }

  private static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if errno != EPIPE { error("factory: Standard output cannot be written: \(String(cString: strerror(errno))).") }
        exit(ExitStatus.failed.rawValue)
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
