// The difference of two texts that are in no repository, as git makes it. Blocks; any thread. Temporary files are its own.
import FactoryContracts
import Foundation

package enum GitTextDiff {
  /// One file of that name; binary ones have counts of 0 and say so in their patch.
  /// - Throws: `EvidenceError` when git is missing or failed.
  package static func between(_ older: [UInt8], _ newer: [UInt8], name: String) throws -> DiffSummary {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("factory-diff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    // Fixed names: what a caller called the file never reaches git's command line.
    try Data(older).write(to: folder.appendingPathComponent("a"))
    try Data(newer).write(to: folder.appendingPathComponent("b"))
    let git = GitProcess(directory: folder.path, gitDirectory: nil)
    let result = try git.run(["diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--", "a", "b"])
    guard result.status <= 1 else { throw EvidenceError("git could not compare the versions: \(result.message)") }
    return summary(String(decoding: result.output, as: UTF8.self), name)
  }

  private static func summary(_ output: String, _ name: String) -> DiffSummary {
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("@@ ") }) else {
      let patch = output.isEmpty ? nil : "Binary files differ"
      let file = DiffFile(path: name, status: .modified, insertions: 0, deletions: 0, patch: patch)
      return DiffSummary(
        filesChanged: output.isEmpty ? 0 : 1, insertions: 0, deletions: 0, files: patch == nil ? [] : [file])
    }
    let hunks = lines[start...]
    let (added, removed) = (hunks.count { $0.hasPrefix("+") }, hunks.count { $0.hasPrefix("-") })
    let patch = "--- a/\(name)\n+++ b/\(name)\n" + hunks.joined(separator: "\n")
    let file = DiffFile(path: name, status: .modified, insertions: added, deletions: removed, patch: patch)
    return DiffSummary(filesChanged: 1, insertions: added, deletions: removed, files: [file])
  }
}
