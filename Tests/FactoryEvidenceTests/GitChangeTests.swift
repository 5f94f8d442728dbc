// Ranges of real repositories: every kind of change, and the patches as git itself would take them back.
import FactoryContracts
import FactoryEvidence
import Foundation
import TestSupport
import Testing

@Suite struct GitChangeTests {
  private func lines(_ count: Int, _ mark: String = "line") -> String {
    (1...count).map { "\(mark) \($0)\n" }.joined()
  }

  /// A repository whose last commit holds every kind of change.
  private func everyKind() throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    let folder = repository.folder
    try folder.write("kept.txt", lines(20))
    try folder.write("gone.txt", lines(5, "old"))
    try folder.write("before.txt", lines(30, "moved"))
    try folder.write("script.sh", "echo one\n")
    try folder.write("turns.txt", "a file\n")
    try folder.write("image.bin", [0, 1, 2, 3])
    try repository.commit("Start")
    try folder.write("kept.txt", lines(20).replacingOccurrences(of: "line 10\n", with: "line ten\nline 10b\n"))
    try repository.remove("gone.txt")
    try repository.remove("before.txt")
    try folder.write("after/moved here.txt", lines(30, "moved") + "one more\n")
    try folder.write("new\nline.txt", "odd\n")
    try folder.write("tab\there \"quoted\".txt", "odd\n")
    try folder.write("naïve.txt", "odd\n")
    folder.write(nameBytes: [0x63, 0x61, 0x66, 0xe9], "latin\n")
    try folder.write("no end.txt", "no newline at the end")
    try folder.write("latin1.txt", [0x63, 0xe9, 0x0a])
    try folder.write("image.bin", [0, 9, 9, 9, 9])
    try folder.write("empty.txt", "")
    chmod(folder.path + "/script.sh", 0o755)
    try repository.remove("turns.txt")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/turns.txt", withDestinationPath: "kept.txt")
    try folder.write("patchlike.txt", "diff --git a/x b/x\n--- a/x\n+++ b/x\n")
    try repository.git("add", "-A")
    let head = try repository.git("rev-parse", "HEAD")
    try repository.git("update-index", "--add", "--cacheinfo", "160000,\(head),sub/module")
    try repository.git("commit", "-q", "-m", "Everything at once", "-m", "The body of it.\n\ndiff --git a/no b/no")
    return repository
  }

  @Test func everyKindOfChangeIsListedWithItsCountsAndPatch() throws {
    let repository = try everyKind()
    let diff = try GitRepository(repository.path).change("HEAD").diff
    let byPath = Dictionary(uniqueKeysWithValues: diff.files.map { ($0.path, $0) })
    let expected: [(path: String, status: DiffFileStatus, insertions: Int, deletions: Int, patch: String)] = [
      ("kept.txt", .modified, 2, 1, "\n-line 10\n+line ten\n+line 10b\n"),
      ("gone.txt", .deleted, 0, 5, "\ndeleted file mode 100644\n"),
      ("after/moved here.txt", .renamed, 1, 0, "\nrename from before.txt\nrename to after/moved here.txt\n"),
      ("new\nline.txt", .added, 1, 0, "\n+odd\n"),
      ("tab\there \"quoted\".txt", .added, 1, 0, "\n+odd\n"),
      ("naïve.txt", .added, 1, 0, "\n+++ b/naïve.txt\n"),
      ("\"caf\\351\"", .added, 1, 0, "\n+latin\n"),
      ("no end.txt", .added, 1, 0, "\n+no newline at the end\n\\ No newline at end of file\n"),
      ("latin1.txt", .added, 1, 0, "\n+c\u{fffd}\n"),
      ("image.bin", .modified, 0, 0, "\nBinary files a/image.bin and b/image.bin differ\n"),
      ("empty.txt", .added, 0, 0, "\nnew file mode 100644\n"),
      ("script.sh", .modified, 0, 0, "\nold mode 100644\nnew mode 100755\n"),
      ("turns.txt", .modified, 1, 1, "\nnew file mode 120000\n"),
      ("patchlike.txt", .added, 3, 0, "\n+diff --git a/x b/x\n+--- a/x\n++++ b/x\n"),
      ("sub/module", .added, 1, 0, "\n+Subproject commit "),
    ]
    for (path, status, insertions, deletions, patch) in expected {
      let file = try #require(byPath[path], "\(path) of \(diff.files.map(\.path))")
      #expect(file.status == status, "\(path)")
      #expect(file.insertions == insertions && file.deletions == deletions, "\(path)")
      let text = try #require(file.patch, "\(path)")
      #expect(text.hasPrefix("diff --git "), "\(path)")
      #expect(text.contains(patch), "\(path): \(text)")
    }
    #expect(diff.files.count == expected.count)
    #expect(diff.filesChanged == expected.count)
    #expect(diff.insertions == expected.reduce(0) { $0 + $1.insertions })
    #expect(diff.deletions == expected.reduce(0) { $0 + $1.deletions })
  }

  @Test func thePatchesTurnTheOldTreeIntoTheNewOne() throws {
    let repository = try everyKind()
    let files = try GitRepository(repository.path).change("HEAD").diff.files
    let text = files.filter { $0.path != "image.bin" && $0.path != "latin1.txt" && $0.path != "\"caf\\351\"" }
    try repository.git("read-tree", "HEAD~1")
    let blob = try repository.git("rev-parse", "HEAD:image.bin")
    try repository.git("apply", "--cached", "--whitespace=nowarn", "-", input: text.compactMap(\.patch).joined())
    try repository.git("update-index", "--cacheinfo", "100644,\(blob),image.bin")
    try repository.git("add", "latin1.txt")
    let staged = try repository.git("write-tree")
    let unstaged = try repository.git("diff", "--name-only", "-z", staged, "HEAD")
    #expect(unstaged == "caf\u{fffd}\0")
  }

  @Test func aChangeCannotHideBehindItsOwnAttributesOrTheRepositorysTaste() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("code.txt", "one\n")
    try repository.commit("Start")
    let plain = try withoutConfiguration(repository)
    for (key, value) in [
      ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"), ("diff.external", "false"),
      ("diff.renames", "false"), ("log.showSignature", "true"), ("core.pager", "false"), ("diff.submodule", "log"),
      ("diff.context", "0"), ("diff.suppressBlankEmpty", "true"), ("diff.relative", "true"),
      ("diff.ignoreSubmodules", "all"), ("diff.hide.command", "false"), ("diff.hide.textconv", "false"),
      ("format.pretty", "oneline"), ("log.decorate", "full"), ("diff.orderFile", "/nonexistent"),
    ] {
      try repository.git("config", key, value)
    }
    let configured = try GitRepository(repository.path).change("HEAD")
    #expect(configured == plain)
    let code = try #require(configured.diff.files.first { $0.path == "code.txt" })
    #expect(code.patch?.contains("\n-one\n+two\n") == true)
  }

  private func withoutConfiguration(_ repository: TemporaryRepository) throws -> GitChange {
    try repository.folder.write("code.txt", "two\n")
    try repository.folder.write(".gitattributes", "*.txt -diff\n*.md diff=hide\n")
    try repository.folder.write("text.md", "shown\n")
    try repository.commit("Hide it")
    return try GitRepository(repository.path).change("HEAD")
  }

  @Test func everyFormOfARangeNamesTheRightTwoEnds() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("base.txt", "1\n")
    let first = try repository.commit("First")
    try repository.git("checkout", "-q", "-b", "topic")
    try repository.folder.write("topic.txt", "1\n")
    try repository.commit("Topic 1")
    try repository.folder.write("topic.txt", "2\n")
    let topic = try repository.commit("Topic 2")
    try repository.git("checkout", "-q", "main")
    try repository.folder.write("main.txt", "1\n")
    let main = try repository.commit("Main 1")
    try repository.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")
    let read = try GitRepository(repository.path)
    let table: [(range: String, base: String?, files: [String], commits: Int, title: String)] = [
      ("main~1...topic", first, ["topic.txt"], 2, "Topic 2 (and 1 more)"),
      ("main~1..topic", main, ["main.txt", "topic.txt"], 2, "Topic 2 (and 1 more)"),
      ("topic~1..topic", try repository.git("rev-parse", "topic~1"), ["topic.txt"], 1, "Topic 2"),
      ("topic", try repository.git("rev-parse", "topic~1"), ["topic.txt"], 1, "Topic 2"),
      ("HEAD", main, ["topic.txt"], 1, "Merge"),
      ("main~1..", main, ["topic.txt"], 3, "Merge (and 2 more)"),
      (topic, try repository.git("rev-parse", "topic~1"), ["topic.txt"], 1, "Topic 2"),
      (first, nil, ["base.txt"], 1, "First"),
      ("HEAD^{/Topic 2}", try repository.git("rev-parse", "topic~1"), ["topic.txt"], 1, "Topic 2"),
    ]
    for (text, base, files, commits, title) in table {
      let change = try read.change(text)
      #expect(change.range.base == base, "\(text)")
      #expect(change.diff.files.map(\.path) == files, "\(text)")
      #expect(change.commitCount == commits, "\(text)")
      #expect(change.title == title, "\(text)")
    }
  }

  @Test func aCommitsWordsComeThrough() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a.txt", "1\n")
    let sha = try repository.commit("Subject with ünïcode and \u{1b}[31m\n\nBody\n\n  indented\ndiff --git a/x b/x\n")
    let change = try GitRepository(repository.path).change("HEAD")
    #expect(change.head.sha == sha)
    #expect(change.head.subject == "Subject with ünïcode and \u{1b}[31m")
    #expect(change.head.body == "Body\n\n  indented\ndiff --git a/x b/x")
    #expect(change.head.authorName == "Ada Lovelace" && change.head.authorEmail == "ada@example.org")
    #expect(change.head.time == Sample.start.adding(minutes: 10))
    #expect(change.details.hasPrefix("HEAD by Ada Lovelace <ada@example.org>, 2026-03-01 12:10 UTC, commit \(sha)"))
    #expect(change.details.hasSuffix("Body\n\n  indented\ndiff --git a/x b/x"))
  }

  @Test func aForgedTimeIsNoTrap() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a.txt", "1\n")
    try repository.commit("Now")
    let tree = try repository.git("rev-parse", "HEAD^{tree}")
    let forged = """
      tree \(tree)
      author A <a@b> 9223372036854775 +0000
      committer A <a@b> 9223372036854775 +0000

      Forged

      """
    let sha = try repository.git("hash-object", "-t", "commit", "-w", "--stdin", input: forged)
    #expect(try GitRepository(repository.path).change(sha).head.time.description.hasSuffix("Z"))
  }

  @Test func theLastCommitsAreNewestFirstAndWithoutMerges() throws {
    let repository = try TemporaryRepository()
    for number in 1...5 {
      try repository.folder.write("n.txt", "\(number)\n")
      try repository.commit("Commit \(number)\n\nwith a body\n")
    }
    try repository.git("checkout", "-q", "-b", "side", "HEAD~1")
    try repository.git("merge", "-q", "--no-ff", "-m", "Merge", "main")
    let read = try GitRepository(repository.path)
    #expect(try read.lastCommits(3).map(\.subject) == ["Commit 5", "Commit 4", "Commit 3"])
    #expect(try read.lastCommits(99).count == 5)
    #expect(try read.lastCommits(0).isEmpty)
    #expect(try read.lastCommits(1, from: "main~2").map(\.subject) == ["Commit 3"])
  }

  @Test func patchesOverTheLimitAreRefusedByNameOrTrimmedOpenly() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a small.txt", "1\n")
    try repository.folder.write("big.txt", lines(2000))
    try repository.folder.write("z small.txt", "1\n")
    try repository.commit("Sizes")
    let read = try GitRepository(repository.path)
    let error = #expect(throws: EvidenceError.self) { try read.change("HEAD", patchLimit: 4096) }
    #expect(error?.sentence.contains("big.txt 20 KiB") == true, "\(error?.sentence ?? "")")
    let trimmed = try read.change("HEAD", trim: true, patchLimit: 4096)
    #expect(trimmed.diff.files.map { $0.patch == nil } == [false, true, false])
    #expect(trimmed.diff.insertions == 2002)
    #expect(trimmed.leftOut == ["the patch of big.txt (20 KiB)"])
  }
}
