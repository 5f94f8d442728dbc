// Reasons that were used lately, in a file of the operator. Read once at the start and written on a worker thread.
// Invariants: newest first, no doubles, one a line, readable by its owner only; a broken file counts as empty.
import FactoryContracts
import Foundation

package enum RecentReasons {
  /// How many are kept.
  package static let limit = 30

  package static func load(from path: String?) -> [String] {
    guard let path, let data = FileManager.default.contents(atPath: path), data.count < 1 << 20 else { return [] }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    return Array(lines.filter { !$0.allSatisfy(\.isWhitespace) }.prefix(limit))
  }

  /// The list with a reason put first; line ends become spaces, because the file has one reason a line.
  package static func adding(_ reason: String, to reasons: [String]) -> [String] {
    let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingCharacters(in: .whitespaces)
    guard !line.isEmpty else { return reasons }
    return Array(([line] + reasons.filter { $0 != line }).prefix(limit))
  }

  /// nil when it worked, else why not.
  package static func save(_ reasons: [String], to path: String) -> String? {
    PrivateFile.write(reasons.joined(separator: "\n") + "\n", to: path)
      .map { "The reasons could not be kept in \(path): \($0)." }
  }
}
