// A repository that evidence is read from. Holds no state but where it is; any thread, blocking.

/// A git repository, found from a folder as git finds it.
package struct GitRepository: Sendable {
  /// The repository's own folder (`.git`), absolute.
  package let gitDirectory: String
  /// The folder it was found from, as the caller named it.
  package let directory: String
  let git: GitProcess

  /// Finds the repository that `directory` lies in; nil means the current folder.
  package init(_ directory: String? = nil) throws(EvidenceError) {
    let place = directory ?? "."
    let found = try GitProcess(directory: place).run(["rev-parse", "--absolute-git-dir"])
    guard found.succeeded, !found.line.isEmpty else { throw Self.notFound(place, found.message) }
    self.directory = place
    gitDirectory = found.line
    git = GitProcess(directory: place, gitDirectory: found.line)
  }

  /// The newest commits reachable from `revision`, newest first, without merges and without those whose parent a shallow
  /// clone lacks (their change cannot be shown).
  package func lastCommits(_ count: Int, from revision: String = "HEAD") throws(EvidenceError) -> [GitCommit] {
    let head = try resolve(revision)
    let edge = try shallowEdge()
    return try log(["--no-merges", "--max-count=\(max(count, 0) + edge.count)", head])
      .filter { !edge.contains($0.sha) }.prefix(max(count, 0)).map { $0 }
  }

  func log(_ arguments: [String]) throws(EvidenceError) -> [GitCommit] {
    let result = try git.run(["log", "-z", "--no-notes", "--no-decorate", GitCommit.format] + arguments + ["--"])
    guard result.succeeded else { throw Self.failed("log", result) }
    return GitCommit.read(result.output)
  }

  /// Whether history ends early here.
  func isShallow() throws(EvidenceError) -> Bool {
    try git.run(["rev-parse", "--is-shallow-repository"]).line == "true"
  }

  /// The commits whose parents a shallow clone left out.
  private func shallowEdge() throws(EvidenceError) -> Set<String> {
    guard try isShallow() else { return [] }
    let all = try log(["--max-parents=0", "HEAD"])
    var edge: Set<String> = []
    for commit in all where try !writtenParents(of: commit.sha).isEmpty { edge.insert(commit.sha) }
    return edge
  }

  /// The parents as the commit itself names them, present in this clone or not.
  func writtenParents(of sha: String) throws(EvidenceError) -> [String] {
    let result = try git.run(["cat-file", "commit", sha])
    guard result.succeeded else { throw Self.failed("cat-file", result) }
    let header = result.output.split(separator: 10, omittingEmptySubsequences: false).prefix { !$0.isEmpty }
    return header.map { String(decoding: $0, as: UTF8.self) }.filter { $0.hasPrefix("parent ") }
      .map { String($0.dropFirst("parent ".count)) }
  }

  static func failed(_ command: String, _ result: GitResult) -> EvidenceError {
    let said = result.message.split(separator: "\n").first.map(String.init) ?? "status \(result.status)"
    return EvidenceError("git \(command) failed: \(said)")
  }

  private static func notFound(_ place: String, _ message: String) -> EvidenceError {
    let name = place == "." ? "The current folder" : "\"\(place)\""
    if message.contains("dubious ownership") {
      return EvidenceError(
        "\(name) is a git repository of another user, which git refuses to read; "
          + "`git config --global --add safe.directory FOLDER` allows it.")
    }
    if message.contains("cannot change to") {
      return EvidenceError("\(name) is not a folder that can be opened; a git repository was expected.")
    }
    return EvidenceError("\(name) is not inside a git repository; a repository was expected.")
  }
}
