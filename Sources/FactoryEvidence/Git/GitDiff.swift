// From git's machine-readable output to a `DiffSummary`: one listing of files and counts, one stream of patches.
import FactoryContracts

/// One changed file as git lists it.
struct GitDiffEntry: Hashable {
  var status: DiffFileStatus
  var path: String
  /// How many sections of the patch belong to it: two where a file turned into a link or a submodule.
  var sections: Int
  var insertions = 0
  var deletions = 0
}

extension GitDiffEntry {
  /// Reads `--raw --numstat -z`: first every file, then every count, in the same order. Counts of binary files are 0.
  static func read(_ output: [UInt8]) -> [GitDiffEntry] {
    var records = output.split(separator: 0, omittingEmptySubsequences: false)[...]
    var entries: [GitDiffEntry] = []
    while let record = records.first, record.first == UInt8(ascii: ":") {
      records.removeFirst()
      guard let entry = listed(String(decoding: record, as: UTF8.self), &records) else { break }
      entries.append(entry)
    }
    for index in entries.indices {
      guard let record = records.popFirst(), !record.isEmpty else { break }
      let counts = record.split(separator: 9, maxSplits: 2, omittingEmptySubsequences: false)
      guard counts.count == 3 else { break }
      entries[index].insertions = Int(String(decoding: counts[0], as: UTF8.self)) ?? 0
      entries[index].deletions = Int(String(decoding: counts[1], as: UTF8.self)) ?? 0
      if counts[2].isEmpty { records = records.dropFirst(2) }
    }
    return entries
  }

  // `:100644 100755 sha sha R087`, then the path, for renames and copies the old path and the new.
  private static func listed(_ record: String, _ rest: inout ArraySlice<ArraySlice<UInt8>>) -> GitDiffEntry? {
    let parts = record.dropFirst().split(separator: " ")
    guard parts.count == 5, let letter = parts[4].first, let first = rest.popFirst() else { return nil }
    let path = letter == "R" || letter == "C" ? rest.popFirst() ?? first : first
    let typeChanged = letter == "T" && parts[0].prefix(3) != parts[1].prefix(3)
    return GitDiffEntry(status: status(letter), path: GitPath.text(path), sections: typeChanged ? 2 : 1)
  }

  private static func status(_ letter: Character) -> DiffFileStatus {
    switch letter {
    case "A", "C": .added
    case "D": .deleted
    case "R": .renamed
    default: .modified
    }
  }
}

/// File names are bytes; the contract's are text.
enum GitPath {
  /// The name itself where it is UTF-8, else as git quotes it, so that two names never become one.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return "\"" + bytes.map { (32...126).contains($0) && $0 != 34 && $0 != 92 ? letter($0) : octal($0) }.joined() + "\""
  }

  private static func letter(_ byte: UInt8) -> String { String(Unicode.Scalar(byte)) }
  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
