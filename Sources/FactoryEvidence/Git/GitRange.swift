// What a person may write for a range, resolved to two trees. Every way it can fail has its sentence here.

/// A range as written, with both ends found.
package struct GitRange: Hashable, Sendable {
  /// As the caller wrote it.
  package var text: String
  /// The commit that the change starts from; nil for a commit without parents.
  package var base: String?
  /// The commit that the change ends with.
  package var head: String
  /// One commit was named, not a span.
  package var isSingle: Bool
}

extension GitRepository {
  /// Reads `A..B`, `A...B` (from where B left A) or one commit (against its first parent). An end left out is HEAD.
  package func range(_ text: String) throws(EvidenceError) -> GitRange {
    for (separator, fork) in [("...", true), ("..", false)] {
      guard let ends = Self.split(text, at: separator) else { continue }
      let (left, right) = (try resolve(ends.0), try resolve(ends.1))
      let base = fork ? try forkPoint(left, right, text) : left
      return GitRange(text: text, base: base, head: right, isSingle: false)
    }
    let head = try resolve(text)
    return GitRange(text: text, base: try presentParent(of: head, text), head: head, isSingle: true)
  }

  /// The full sha of a revision.
  func resolve(_ revision: String) throws(EvidenceError) -> String {
    guard !revision.isEmpty, !revision.hasPrefix("-"), !revision.utf8.contains(0) else {
      throw EvidenceError(
        "\"\(revision)\" is not a revision; a range such as HEAD~1..HEAD or main...topic was expected.")
    }
    let found = try git.run(["rev-parse", "--verify", "--quiet", revision + "^{commit}"])
    guard found.succeeded, !found.line.isEmpty else { throw try unknown(revision) }
    return found.line
  }

  private static func split(_ text: String, at separator: String) -> (String, String)? {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    guard bytes.count >= mark.count else { return nil }
    for start in 0...bytes.count - mark.count where Array(bytes[start..<start + mark.count]) == mark {
      let left = String(decoding: bytes[..<start], as: UTF8.self)
      let right = String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
      return (left.isEmpty ? "HEAD" : left, right.isEmpty ? "HEAD" : right)
    }
    return nil
  }

  private func forkPoint(_ left: String, _ right: String, _ text: String) throws(EvidenceError) -> String {
    let found = try git.run(["merge-base", left, right])
    if found.succeeded, !found.line.isEmpty { return found.line }
    throw EvidenceError(
      try isShallow()
        ? "The point where the two sides of \(text) part is not in this shallow clone; \(Self.deepen)"
        : "The two sides of \(text) have no commit in common; use .. in place of ... to compare them as they are.")
  }

  // Without this a commit at the edge of a shallow clone would look as if it had added the whole repository.
  private func presentParent(of head: String, _ text: String) throws(EvidenceError) -> String? {
    guard let parent = try writtenParents(of: head).first else { return nil }
    if try git.run(["cat-file", "-e", parent + "^{tree}"]).succeeded { return parent }
    throw EvidenceError("The commit before \(text) (\(parent.prefix(10))) is not in this clone; \(Self.deepen)")
  }

  private func unknown(_ revision: String) throws(EvidenceError) -> EvidenceError {
    if try !git.run(["rev-parse", "--verify", "--quiet", "HEAD"]).succeeded, revision.hasPrefix("HEAD") {
      return EvidenceError("\"\(directory)\" has no commit yet; a range needs at least one.")
    }
    if try isShallow() {
      return EvidenceError("\"\(revision)\" is not in this shallow clone; \(Self.deepen)")
    }
    let isSha = (7...64).contains(revision.utf8.count) && revision.utf8.allSatisfy { Self.isHex($0) }
    return EvidenceError(
      isSha
        ? "The commit \(revision) is not in this clone; `git fetch origin \(revision)` or `git fetch --deepen=100` gets it."
        : "\"\(revision)\" names no commit here; a range such as HEAD~1..HEAD, main...topic or a commit was expected.")
  }

  private static let deepen = "`git fetch --deepen=100` gets more history, `git fetch --unshallow` all of it."

  private static func isHex(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte) || (65...70).contains(byte)
  }
}
