// Runs a product's tests and reads what they reported. Shared by who tests and by who repairs.
import FactoryContracts
import FactoryEvidence
import Foundation

struct TestRunOutcome {
  var results: TestResults
  var seconds: Double
}

extension JobContext {
  /// - Throws: when the command left no report, or failed although its report shows no failure.
  func runTests(in folder: String, _ manifest: Manifest) throws -> TestRunOutcome {
    for path in manifest.junit + [manifest.coverage].compactMap(\.self) { unlink(folder + "/" + path) }
    try AgentFolders.make(workFolder + "/tmp")
    let result = try runBuilt(manifest.test, in: folder)
    let words = "The test command \(manifest.test.joined(separator: " ")) \(result.words)"
    if result.end == .timedOut { throw RunnerError(words + ".", details: result.tail.joined(separator: "\n")) }
    let results: TestResults
    do {
      let sources = EvidenceSources(
        junit: manifest.junit.map { folder + "/" + $0 }, coverage: manifest.coverage.map { folder + "/" + $0 })
      results = try Evidence.gather(sources).testResults ?? TestResults.none
    } catch {
      throw RunnerError(
        "\(words) and its report cannot be used: \(error)", details: result.tail.joined(separator: "\n"))
    }
    guard result.succeeded || results.failed > 0 else {
      throw RunnerError("\(words), although no test failed.", details: result.tail.joined(separator: "\n"))
    }
    return TestRunOutcome(results: results.short, seconds: result.duration)
  }
}

extension TestResults {
  static let none = TestResults(total: 0, passed: 0, failed: 0, skipped: 0, coveragePercent: 0)

  /// The first failures, each with the beginning of what it said: what fits into a job's result.
  var short: TestResults {
    var cut = self
    cut.failureDetails = failureDetails?.prefix(30).map { failure in
      var one = failure
      one.error = String(failure.error.prefix(3000))
      return one
    }
    return cut
  }
}

/// An agent of type `test_runner`.
package struct TestWorker: JobWorker {
  package init() {}
  package var kinds: [JobKind] { AgentType.testRunner.jobKinds }

  package func work(_ context: JobContext) throws -> [String: JSONValue] {
    let checkout = try Checkout(context)
    let commit = try checkout.head()
    context.say("testing \(context.slug) at \(commit.prefix(12))")
    let manifest = try Manifest.read(in: checkout.folder)
    let run = try context.runTests(in: checkout.folder, manifest)
    context.keepReports(in: checkout.folder, manifest)
    let results = run.results
    for failure in results.failureDetails ?? [] {
      let place = failure.file.map { "\($0)\(failure.line.map { ":\($0)" } ?? "")" } ?? "?"
      context.say("failed: \(failure.testName) at \(place)")
    }
    context.say("\(results.passed) of \(results.total) passed, coverage \(results.coveragePercent) %")
    return [
      "testResults": try JSONValue(encoding: results), "commit": .string(commit),
      "metrics": ["testSeconds": .number((run.seconds * 100).rounded() / 100)],
    ]
  }
}
