// What a field takes beyond its type: lengths, ranges, counts. The rules of the engine read the numbers here, the OpenAPI document
// prints them.

/// Limits of what requests carry (design: nothing grows without a bound).
package enum FieldLimits {
  package static let title = 300
  package static let summary = 10_000
  package static let description = 100_000
  package static let details = 1 << 20
  package static let key = 200
  package static let files = 10_000
  package static let failures = 10_000
  package static let metrics = 500
  package static let notes = 20_000
  package static let retryNotes = 9_000
  package static let condition = 2_000
  package static let conditions = 100
  package static let bulk = 1000
  package static let approvers = 1...50
  package static let grace = 0...60
  package static let percent = 0...100
  package static let tests = 0...100_000_000
  package static let changes = 0...1_000_000_000
  package static let pipelineName = 200
  package static let platform = 100
}

/// What one field takes.
package enum FieldRule: Sendable {
  /// Not blank, up to so many characters.
  case text(Int)
  /// May be empty.
  case free(Int)
  case number(ClosedRange<Int>)
  case items(ClosedRange<Int>)
  /// A list of texts that are not blank.
  case texts(items: Int, length: Int)
  case members(Int)
}

package enum FieldRules {
  /// By `Type.field`; a test holds that each names a field.
  package static let all: [String: FieldRule] = [
    "CreatePipelineBody.name": .text(FieldLimits.pipelineName),
    "CreatePipelineBody.platform": .text(FieldLimits.platform),
    "AdvanceStageBody.notes": .free(FieldLimits.notes),
    "RegisterAgentBody.name": .text(FieldLimits.pipelineName),
    "FailPipelineBody.reason": .text(FieldLimits.notes),
    "RetryPipelineBody.notes": .free(FieldLimits.retryNotes),
    "CreateTaskBody.title": .text(FieldLimits.title),
    "CreateTaskBody.description": .free(FieldLimits.description),
    "CreateTaskBody.key": .text(FieldLimits.key),
    "CreateTaskBody.requiredApprovers": .number(FieldLimits.approvers),
    "TaskContext.summary": .text(FieldLimits.summary),
    "TaskContext.details": .free(FieldLimits.details),
    "TaskContext.metrics": .members(FieldLimits.metrics),
    "TestResults.total": .number(FieldLimits.tests),
    "TestResults.passed": .number(FieldLimits.tests),
    "TestResults.failed": .number(FieldLimits.tests),
    "TestResults.skipped": .number(FieldLimits.tests),
    "TestResults.coveragePercent": .number(FieldLimits.percent),
    "TestResults.failureDetails": .items(0...FieldLimits.failures),
    "DiffSummary.filesChanged": .number(FieldLimits.changes),
    "DiffSummary.insertions": .number(FieldLimits.changes),
    "DiffSummary.deletions": .number(FieldLimits.changes),
    "DiffSummary.files": .items(0...FieldLimits.files),
    "DiffFile.path": .text(FieldLimits.summary),
    "CompleteTaskBody.notes": .free(FieldLimits.notes),
    "CompleteTaskBody.graceSeconds": .number(FieldLimits.grace),
    "ReassignTaskBody.reason": .free(FieldLimits.notes),
    "WithdrawTaskBody.reason": .free(FieldLimits.notes),
    "BulkTaskBody.taskIds": .items(1...FieldLimits.bulk),
    "BulkTaskBody.notes": .free(FieldLimits.notes),
    "BulkTaskBody.graceSeconds": .number(FieldLimits.grace),
    "ApproveBody.notes": .free(FieldLimits.notes),
    "ApproveBody.graceSeconds": .number(FieldLimits.grace),
    "ApproveBody.conditions": .texts(items: FieldLimits.conditions, length: FieldLimits.condition),
    "RejectBody.reason": .text(FieldLimits.notes),
    "RejectBody.graceSeconds": .number(FieldLimits.grace),
    "EscalateBody.reason": .text(FieldLimits.notes),
    "AgentCall.agent": .text(RuleLimits.name),
    "AgentCall.session": .text(RuleLimits.name),
    "AgentCall.tool": .text(RuleLimits.name),
    "AgentCall.folder": .text(RuleLimits.text),
    "AgentCall.command": .free(RuleLimits.text),
    "AgentCall.path": .free(RuleLimits.text),
    "AgentCall.others": .texts(items: RuleLimits.others, length: RuleLimits.name),
    "MeetConditionBody.note": .text(FieldLimits.notes),
  ]

  /// The schema of a field with its rule; only requests are judged by it.
  static func narrow(_ schema: JSONValue, _ field: String, _ book: SchemaBook) -> JSONValue {
    guard book.direction == .request, let rule = all[field], case .object(var members) = schema else { return schema }
    for (name, value) in keywords(rule) { members[name] = value }
    return .object(members)
  }

  private static func keywords(_ rule: FieldRule) -> [String: JSONValue] {
    switch rule {
    case .text(let length): text(length)
    case .free(let length): ["maxLength": .integer(Int64(length))]
    case .number(let range):
      ["minimum": .integer(Int64(range.lowerBound)), "maximum": .integer(Int64(range.upperBound))]
    case .items(let range):
      ["minItems": .integer(Int64(range.lowerBound)), "maxItems": .integer(Int64(range.upperBound))]
    case .texts(let items, let length):
      [
        "maxItems": .integer(Int64(items)),
        "items": .object(text(length).merging(["type": "string"]) { $1 }),
      ]
    case .members(let count): ["maxProperties": .integer(Int64(count))]
    }
  }

  private static func text(_ length: Int) -> [String: JSONValue] {
    ["minLength": 1, "maxLength": .integer(Int64(length)), "pattern": "\\S"]
  }
}
