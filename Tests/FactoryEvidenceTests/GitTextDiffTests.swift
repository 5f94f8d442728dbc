// Differences of texts that are in no repository.
import FactoryContracts
import FactoryEvidence
import Testing

@Suite struct GitTextDiffTests {
  @Test func patchOfText() throws {
    let older = Array("one\ntwo\nthree\n".utf8)
    let newer = Array("one\n2\nthree\nfour\n".utf8)
    let summary = try GitTextDiff.between(older, newer, name: "notes.txt")
    #expect(summary.filesChanged == 1 && summary.insertions == 2 && summary.deletions == 1)
    #expect(
      summary.files.first?.patch
        == "--- a/notes.txt\n+++ b/notes.txt\n@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four\n")
  }

  @Test func binaryIsSaid() throws {
    let summary = try GitTextDiff.between([0, 1, 2], [0, 1, 3], name: "a.png")
    #expect(summary.files.map(\.patch) == ["Binary files differ"] && summary.insertions == 0)
  }

  @Test func nothingChanged() throws {
    #expect(try GitTextDiff.between([65], [65], name: "a").files.isEmpty)
  }
}
