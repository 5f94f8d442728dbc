// The evidence of a range: its commits and its diff with patches, and the words a task is made of.
import FactoryContracts

/// What a range changes.
package struct GitChange: Hashable, Sendable {
  package var range: GitRange
  /// The last commit of the range.
  package var head: GitCommit
  /// The commits of the range, newest first; at most `GitChange.commitLimit`.
  package var commits: [GitCommit]
  /// How many there are in all.
  package var commitCount: Int
  package var diff: DiffSummary
  /// What was left out to stay within memory, each as a phrase; only when trimming was asked for.
  package var leftOut: [String]

  package static let commitLimit = 100

  /// One line: the commit's subject, with the number of others where there are more.
  package var title: String {
    let subject = head.subject.isEmpty ? head.shortSha : head.subject
    return commitCount > 1 ? "\(subject) (and \(commitCount - 1) more)" : subject
  }

  /// Where it comes from, what the author wrote, and the commits of a longer range.
  package var details: String {
    var lines = ["\(range.text) by \(head.authorName) <\(head.authorEmail)>, \(head.minute), commit \(head.sha)"]
    if commitCount > 1 {
      lines.append("")
      lines += commits.map { "\($0.shortSha) \($0.subject)" }
      if commitCount > commits.count { lines.append("and \(commitCount - commits.count) older") }
    } else if !head.body.isEmpty {
      lines += ["", head.body]
    }
    return lines.joined(separator: "\n")
  }
}

extension GitRepository {
  /// Patches up to this are held; a change over it is refused or trimmed.
  package static let patchLimit = 64 * 1024 * 1024

  /// Reads what a range changes. With `trim`, patches that do not fit are left out and named; without, they are an error.
  package func change(
    _ text: String, trim: Bool = false, patchLimit: Int = GitRepository.patchLimit
  ) throws(EvidenceError) -> GitChange {
    let range = try range(text)
    let start = if let base = range.base { base } else { try emptyTree() }
    let trees = [start, range.head]
    let entries = try list(trees)
    guard !entries.isEmpty else { throw Self.nothing(range) }
    let sections = try patches(trees, limit: patchLimit)
    let (files, dropped) = Self.join(entries, sections)
    guard dropped.isEmpty || trim else { throw Self.tooLarge(range, dropped, patchLimit) }
    let (head, commits, count) = try commits(of: range)
    return GitChange(
      range: range, head: head, commits: commits, commitCount: count, diff: DiffSummary(files: files),
      leftOut: dropped.map { "the patch of \($0.path) (\(ByteCount.words($0.size)))" })
  }

  private func list(_ trees: [String]) throws(EvidenceError) -> [GitDiffEntry] {
    let result = try git.run(["diff-tree", "-r", "--raw", "--numstat", "-z"] + Self.diffOptions + trees + ["--"])
    guard result.succeeded else { throw Self.failed("diff-tree", result) }
    return GitDiffEntry.read(result.output)
  }

  private func patches(_ trees: [String], limit: Int) throws(EvidenceError) -> [PatchSplitter.Section] {
    var splitter = PatchSplitter(limit: limit)
    let result = try git.run(["diff-tree", "-r", "-p"] + Self.diffOptions + trees + ["--"]) { chunk in
      splitter.feed(chunk)
      return true
    }
    guard result.succeeded else { throw Self.failed("diff-tree", result) }
    splitter.finish()
    return splitter.sections
  }

  private static let diffOptions = [
    "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short", "--ignore-submodules=none",
    "--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--full-index",
  ]

  private func emptyTree() throws(EvidenceError) -> String {
    let result = try git.run(["hash-object", "-t", "tree", "/dev/null"])
    guard result.succeeded else { throw Self.failed("hash-object", result) }
    return result.line
  }

  private func commits(of range: GitRange) throws(EvidenceError) -> (GitCommit, [GitCommit], Int) {
    guard let head = try log(["--max-count=1", range.head]).first else {
      throw EvidenceError("The commit \(range.head) cannot be read.")
    }
    guard !range.isSingle, let base = range.base else { return (head, [head], 1) }
    let span = base + ".." + range.head
    let commits = try log(["--max-count=\(GitChange.commitLimit)", span])
    let count = Int(try git.run(["rev-list", "--count", span, "--"]).line) ?? commits.count
    return (head, commits, count)
  }
}

extension GitRepository {
  private typealias Dropped = (path: String, size: Int)

  // Sections come in the order of the entries; an entry takes as many as belong to it.
  private static func join(
    _ entries: [GitDiffEntry], _ sections: [PatchSplitter.Section]
  ) -> ([DiffFile], [Dropped]) {
    var rest = sections[...]
    var dropped: [Dropped] = []
    let files = entries.map { entry in
      let own = rest.prefix(entry.sections)
      rest = rest.dropFirst(entry.sections)
      let isWhole = own.allSatisfy(\.isKept)
      if !isWhole { dropped.append((entry.path, own.reduce(0) { $0 + $1.size })) }
      return DiffFile(
        path: entry.path, status: entry.status, insertions: entry.insertions, deletions: entry.deletions,
        patch: isWhole ? String(decoding: own.flatMap(\.bytes), as: UTF8.self) : nil)
    }
    return (files, dropped)
  }

  private static func nothing(_ range: GitRange) -> EvidenceError {
    EvidenceError(
      range.isSingle
        ? "The commit \(range.text) changes no file; there is nothing to decide."
        : "The range \(range.text) is empty: both ends hold the same files, so there is nothing to decide.")
  }

  private static func tooLarge(_ range: GitRange, _ dropped: [Dropped], _ limit: Int) -> EvidenceError {
    let largest = dropped.sorted { $0.size > $1.size }.prefix(5).map { "\($0.path) \(ByteCount.words($0.size))" }
    return EvidenceError(
      "The patches of \(range.text) are over \(ByteCount.words(limit)); largest left over: "
        + largest.joined(separator: ", ") + "; choose a smaller range or let it be trimmed.")
  }
}

extension DiffSummary {
  /// Totals from the files.
  init(files: [DiffFile]) {
    self.init(
      filesChanged: files.count, insertions: files.reduce(0) { $0 + $1.insertions },
      deletions: files.reduce(0) { $0 + $1.deletions }, files: files)
  }
}
