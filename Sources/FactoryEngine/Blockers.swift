// What keeps pipelines from advancing: open gates and blocking questions, rules that do not hold, conditions that were not met,
// gates that nobody can pass, missed deadlines (rulings R35, R36, R53). Reads one snapshot and changes nothing.
import FactoryContracts
import Foundation

package struct Blockers {
  let reader: any FactoryReader
  let settings: EngineSettings
  let now: Timestamp
  private let deciders: [User]
  private let selfDecision: Bool
  private let precedents: Precedents

  package init(_ reader: any FactoryReader, settings: EngineSettings, now: Timestamp) throws {
    self.reader = reader
    self.settings = settings
    self.now = now
    deciders = try reader.users().map(\.user).filter {
      $0.status == .active && $0.role.scopes.contains(.tasksApprove)
    }
    precedents = Precedents(reader, now: now)
    selfDecision = try reader.setting(SettingName.selfDecision)?.bool ?? settings.selfDecision
  }

  /// Of every pipeline that is on its way, most urgent first, then by how long it waits.
  package func all() throws -> [BlockerInfo] {
    var found: [BlockerInfo] = []
    for status in [PipelineStatus.active, .paused, .failed] {
      var query = PipelineQuery()
      query.status = status
      var page = PageRequest(limit: 100)
      repeat {
        let answer = try reader.pipelines(query, page)
        for row in answer.rows { found += try of(FactoryJSON.decode(Pipeline.self, from: row)) }
        page.cursor = answer.nextCursor
      } while page.cursor != nil
    }
    return Self.sorted(found)
  }

  /// Of one pipeline; none when it is published or archived.
  package func all(of id: EntityID) throws -> [BlockerInfo] {
    if let pipeline = try reader.pipeline(id) { return Self.sorted(try of(pipeline)) }
    if try reader.pipelineIsDeleted(id) { throw APIError.gone("Pipeline \(id) was removed.") }
    throw APIError.notFound("pipeline", id)
  }

  private static func sorted(_ rows: [BlockerInfo]) -> [BlockerInfo] {
    rows.sorted {
      ($0.priority.rank, -$0.hoursBlocked, $0.pipelineName, $0.entityId)
        < ($1.priority.rank, -$1.hoursBlocked, $1.pipelineName, $1.entityId)
    }
  }

  private func of(_ pipeline: Pipeline) throws -> [BlockerInfo] {
    guard [.active, .paused, .failed].contains(pipeline.status) else { return [] }
    let tasks = try reader.openTasks(pipeline: pipeline.id)
    let blocking = tasks.filter(\.blocksStageAdvance)
    var rows = try blocking.map { try question($0, pipeline) }
    rows += tasks.filter { !$0.blocksStageAdvance && $0.slaBreached }.map { late($0, pipeline) }
    rows += try stage(pipeline, asks: !blocking.isEmpty)
    rows += try conditions(pipeline)
    return rows
  }

  private func row(
    _ type: BlockerType, _ id: EntityID, _ title: String, _ pipeline: Pipeline, _ priority: Priority?,
    since: Timestamp?, _ reason: String, _ action: String?
  ) -> BlockerInfo {
    let hours = since.map { max(0, now.seconds(since: $0)) / 3600 } ?? 0
    return BlockerInfo(
      blockerType: type, entityId: id, title: title, pipelineId: pipeline.id, pipelineName: pipeline.name,
      priority: priority ?? pipeline.priority, hoursBlocked: (hours * 100).rounded() / 100, blockReason: reason,
      suggestedAction: action)
  }
}

// MARK: - Questions

extension Blockers {
  /// A gate's task, or one that was made to hold its pipeline.
  private func question(_ task: FactoryTask, _ pipeline: Pipeline) throws -> BlockerInfo {
    var reason = "it waits for a decision"
    var action = "Decide it: factory show \(task.id.short)"
    let required = task.requiredApprovers ?? 1
    if required > 1 { reason = "\(task.currentApprovers ?? 0) of \(required) approvals were given" }
    if task.status == .escalated { reason += "; it was handed up, so an owner or admin decides" }
    if task.pendingDecision != nil { reason = "a decision takes effect when its grace is over" }
    if let missing = try missingApprovers(task) {
      reason = missing
      action = "Let another person approve, or withdraw the question and ask for fewer approvers"
    }
    if task.slaBreached, let deadline = task.slaDeadline { reason += "; its deadline passed \(ago(deadline)) ago" }
    if let before = try precedents.sentence(task.type, at: task.stageName, of: pipeline) { action += ". \(before)" }
    return row(.task, task.id, task.title, pipeline, task.priority, since: task.createdAt, reason, action)
  }

  /// Why nobody could give the approvals that are still needed; nil when they could (ruling R36).
  private func missingApprovers(_ task: FactoryTask) throws -> String? {
    guard settings.approverPolicy == .countUsers else { return nil }
    let given = Set(try reader.approvers(task: task.id))
    let able = deciders.filter { user in
      if task.createdBy == user.id, !selfDecision { return false }
      let isAbove = user.role == .owner || user.role == .admin || task.assigneeId == user.id
      return !given.contains(user.id) && (task.status != .escalated || isAbove)
    }
    let missing = (task.requiredApprovers ?? 1) - given.count
    guard able.count < missing else { return nil }
    let people = able.count == 1 ? "1 person" : "\(able.count) people"
    return "\(missing) more \(missing == 1 ? "approval is" : "approvals are") needed, but only \(people) could give one"
  }

  /// Does not hold the stage, but somebody waits too long for it.
  private func late(_ task: FactoryTask, _ pipeline: Pipeline) -> BlockerInfo {
    let since = task.slaDeadline ?? task.createdAt
    return row(
      .task, task.id, task.title, pipeline, task.priority, since: since,
      "its deadline passed \(ago(since)) ago; it does not hold the stage", "Decide it: factory show \(task.id.short)")
  }

  private func ago(_ moment: Timestamp) -> String {
    let minutes = Int(max(0, now.seconds(since: moment)) / 60)
    if minutes < 120 { return "\(minutes) min" }
    return minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
  }
}

// MARK: - Stages

extension Blockers {
  /// - Parameter asks: whether an open question says already why it stands still.
  private func stage(_ pipeline: Pipeline, asks: Bool) throws -> [BlockerInfo] {
    let judge = StageJudge(reader)
    let record = try judge.currentRecord(pipeline)
    let (id, since) = (record?.id ?? pipeline.id, record?.enteredAt ?? pipeline.updatedAt)
    let name = pipeline.currentStage.rawValue.capitalized
    func blocks(_ reason: String, _ action: String, since: Timestamp) -> BlockerInfo {
      row(.stage, id, "\(name) of \(pipeline.name)", pipeline, nil, since: since, reason, action)
    }
    var rows: [BlockerInfo] = []
    if pipeline.status == .failed, !asks {
      let why = pipeline.metadata["failure"]?["reason"]?.string.map { ": \($0)" } ?? ""
      rows.append(blocks("the pipeline failed\(why)", "Ask to enter the stage again", since: pipeline.updatedAt))
    }
    if pipeline.status == .paused {
      rows.append(blocks("the pipeline is paused", "Set it active again", since: pipeline.updatedAt))
    }
    if pipeline.status == .active, !asks, record?.requiresApproval == true,
      try reader.latestApproval(pipeline: pipeline.id, stage: pipeline.currentStage)?.status != .approved
    {
      rows.append(
        blocks("its gate was not passed, and nobody is asked any more", "Fail it and ask for a retry", since: since))
    }
    let failures = pipeline.status == .active ? try judge.failures(pipeline, leaving: pipeline.currentStage) : []
    if !failures.isEmpty {
      let words = failures.map(\.message).joined(separator: "; ")
      let before = try precedents.sentence(.manualAction, at: pipeline.currentStage, of: pipeline).map { ". \($0)" }
      let action = "Bring what the rules ask for, or let an admin skip them" + (before ?? "")
      rows.append(blocks(words, action, since: since))
    }
    if let deadline = pipeline.slaDeadline, deadline <= now, pipeline.status == .active {
      rows.append(blocks("the pipeline's deadline passed \(ago(deadline)) ago", "Raise its priority", since: deadline))
    }
    return rows
  }

  /// Conditions of approvals: a pipeline that has an open one is not published (ruling R35).
  private func conditions(_ pipeline: Pipeline) throws -> [BlockerInfo] {
    try StageJudge(reader).approvals(of: pipeline, .approved).flatMap { approval in
      approval.openConditions.map { condition in
        row(
          .dependency, approval.id, "Condition of the approval at \(approval.stageName.rawValue)", pipeline, nil,
          since: approval.approvedAt ?? approval.createdAt, "it is still open: \(condition)",
          "Meet it and say how, else it is not published")
      }
    }
  }
}
