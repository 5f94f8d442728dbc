// What jobs leave behind as assets: the archive of a build and the reports of a test run, and what is said when they cannot be stored.
import FactoryContracts
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FactoryRunner

@Suite(.serialized) struct KeepingTests {
  @Test("a test run leaves its reports, a build its archive, each with the job's stage")
  func filesOfJobs() throws {
    let workshop = try Workshop.withShop()
    let shelf = FakeShelf()
    _ = try TestWorker().work(workshop.context(.test, assets: shelf))
    _ = try BuilderWorker().work(workshop.context(.build, assets: shelf))
    let kept = shelf.kept.withLock { $0 }
    #expect(kept.map(\.form.name) == ["reports-junit.xml", "reports-coverage.xml", "shop.tar.gz"])
    #expect(kept.map(\.form.type) == [.testReport, .testReport, .build])
    #expect(kept.allSatisfy { $0.form.pipelineId == Sample.id(1) && $0.form.stage == .building })
    #expect(String(decoding: kept[0].bytes, as: UTF8.self).contains("<testsuite"))
    #expect(String(decoding: kept[1].bytes, as: UTF8.self).contains("<coverage"))
    #expect(kept[2].bytes.prefix(2) == Data([0x1F, 0x8B]))
    #expect(workshop.lines.contains { $0.hasPrefix("stored shop.tar.gz, version 1 (") })
  }

  @Test("what cannot be stored is named in the log and undoes nothing")
  func refusals() throws {
    let workshop = try Workshop.withShop()
    let shelf = FakeShelf(refusing: .refused(APIError(code: .forbidden, message: "The scope assets:write is missing.")))
    let result = try TestWorker().work(workshop.context(.test, assets: shelf))
    #expect(result["testResults"]?["failed"]?.int == 0)
    #expect(workshop.lines.contains("reports-junit.xml could not be stored: The scope assets:write is missing."))
  }

  @Test("reports are found by their pattern, and nothing outside the product is taken")
  func patterns() throws {
    let workshop = try Workshop()
    let shelf = FakeShelf()
    let context = try workshop.context(.test, assets: shelf)
    let folder = context.workFolder + "/product"
    try AgentFolders.make(folder + "/build")
    let secret = context.workFolder + "/secret.xml"
    for path in [folder + "/build/b.xml", folder + "/build/a.xml", secret] {
      try Data("x".utf8).write(to: URL(filePath: path))
    }
    try FileManager.default.createSymbolicLink(atPath: folder + "/link.xml", withDestinationPath: secret)
    let manifest = Manifest(
      test: ["x"], start: ["x"], junit: ["build/*.xml", "../secret.xml", "link.xml"], coverage: "none.info")
    context.keepReports(in: folder, manifest)
    #expect(shelf.kept.withLock { $0.map(\.form.name) } == ["build-a.xml", "build-b.xml"])
    #expect(workshop.lines.contains("a report outside the product's folder was not stored"))
  }

  @Test("a report's path becomes a name without folders")
  func names() {
    let table = [
      ("junit.xml", "junit.xml"), ("reports/junit.xml", "reports-junit.xml"), ("./a/../b.xml", "a-b.xml"),
      ("/abs/c.xml", "abs-c.xml"),
    ]
    for (path, name) in table { #expect(JobContext.assetName(path) == name) }
  }
}
