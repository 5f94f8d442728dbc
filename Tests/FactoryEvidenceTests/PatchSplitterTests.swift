// The splitter must not care how the stream is cut into pieces.
import Testing

@testable import FactoryEvidence

@Suite struct PatchSplitterTests {
  private let stream =
    Array(
      "diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+diff --git a/no b/no\ndiff --git a/y b/y\nBinary files differ\ndiff --git "
        .utf8)
    + [0xff, 0xfe] + Array("\nlast line without end".utf8)

  private func split(by size: Int, limit: Int = 1000) -> [PatchSplitter.Section] {
    var splitter = PatchSplitter(limit: limit)
    for start in stride(from: 0, to: stream.count, by: size) {
      stream[start..<min(start + size, stream.count)].withUnsafeBytes { splitter.feed($0) }
    }
    splitter.finish()
    return splitter.sections
  }

  @Test(arguments: 1...140) func piecesOfAnySizeGiveTheSameSections(_ size: Int) {
    let sections = split(by: size)
    #expect(sections.count == 3)
    #expect(sections.flatMap(\.bytes) == stream)
    #expect(sections.map(\.size) == sections.map(\.bytes.count))
  }

  @Test(arguments: [0, 1, 30, 60, 90]) func neverHoldsMoreThanTheLimit(_ limit: Int) {
    let sections = split(by: 7, limit: limit)
    #expect(sections.reduce(0) { $0 + $1.bytes.count } <= limit)
    #expect(sections.reduce(0) { $0 + $1.size } == stream.count)
    #expect(sections.allSatisfy { $0.isKept ? $0.bytes.count == $0.size : $0.bytes.isEmpty })
  }

  @Test func aLineLongerThanAnyPieceStaysInItsSection() {
    var splitter = PatchSplitter(limit: 1 << 20)
    Array("diff --git a/x b/x\n+".utf8).withUnsafeBytes { splitter.feed($0) }
    let long = [UInt8](repeating: 120, count: 70_000)
    long.withUnsafeBytes { splitter.feed($0) }
    Array("diff --git not a header\n".utf8).withUnsafeBytes { splitter.feed($0) }
    Array("diff --git a/y b/y\n".utf8).withUnsafeBytes { splitter.feed($0) }
    splitter.finish()
    #expect(splitter.sections.map(\.size) == [20 + 70_000 + 24, 19])
  }
}
