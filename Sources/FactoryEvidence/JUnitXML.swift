// JUnit XML, as pytest, surefire, `swift test`, googletest and many others write it, to the contract's test results.
// Totals are counted from the cases: what a suite says of itself is only held against them.
import FactoryContracts

/// Reads reports of test runs.
package enum JUnitXML {
  /// The results of all files together. Each name may be a path or a pattern (`target/**/TEST-*.xml`).
  /// `coveragePercent` is 0 until a coverage report says otherwise.
  package static func read(_ names: [String]) throws(EvidenceError) -> TestResults {
    var tally = JUnitTally()
    var seen: Set<String> = []
    for name in names {
      for path in try FilePattern.files(name) where seen.insert(path).inserted {
        try tally.add(try EvidenceFile.read(path))
      }
    }
    return tally.results
  }
}

/// Counts over files.
struct JUnitTally {
  private var counts = (total: 0, failed: 0, skipped: 0)
  private var failures: [TestFailure] = []

  mutating func add(_ file: EvidenceFile) throws(EvidenceError) {
    let reader = JUnitReader(file.path)
    try XMLWalk.walk(file, reader)
    try reader.checkDeclared()
    counts.total += reader.total
    counts.failed += reader.failures.count
    counts.skipped += reader.skipped
    failures += reader.failures
  }

  var results: TestResults {
    TestResults(
      total: counts.total, passed: counts.total - counts.failed - counts.skipped, failed: counts.failed,
      skipped: counts.skipped, coveragePercent: 0, failureDetails: failures)
  }
}

/// One file. A case counts once, however many failures it holds.
final class JUnitReader: XMLVisitor {
  private(set) var total = 0
  private(set) var skipped = 0
  private(set) var failures: [TestFailure] = []

  private let path: String
  private var suites: [JUnitSuite] = []
  private var incomplete: JUnitSuite?
  private var current: JUnitCase?
  private var faultMessage = ""
  private var declaredFaults = 0

  init(_ path: String) { self.path = path }

  func open(_ name: String, _ attributes: [String: String], path around: [String]) throws(EvidenceError) {
    if around.isEmpty, name != "testsuites", name != "testsuite" {
      throw EvidenceError(
        "\(path): the root element is <\(name)>; <testsuites> or <testsuite> of JUnit XML was expected.")
    }
    switch name {
    case "testsuites", "testsuite":
      if !suites.isEmpty { suites[suites.count - 1].holdsSuites = true }
      suites.append(JUnitSuite(attributes))
      declaredFaults += JUnitSuite.count(attributes, "failures") + JUnitSuite.count(attributes, "errors")
    case "testcase": current = JUnitCase(attributes)
    case "failure", "error":
      // A suite that could not start has no case to carry its error.
      if current == nil { current = JUnitCase(["name": suites.last?.name ?? ""]) }
      faultMessage = attributes["message"] ?? attributes["type"] ?? ""
      current?.noteFault(attributes)
    case "skipped": current?.isSkipped = true
    default: break
    }
  }

  func close(_ name: String, text: String) {
    switch name {
    case "failure", "error":
      current?.addFault(message: faultMessage, text: text)
      if current?.isOfSuite == true { finishCase() }
    case "testcase": finishCase()
    case "testsuites", "testsuite":
      let finished = suites.removeLast()
      if finished.isShort, incomplete == nil { incomplete = finished }
    default: break
    }
  }

  /// Refuses a report that tells of more than it shows: it would pass for a clean one.
  func checkDeclared() throws(EvidenceError) {
    if let short = incomplete {
      throw EvidenceError(
        "\(path): suite \"\(short.name)\" counts \(short.declared) tests, but \(short.cases) are in the file; it is incomplete."
      )
    }
    guard declaredFaults > 0, failures.isEmpty else { return }
    throw EvidenceError(
      "\(path): its suites count failures, but no case with a failure is in the file; it is incomplete.")
  }

  private func finishCase() {
    guard let finished = current else { return }
    current = nil
    total += 1
    if !suites.isEmpty { suites[suites.count - 1].cases += 1 }
    if let failure = finished.failure { failures.append(failure) } else if finished.isSkipped { skipped += 1 }
  }
}

/// What a suite says of itself while its cases are counted.
private struct JUnitSuite {
  let name: String
  let declared: Int
  var cases = 0
  var holdsSuites = false
  private let errors: Int

  init(_ attributes: [String: String]) {
    name = attributes["name"] ?? ""
    declared = Self.count(attributes, "tests")
    errors = Self.count(attributes, "errors")
  }

  /// Bounded, so that no file's numbers overflow a sum.
  static func count(_ attributes: [String: String], _ name: String) -> Int {
    min(max(0, Int(attributes[name] ?? "") ?? 0), 1 << 40)
  }

  /// Fewer cases than the suite's own count. Errors are taken off: pytest counts a test again whose teardown fails.
  /// Suites of suites are left out: some count their children's cases, some do not.
  var isShort: Bool { !holdsSuites && declared - errors > cases }
}
