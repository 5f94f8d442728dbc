// Whether a pipeline could leave its stage, asked on any snapshot: use cases ask inside their transaction, the view of blockers
// beside them (contract §1.4, rulings R15, R45). Reads only.
import FactoryContracts

struct StageJudge {
  let reader: any FactoryReader

  init(_ reader: any FactoryReader) { self.reader = reader }

  /// The record of the stay that goes on.
  func currentRecord(_ pipeline: Pipeline) throws -> PipelineStageRecord? {
    try reader.stages(pipeline: pipeline.id).last { $0.stageName == pipeline.currentStage && $0.status == .active }
  }

  /// Rules for leaving a stage that do not hold now.
  func failures(_ pipeline: Pipeline, leaving stage: PipelineStage) throws -> [RuleFailure] {
    let record = try currentRecord(pipeline)
    let rules = record?.stageName == stage ? record?.validationRules ?? [] : PipelineRules(pipeline).rules(stage)
    return rules.isEmpty ? [] : RuleCheck.failures(rules, try evidence(pipeline))
  }

  func evidence(_ pipeline: Pipeline) throws -> StageEvidence {
    StageEvidence(
      tests: try lastTests(pipeline), approvals: try votes(pipeline),
      metadata: pipeline.metadata, work: try work(pipeline), assets: try reader.assetTypes(pipeline: pipeline.id))
  }

  /// How many people approved on this pipeline since it was last sent back: what they saw then is not what is there now.
  private func votes(_ pipeline: Pipeline) throws -> Int {
    let begun = pipeline.metadata["rework"]?["at"]?.string.flatMap { Timestamp($0) }
    let given = try approvals(of: pipeline, .approved).filter { approval in
      begun.map { $0 < approval.createdAt } ?? true
    }
    return Set(try given.flatMap { try reader.approvers(task: $0.taskId) }).count
  }

  /// Of the newest task that brought some, or the test job that reported later; else what someone put into
  /// `metadata.lastTestRun`.
  func lastTests(_ pipeline: Pipeline) throws -> TestResults? {
    let task = try reader.latestTestTask(pipeline: pipeline.id)
    let reported = pipeline.metadata["lastTestRun"]?["at"]?.string.flatMap { Timestamp($0) }
    if let task, let tests = task.context.testResults, reported.map({ $0 < task.createdAt }) ?? true { return tests }
    guard let run = pipeline.metadata["lastTestRun"], let total = run["total"]?.int else { return nil }
    return TestResults(
      total: total, passed: run["passed"]?.int ?? 0, failed: run["failed"]?.int ?? 0,
      skipped: run["skipped"]?.int ?? 0, coveragePercent: run["coveragePercent"]?.double ?? 0)
  }

  func approvals(of pipeline: Pipeline, _ status: ApprovalStatus) throws -> [Approval] {
    var query = ApprovalQuery()
    query.pipelineId = pipeline.id
    query.status = status
    var found: [Approval] = []
    var page = PageRequest(limit: 100)
    repeat {
      let answer = try reader.approvals(query, page)
      found += try answer.rows.map { try FactoryJSON.decode(Approval.self, from: $0) }
      page.cursor = answer.nextCursor
    } while page.cursor != nil
    return found
  }
}

// MARK: - Work

extension StageJudge {
  /// The records of the current stay. The job that waits at intake is scaffolding's work too.
  func stay(_ pipeline: Pipeline) throws -> [EntityID] {
    let records = try reader.stages(pipeline: pipeline.id)
    guard let last = records.last, last.stageName == pipeline.currentStage else { return [] }
    let before = records.dropLast().last
    guard last.stageName == .scaffolding, let before, before.stageName == .intake else { return [last.id] }
    return [before.id, last.id]
  }

  /// The state of the current stay's jobs; a health check counts for the deploy it looked at.
  func work(_ pipeline: Pipeline) throws -> [JobKind: JobStatus] {
    let stay = try stay(pipeline)
    var work: [JobKind: JobStatus] = [:]
    var deploy: EntityID?
    for kind in StageWork.jobs(of: pipeline.currentStage) {
      guard let job = try latestWork(pipeline, kind),
        let record = job.stageRecordId, stay.contains(record)
      else { continue }
      if kind == .deploy { deploy = job.id }
      if kind == .health, job.payload[JobPayload.deployJob] != .id(deploy) { continue }
      work[kind] = job.status
    }
    return work
  }

  /// The newest job of a kind, but for what takes a deploy back: that is nobody's stage's work.
  private func latestWork(_ pipeline: Pipeline, _ kind: JobKind) throws -> Job? {
    let latest = try reader.latestJob(pipeline: pipeline.id, kind: kind)
    guard let latest, latest.isRollback else { return latest }
    var query = JobQuery(pipelineId: pipeline.id)
    query.kind = kind
    let rows = try reader.jobs(query, PageRequest(limit: 100)).rows
    return try rows.lazy.map { try FactoryJSON.decode(Job.self, from: $0) }.first { !$0.isRollback }
  }
}
