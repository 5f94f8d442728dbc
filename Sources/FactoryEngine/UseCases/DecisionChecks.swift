// What a decision's own fields must look like: the 400s of deciding (rulings R14, R34, R48, R54).
import FactoryContracts

extension UseCases {
  func check(_ verdict: Verdict, _ task: FactoryTask) throws {
    var problems = Problems()
    problems.known("decision", verdict.decision)
    problems.number("graceSeconds", verdict.grace, in: 0...settings.graceMax)
    problems.text(verdict.notesField, optional: verdict.notes, max: FieldLimits.notes)
    if verdict.decision == .rejected || (verdict.decision == .escalated && verdict.notesField == "reason") {
      problems.text(verdict.notesField, verdict.notes ?? "", max: FieldLimits.notes)
    }
    try checkData(verdict, task, &problems)
    try problems.check()
  }

  /// Whether a task can be handed to them: an active person with the scope to approve, the caller too.
  private func canDecide(_ id: EntityID) throws -> Bool {
    if actor.kind == .user, actor.id == id { return actor.scopes.contains(.tasksApprove) }
    guard let user = try tx.user(id)?.user else { return false }
    return user.status == .active && user.role.scopes.contains(.tasksApprove)
  }

  private func checkData(_ verdict: Verdict, _ task: FactoryTask, _ problems: inout Problems) throws {
    if let until = verdict.data["until"], verdict.decision == .deferred, until != .null, verdict.until ?? now <= now {
      problems.add(
        "decisionData.until", "decisionData.until is no time to come.", received: until,
        expected: "a time after \(now)")
    }
    try checkRule(verdict, task, &problems)
    if let stage = verdict.data["returnTo"], verdict.decision == .rejected, stage != .null {
      let order = (task.stageName ?? .published).order
      if verdict.returnTo.map({ $0.order >= order }) ?? true {
        problems.add(
          "decisionData.returnTo", "decisionData.returnTo is no stage before this one.", received: stage,
          expected: PipelineStage.declared.prefix(max(0, order)).map(\.rawValue).joined(separator: ", "))
      }
    }
    if verdict.decision == .escalated, let target = verdict.data["escalateTo"], target != .null {
      let id = target.string.flatMap { EntityID($0) }
      if try id.map({ try !canDecide($0) }) ?? true {
        problems.add(
          verdict.notesField == "reason" ? "escalateTo" : "decisionData.escalateTo",
          "escalateTo is no active user who may approve.", received: target,
          expected: "the id of an active user who may approve")
      }
    }
  }
}

extension UseCases {
  /// An approval may reach further than its task: a rule comes with it.
  private func checkRule(_ verdict: Verdict, _ task: FactoryTask, _ problems: inout Problems) throws {
    guard let asked = verdict.data[AllowMore.member], asked != .null else { return }
    let field = "decisionData.\(AllowMore.member)"
    try requireInPerson()
    guard verdict.decision == .approved, let more = verdict.allowMore else {
      return problems.add(
        field, "\(field) is no rule that an approval makes.", received: asked,
        expected: "with the decision approved: scope, one of kind, session; expiresAt, a time")
    }
    checkEnd("\(field).expiresAt", more.expiresAt, &problems)
    guard let source = checkTask(task, field, &problems) else { return }
    try checkNew(source, more.scope, "\(field).scope", &problems)
  }
}

extension Verdict {
  /// nil: none is asked for, or what is asked for cannot be read.
  var allowMore: AllowMore? {
    guard let members = data[AllowMore.member]?.object,
      let scope = members["scope"]?.string.flatMap({ RuleScope.named($0) })
    else { return nil }
    guard let end = members["expiresAt"], end != .null else { return AllowMore(scope: scope) }
    return end.string.flatMap { Timestamp($0) }.map { AllowMore(scope: scope, expiresAt: $0) }
  }
  var until: Timestamp? { data["until"]?.string.flatMap { Timestamp($0) } }
  var returnTo: PipelineStage? { data["returnTo"]?.string.flatMap { PipelineStage.named($0) } }
  var escalateTo: EntityID? { data["escalateTo"]?.string.flatMap { EntityID($0) } }
  var conditions: [String] { data["conditions"]?.array?.compactMap(\.string) ?? [] }
}
