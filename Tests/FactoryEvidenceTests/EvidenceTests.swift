// Coverage, metrics, limits, and all of it gathered into one task.
import FactoryContracts
import FactoryEvidence
import Foundation
import TestSupport
import Testing

@Suite struct EvidenceTests {
  @Test(arguments: [
    ("<coverage line-rate=\"0.8\"/>", 80), ("<coverage line-rate=\"1\" branch-rate=\"0\"/>", 100),
    ("<coverage line-rate='0.12345'/>", 12.35), ("<coverage lines-covered='1' lines-valid='3'/>", 33.33),
    ("<coverage line-rate=\"0\"/>", 0),
  ])
  func coverageIsAPercentage(_ text: String, _ percent: Double) throws {
    let folder = try TemporaryFolder()
    #expect(try Coverage.read(try folder.write("coverage.xml", text)) == percent)
  }

  @Test(arguments: [
    ("<coverage line-rate=\"81.5\"/>", "line-rate is \"81.5\"; a number from 0 to 1"),
    ("<coverage line-rate=\"nan\"/>", "line-rate is \"nan\""), ("<coverage line-rate=\"-0.1\"/>", "line-rate is"),
    ("<coverage line-rate=\"\"/>", "line-rate is \"\""), ("<coverage/>", "has no line-rate"),
    ("<coverage lines-covered='4' lines-valid='3'/>", "has no line-rate"), ("<report/>", "root element is <report>"),
  ])
  func coverageThatSaysNothing(_ text: String, _ says: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("coverage.xml", text)
    let error = #expect(throws: EvidenceError.self) { try Coverage.read(path) }
    #expect(error?.sentence.contains(says) == true, "\(error?.sentence ?? "")")
  }

  @Test func metrics() throws {
    #expect(
      try Metric.table(["latency_ms=12.5", "errors=0", "delta=-1e3"]) == [
        "latency_ms": 12.5, "errors": 0, "delta": -1000,
      ])
    for (texts, says) in [
      (["latency"], "has no value"), (["=1"], "has no plain name"), (["a b=1"], "has no plain name"),
      (["a=fast"], "The metric a is \"fast\"; a number was expected"), (["a=nan"], "a number was expected"),
      (["a=1e400"], "from 1e-323 to 1e308"), (["a=-0.1e-400"], "from 1e-323 to 1e308"),
      (["a=inf"], "a number was expected"), (["a=0x10"], "a number was expected"), (["a="], "a number was expected"),
      (["a=1", "a=2"], "is given twice"),
    ] {
      let error = #expect(throws: EvidenceError.self) { try Metric.table(texts) }
      #expect(error?.sentence.contains(says) == true, "\(error?.sentence ?? "")")
    }
  }

  private func body(patches: [Int], failure: Int = 0) -> CreateTaskBody {
    let files = patches.enumerated().map { index, size in
      DiffFile(
        path: "file\(index).txt", status: .modified, insertions: 1, deletions: 0,
        patch: String(repeating: "+\"x\n", count: size / 4))
    }
    var context = TaskContext(summary: "Summary", details: "Details")
    context.diffSummary = DiffSummary(filesChanged: files.count, insertions: 1, deletions: 0, files: files)
    context.testResults = TestResults(
      total: 1, passed: 0, failed: 1, skipped: 0, coveragePercent: 0,
      failureDetails: [TestFailure(testName: "Sum.adds", error: String(repeating: "e", count: failure))])
    return CreateTaskBody(type: .review, title: "Title", context: context)
  }

  @Test func whatFitsIsLeftAlone() throws {
    let small = body(patches: [1000, 2000])
    try EvidenceLimits.check(small)
    let (same, leftOut) = try EvidenceLimits.trim(small)
    #expect(same == small && leftOut.isEmpty)
    #expect(try EvidenceLimits.size(small) == FactoryJSON.encode(small).count)
  }

  @Test func whatDoesNotFitIsRefusedWithItsSizeAndTheLargestParts() throws {
    let large = body(patches: [1000, 12_000_000, 300_000], failure: 500_000)
    let error = #expect(throws: EvidenceError.self) { try EvidenceLimits.check(large) }
    let sentence = error?.sentence ?? ""
    #expect(sentence.hasPrefix("The evidence is 18.0 MiB and a task carries at most 16.0 MiB"), "\(sentence)")
    #expect(sentence.contains("the patch of file1.txt 17.1 MiB, the output of Sum.adds 488 KiB"), "\(sentence)")
  }

  @Test(arguments: [20_000, 40_000, 100_000, 600_000])
  func trimmingLeavesOutTheLargestSaysSoAndFits(_ limit: Int) throws {
    let large = body(patches: [9_000, 200_000, 60_000, 30_000, 3_000], failure: 50_000)
    let (trimmed, leftOut) = try EvidenceLimits.trim(
      large, alreadyLeftOut: ["the patch of huge.bin (70.0 MiB)"], limit: limit)
    #expect(try EvidenceLimits.size(trimmed) <= limit)
    #expect(leftOut.first == "the patch of huge.bin (70.0 MiB)")
    let details = try #require(trimmed.context.details)
    #expect(details.hasPrefix("Details\n\nLeft out, because a task carries at most"))
    #expect(leftOut.allSatisfy { details.contains("- \($0)") })
    let files = try #require(trimmed.context.diffSummary?.files)
    #expect(files.count == 5)
    for (index, file) in files.enumerated() where file.patch == nil {
      #expect(leftOut.contains { $0.hasPrefix("the patch of file\(index).txt (") })
    }
    #expect((limit == 600_000) == files.allSatisfy { $0.patch != nil })
  }

  @Test func whatCannotBeTrimmedIsStillRefused() throws {
    var stubborn = body(patches: [])
    stubborn.context.summary = String(repeating: "s", count: 5000)
    #expect(throws: EvidenceError.self) { try EvidenceLimits.trim(stubborn, alreadyLeftOut: ["x"], limit: 2000) }
    #expect(throws: EvidenceError.self) { try EvidenceLimits.trim(stubborn, limit: 2000) }
  }

  @Test func everythingGatheredIntoOneContext() throws {
    let repository = try TemporaryRepository()
    try repository.folder.write("a.txt", "1\n")
    try repository.commit("Add a\n\nBecause.")
    let junit = try repository.folder.write(
      ".git/r.xml", "<testsuite><testcase name='a'/><testcase name='b'><skipped/></testcase></testsuite>")
    let coverage = try repository.folder.write(".git/c.xml", "<coverage line-rate='0.5'/>")
    let evidence = try Evidence.gather(
      EvidenceSources(
        repository: repository.path, gitRange: "HEAD", junit: [junit], coverage: coverage, metrics: ["m=1"]))
    let context = evidence.context()
    #expect(context.summary == "1 file, +1 -0; 1 of 2 tests passed; coverage 50.0 %")
    #expect(context.testResults?.coveragePercent == 50)
    #expect(context.metrics == ["m": 1])
    #expect(context.diffSummary?.files.first?.path == "a.txt")
    #expect(context.details?.hasSuffix("\n\nBecause.") == true)
    #expect(evidence.change?.title == "Add a")
    #expect(evidence.context(summary: "Mine", details: "Own").summary == "Mine")
    #expect(try Evidence.gather(EvidenceSources()).context().summary == "No evidence was attached.")
  }
}
