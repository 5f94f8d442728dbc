// All the evidence of one decision, gathered from where the caller says it is. Any thread; blocking; no network.
import FactoryContracts

/// Where the evidence is.
package struct EvidenceSources: Sendable {
  /// A folder inside the repository; nil for the current one.
  package var repository: String?
  /// `HEAD~1..HEAD`, `main...topic` or a commit.
  package var gitRange: String?
  /// Paths and patterns.
  package var junit: [String]
  package var coverage: String?
  /// `name=number` each.
  package var metrics: [String]
  /// Leave out what is too large, openly, in place of refusing it.
  package var trim: Bool

  package init(
    repository: String? = nil, gitRange: String? = nil, junit: [String] = [], coverage: String? = nil,
    metrics: [String] = [], trim: Bool = false
  ) {
    self.repository = repository
    self.gitRange = gitRange
    self.junit = junit
    self.coverage = coverage
    self.metrics = metrics
    self.trim = trim
  }
}

/// What was found there.
package struct Evidence: Hashable, Sendable {
  package var change: GitChange?
  package var testResults: TestResults?
  package var metrics: [String: Double]?
  /// What the reading already had to leave out; to be handed to `EvidenceLimits.trim`.
  package var leftOut: [String]

  package init(
    change: GitChange? = nil, testResults: TestResults? = nil, metrics: [String: Double]? = nil, leftOut: [String] = []
  ) {
    self.change = change
    self.testResults = testResults
    self.metrics = metrics
    self.leftOut = leftOut
  }

  /// Reads every source; the first that cannot be read is the error.
  package static func gather(_ sources: EvidenceSources) throws(EvidenceError) -> Evidence {
    let metrics = try Metric.table(sources.metrics)
    var results = sources.junit.isEmpty ? nil : try JUnitXML.read(sources.junit)
    if let coverage = sources.coverage {
      let percent = try Coverage.read(coverage)
      results = results ?? TestResults(total: 0, passed: 0, failed: 0, skipped: 0, coveragePercent: 0)
      results?.coveragePercent = percent
    }
    var change: GitChange?
    if let range = sources.gitRange {
      change = try GitRepository(sources.repository).change(range, trim: sources.trim)
    }
    return Evidence(
      change: change, testResults: results, metrics: metrics.isEmpty ? nil : metrics, leftOut: change?.leftOut ?? [])
  }

  /// The context of a task. `summary` and `details` of the caller come before what the commits say.
  package func context(summary: String? = nil, details: String? = nil) -> TaskContext {
    TaskContext(
      summary: summary ?? ownSummary, details: details ?? change?.details, testResults: testResults,
      diffSummary: change?.diff, metrics: metrics)
  }

  /// Counts in words: `3 files, +10 −2; 40 of 41 tests passed`.
  private var ownSummary: String {
    var parts: [String] = []
    if let diff = change?.diff {
      parts.append(
        "\(diff.filesChanged) file\(diff.filesChanged == 1 ? "" : "s"), +\(diff.insertions) -\(diff.deletions)")
    }
    if let tests = testResults, tests.total > 0 { parts.append("\(tests.passed) of \(tests.total) tests passed") }
    if let tests = testResults, tests.coveragePercent > 0 { parts.append("coverage \(tests.coveragePercent) %") }
    if parts.isEmpty, let metrics, !metrics.isEmpty {
      parts.append("\(metrics.count) metric\(metrics.count == 1 ? "" : "s")")
    }
    return parts.isEmpty ? "No evidence was attached." : parts.joined(separator: "; ")
  }
}
