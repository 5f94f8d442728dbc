// Why evidence could not be taken; always one sentence for the person who asked for it.

/// What was wrong with a range, file or value: which one, what was found, what was expected.
package struct EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
  package let sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
  package var description: String { sentence }
}

/// Sizes as people read them.
enum ByteCount {
  /// `15.0 MiB`, `3 KiB`, `12 bytes`
  static func words(_ count: Int) -> String {
    switch count {
    case ..<1024: "\(count) bytes"
    case ..<1_048_576: "\(count / 1024) KiB"
    default: "\(count / 1_048_576).\(count % 1_048_576 * 10 / 1_048_576) MiB"
    }
  }
}
