// lcov tracefiles: counted line by line, across records, with a sentence for what is none.
import Testing

@testable import FactoryEvidence

@Suite struct LcovTests {
  @Test(
    "covered lines in percent",
    arguments: [
      ("TN:\nSF:a.c\nDA:1,5\nDA:2,0\nDA:3,1\nDA:4,0\nLF:4\nLH:2\nend_of_record\n", 50),
      // Two records of one source: a line that either ran is covered.
      ("SF:a.c\nDA:1,1\nDA:2,0\nend_of_record\nSF:a.c\nDA:1,0\nDA:2,3\nend_of_record\n", 100),
      ("SF:a.c\r\nDA:1,1,abc\r\nend_of_record\r\nSF:b.c\r\nDA:1,0\r\nend_of_record\r\n", 50),
      ("TN:x\nSF:a.c\nLF:8\nLH:2\nend_of_record\nSF:b.c\nDA:9,1\nDA:10,1\nend_of_record\n", 40),
    ])
  func rates(text: String, percent: Double) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("lcov.info", text)
    #expect(try Coverage.read(path) == percent)
  }

  @Test(
    "what is wrong is named with its line",
    arguments: [
      ("SF:a.c\nDA:x,1\nend_of_record\n", "line 2"), ("SF:a.c\nLF:many\n", "line 2"), ("TN:\n", "no line that can"),
    ])
  func faults(text: String, words: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("lcov.info", text)
    let error = #expect(throws: EvidenceError.self) { try Coverage.read(path) }
    #expect(error?.sentence.contains(words) == true && error?.sentence.contains(path) == true)
  }
}
