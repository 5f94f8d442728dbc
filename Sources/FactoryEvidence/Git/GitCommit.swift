// A commit as titles and details of a task need it.
import FactoryContracts
import Foundation

/// One commit: who wrote what, when.
package struct GitCommit: Hashable, Sendable {
  package var sha: String
  /// As git sees them here: a commit at the edge of a shallow clone has none.
  package var parents: [String]
  package var authorName: String
  package var authorEmail: String
  /// When it was committed.
  package var time: Timestamp
  package var subject: String
  package var body: String

  /// The first ten digits of the sha: what a person reads.
  package var shortSha: String { String(sha.prefix(10)) }

  /// When, as a person reads it: `2026-03-01 14:05 UTC`.
  var minute: String { time.description.prefix(16).replacing("T", with: " ") + " UTC" }
}

extension GitCommit {
  /// Fields end in NUL, so that no text of a commit can pass for another field.
  static let format = "--format=%H%x00%P%x00%an%x00%ae%x00%ct%x00%s%x00%b"
  private static let fieldCount = 7

  // A forged commit may claim any time; one that has no date is put at the end of the calendar.
  private static func moment(_ seconds: String) -> Timestamp {
    Timestamp(milliseconds: min(max(Int64(seconds) ?? 0, 0), 253_402_300_799) * 1000)
  }

  /// Reads what `git log -z` with `format` printed.
  static func read(_ output: [UInt8]) -> [GitCommit] {
    var fields = output.split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    if fields.last == "" { fields.removeLast() }
    return stride(from: 0, to: fields.count - fieldCount + 1, by: fieldCount).map { start in
      GitCommit(
        sha: fields[start], parents: fields[start + 1].split(separator: " ").map(String.init),
        authorName: fields[start + 2], authorEmail: fields[start + 3],
        time: moment(fields[start + 4]), subject: fields[start + 5],
        body: fields[start + 6].trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }
}
