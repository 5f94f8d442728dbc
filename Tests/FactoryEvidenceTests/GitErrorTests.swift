// Every way a range can fail has one sentence that says what to do.
import FactoryContracts
import FactoryEvidence
import Foundation
import Testing

@Suite struct GitErrorTests {
  private func sentence(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch let error as EvidenceError {
      return error.sentence
    } catch {
      return "another error: \(error)"
    }
  }

  private func history(_ count: Int) throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    for number in 1...count {
      try repository.folder.write("n.txt", "\(number)\n")
      try repository.commit("Commit \(number)")
    }
    return repository
  }

  @Test func aFolderWithoutRepositoryAndNoFolderAtAll() throws {
    let folder = try TemporaryFolder()
    #expect(
      sentence { _ = try GitRepository(folder.path) }
        == "\"\(folder.path)\" is not inside a git repository; a repository was expected.")
    #expect(sentence { _ = try GitRepository("/nonexistent/folder") }.contains("is not a folder that can be opened"))
  }

  @Test func unknownAndHostileRevisions() throws {
    let repository = try history(2)
    let read = try GitRepository(repository.path)
    for text in ["nothing", "main..nothing", "nothing...main", "HEAD~9", "--output=/tmp/x", "-p", "main..--all", "a b"]
    {
      let said = sentence { _ = try read.change(text) }
      #expect(said.contains("was expected"), "\(text): \(said)")
      #expect(said.split(separator: "\n").count == 1, "\(text)")
    }
    let gone = String(repeating: "ab", count: 20)
    #expect(sentence { _ = try read.change(gone) }.contains("`git fetch origin \(gone)`"))
  }

  @Test func emptyRangesAndCommits() throws {
    let repository = try history(2)
    let read = try GitRepository(repository.path)
    #expect(sentence { _ = try read.change("main..main") }.hasPrefix("The range main..main is empty"))
    #expect(sentence { _ = try read.change("main...HEAD") }.hasPrefix("The range main...HEAD is empty"))
    try repository.commit("Nothing")
    #expect(sentence { _ = try read.change("HEAD") }.hasPrefix("The commit HEAD changes no file"))
  }

  @Test func aRepositoryWithoutCommits() throws {
    let repository = try TemporaryRepository()
    let read = try GitRepository(repository.path)
    #expect(sentence { _ = try read.change("HEAD~1..HEAD") }.contains("has no commit yet"))
    #expect(sentence { _ = try read.lastCommits(3) }.contains("has no commit yet"))
  }

  @Test func aShallowCloneSaysHowToDeepenItAndNeverShowsItsEdgeAsNew() throws {
    let clone = try TemporaryRepository(shallowCopyOf: try history(5), depth: 2)
    let read = try GitRepository(clone.path)
    #expect(try read.change("HEAD").diff.filesChanged == 1)
    for text in ["HEAD~1", "HEAD~3..HEAD", "HEAD~4", "other...HEAD"] {
      let said = sentence { _ = try read.change(text) }
      #expect(said.contains("`git fetch --deepen=100`"), "\(text): \(said)")
    }
    #expect(try read.lastCommits(10).map(\.subject) == ["Commit 5"])
  }

  @Test func sidesWithoutCommonCommit() throws {
    let repository = try history(1)
    try repository.git("checkout", "-q", "--orphan", "other")
    try repository.folder.write("other.txt", "1\n")
    try repository.commit("Other root")
    let read = try GitRepository(repository.path)
    #expect(sentence { _ = try read.change("main...other") }.contains("have no commit in common"))
    #expect(try read.change("main..other").diff.files.map(\.path) == ["other.txt"])
  }

  @Test func linkedWorkTreesAndBareRepositoriesAreRepositoriesToo() throws {
    let repository = try history(2)
    try repository.folder.write(".gitattributes", "* -diff\n")
    let other = try TemporaryFolder()
    try repository.git("worktree", "add", "-q", other.path + "/tree", "HEAD")
    #expect(try GitRepository(other.path + "/tree").change("HEAD").diff.filesChanged == 1)
    try repository.git("clone", "-q", "--bare", repository.path, other.path + "/bare.git")
    #expect(try GitRepository(other.path + "/bare.git").change("HEAD~1..HEAD").diff.filesChanged == 1)
  }
}
