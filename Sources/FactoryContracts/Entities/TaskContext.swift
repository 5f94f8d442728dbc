// The evidence of a decision (contract §1.4).

package struct TestFailure: Codable, Hashable, Sendable {
  package var testName: String
  package var error: String
  package var file: String?
  package var line: Int?

  package init(testName: String, error: String, file: String? = nil, line: Int? = nil) {
    self.testName = testName
    self.error = error
    self.file = file
    self.line = line
  }
}

/// Totals of a test run; `failureDetails` only in the full form (ruling R56).
package struct TestResults: Codable, Hashable, Sendable {
  package var total: Int
  package var passed: Int
  package var failed: Int
  package var skipped: Int
  /// 0–100.
  package var coveragePercent: Double
  package var failureDetails: [TestFailure]?

  package init(
    total: Int, passed: Int, failed: Int, skipped: Int, coveragePercent: Double,
    failureDetails: [TestFailure]? = nil
  ) {
    self.total = total
    self.passed = passed
    self.failed = failed
    self.skipped = skipped
    self.coveragePercent = coveragePercent
    self.failureDetails = failureDetails
  }
}

package enum DiffFileStatus: String, WireEnum {
  case added, modified, deleted, renamed
  case unknown
}

/// One file of a change; `patch` is a unified diff, only in the full form (ruling R56).
package struct DiffFile: Codable, Hashable, Sendable {
  package var path: String
  package var status: DiffFileStatus
  package var insertions: Int
  package var deletions: Int
  package var patch: String?

  package init(path: String, status: DiffFileStatus, insertions: Int, deletions: Int, patch: String? = nil) {
    self.path = path
    self.status = status
    self.insertions = insertions
    self.deletions = deletions
    self.patch = patch
  }
}

package struct DiffSummary: Codable, Hashable, Sendable {
  package var filesChanged: Int
  package var insertions: Int
  package var deletions: Int
  package var files: [DiffFile]

  package init(filesChanged: Int, insertions: Int, deletions: Int, files: [DiffFile]) {
    self.filesChanged = filesChanged
    self.insertions = insertions
    self.deletions = deletions
    self.files = files
  }
}

/// What is being decided and what speaks for and against it.
package struct TaskContext: Codable, Hashable, Sendable {
  package var summary: String
  package var details: String?
  package var testResults: TestResults?
  package var diffSummary: DiffSummary?
  package var metrics: [String: Double]?
  package var relatedAssets: [EntityID]?
  package var modalType: String?
  package var modalConfig: [String: JSONValue]?
  /// The call of a tool that waits for this decision (additive).
  package var call: AgentCall?

  package init(
    summary: String, details: String? = nil, testResults: TestResults? = nil, diffSummary: DiffSummary? = nil,
    metrics: [String: Double]? = nil, relatedAssets: [EntityID]? = nil, modalType: String? = nil,
    modalConfig: [String: JSONValue]? = nil, call: AgentCall? = nil
  ) {
    self.summary = summary
    self.details = details
    self.testResults = testResults
    self.diffSummary = diffSummary
    self.metrics = metrics
    self.relatedAssets = relatedAssets
    self.modalType = modalType
    self.modalConfig = modalConfig
    self.call = call
  }
}

extension TaskContext {
  /// Without patches and failure details: what lists, events and snapshots carry (ruling R56).
  package var listForm: TaskContext {
    var light = self
    light.testResults?.failureDetails = nil
    if let files = diffSummary?.files {
      light.diffSummary?.files = files.map { file in
        var bare = file
        bare.patch = nil
        return bare
      }
    }
    return light
  }
}

extension FactoryTask {
  /// Without patches and failure details: what lists, events and snapshots carry (ruling R56).
  package var listForm: FactoryTask {
    var light = self
    light.context = context.listForm
    return light
  }
}
