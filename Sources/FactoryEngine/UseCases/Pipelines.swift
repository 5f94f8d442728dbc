// Creating, changing, archiving and removing pipelines (contract §1.5, rulings R7, R16, R36, R45).
import FactoryContracts

extension UseCases {
  /// A new pipeline at intake, its scaffold job queued (ruling R45).
  package func createPipeline(_ body: CreatePipelineBody) throws -> Pipeline {
    try refuseLooser(body.config ?? [:], than: [:], isNew: true)
    try checkNew(body)
    let priority = body.priority ?? .medium
    let pipeline = Pipeline(
      id: newID(), name: body.name, slug: try Slug.unique(body.name) { try tx.pipeline(slug: $0) != nil },
      template: body.template ?? .mcpServerStandard, platform: body.platform, priority: priority,
      createdBy: actor.id, assigneeId: body.assigneeId, config: body.config ?? [:],
      slaDeadline: settings.deadline(priority, from: now), startedAt: now, createdAt: now, updatedAt: now, version: 1)
    try add(pipeline)
    try beginWork(pipeline)
    return pipeline
  }

  /// Stores a pipeline and the record of the stage it stands at.
  /// - Parameter asks: it stands at a gate that is about to be opened.
  func add(_ pipeline: Pipeline, action: String = "pipeline.created", asks: Bool = false) throws {
    try tx.insert(pipeline)
    try tx.insert(record(of: pipeline, at: pipeline.currentStage, requiresApproval: asks))
    try audit(
      action, "pipeline", pipeline.id, pipeline: pipeline.id, changes: PipelineFields.created(pipeline))
    try emit(.pipelineCreated(PipelinePayload(pipeline: pipeline)))
  }

  private func checkNew(_ body: CreatePipelineBody) throws {
    var problems = Problems()
    problems.text("name", body.name, max: FieldLimits.pipelineName)
    problems.text("platform", body.platform, max: FieldLimits.platform)
    problems.known("template", body.template)
    problems.known("priority", body.priority)
    PipelineRules.check(body.config ?? [:], &problems)
    try checkUser("assigneeId", body.assigneeId, &problems)
    let required = PipelineRules(config: body.config ?? [:]).requiredApprovers
    try checkSatisfiable("config.requiredApprovers", required, &problems)
    try problems.check()
  }

  func checkUser(_ field: String, _ id: EntityID?, _ problems: inout Problems) throws {
    guard let id, try !isKnownUser(id) else { return }
    problems.add(field, "There is no active user \(id).", received: .id(id), expected: "the id of an active user")
  }

  package func updatePipeline(_ id: EntityID, _ body: UpdatePipelineBody, ifMatch: Int?) throws -> Pipeline {
    let old = try pipeline(id)
    if body.config != nil { try refuseLooser(Self.merge(old.config, body.config), than: old.config) }
    try refuseArchived(old)
    let assignee = try checkChange(old, body)
    try checkStatus(old, body.status)
    try match(ifMatch, old.version, "pipeline", state: old.status.rawValue)
    if body.status == .archived { return try archive(old) }
    var new = old
    if let assignee { new.assigneeId = assignee.value }
    new.config = Self.merge(old.config, body.config)
    new.metadata = Self.merge(old.metadata, body.metadata)
    new.status = body.status ?? old.status
    if let priority = body.priority, priority != old.priority {
      new.priority = priority
      new.slaDeadline = settings.deadline(priority, createdAt: old.createdAt, now: now)
    }
    guard new != old else { return old }
    let changed = try change(old, "pipeline.updated") { $0 = new }
    if new.priority != old.priority { try reprioritise(changed) }
    guard new.status == .active, old.status == .paused else { return changed }
    // What was finished meanwhile takes effect now.
    try proceed(changed)
    return try self.pipeline(id)
  }

  private func reprioritise(_ pipeline: Pipeline) throws {
    for job in try tx.openJobs(pipeline: pipeline.id) {
      try change(job, "job.priority_changed") { $0.priority = pipeline.priority }
    }
  }

  /// One level deep; null removes a key (ruling R45).
  static func merge(_ old: [String: JSONValue], _ changes: [String: JSONValue]?) -> [String: JSONValue] {
    var merged = old
    for (key, value) in changes ?? [:] {
      if value == .null { merged.removeValue(forKey: key) } else { merged[key] = value }
    }
    return merged
  }

  /// What a PATCH says about the assignee: someone, or nobody.
  private struct NewAssignee { let value: EntityID? }

  private func checkChange(_ old: Pipeline, _ body: UpdatePipelineBody) throws -> NewAssignee? {
    var problems = Problems()
    problems.known("priority", body.priority)
    problems.known("status", body.status)
    PipelineRules.check(body.config ?? [:], &problems)
    checkOwnMembers(body.metadata, &problems)
    if body.config?["requiredApprovers"] != nil {
      let required = PipelineRules(config: Self.merge(old.config, body.config)).requiredApprovers
      try checkSatisfiable("config.requiredApprovers", required, &problems)
    }
    var assignee: NewAssignee?
    switch body.assigneeId {
    case nil: break
    case .null?: assignee = NewAssignee(value: nil)
    case let value?:
      let id = value.string.flatMap { EntityID($0) }
      if id == nil {
        problems.add("assigneeId", "assigneeId is no user's id.", received: value, expected: "a UUID or null")
      }
      try checkUser("assigneeId", id, &problems)
      assignee = NewAssignee(value: id)
    }
    try problems.check()
    return assignee
  }

  /// `completed` and `failed` come about only through stages, and are left only by a retry (ruling R45).
  private func checkStatus(_ old: Pipeline, _ wanted: PipelineStatus?) throws {
    guard let wanted, wanted != old.status, wanted != .archived else { return }
    let settable: Set<PipelineStatus> = [.active, .paused]
    guard settable.contains(wanted), settable.contains(old.status) else {
      throw APIError.conflict(
        "A pipeline cannot be set from \(old.status.rawValue) to \(wanted.rawValue).", current: old.status.rawValue,
        required: "active or paused")
    }
  }
}
