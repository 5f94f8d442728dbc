// Rules that let calls of agents go on without asking: made, used, ended. Within one transaction.
//
// Invariants: only a person in person makes or ends a rule, and only who could decide the calls that it covers (ruling R19), which is
// asked again at every use; a rule ends by itself; it covers no call of high risk; every use is in the audit log.
import FactoryContracts
import FactoryHooks

extension UseCases {
  package func createRule(_ body: CreateRuleBody) throws -> HookRule {
    try requireInPerson()
    var problems = Problems()
    problems.known("scope", body.scope)
    checkEnd("expiresAt", body.expiresAt, &problems)
    let source = try source(body, &problems)
    try problems.check()
    guard let source else { throw APIError.validation("call", "call or taskId is needed.", expected: "call or taskId") }
    try checkNew(source, body.scope, "scope", &problems)
    try problems.check()
    return try makeRule(source, AllowMore(scope: body.scope, expiresAt: body.expiresAt))
  }

  /// Where a rule comes from.
  struct RuleSource {
    var call: AgentCall
    var principal: EntityID
    var task: EntityID?
  }

  private func source(_ body: CreateRuleBody, _ problems: inout Problems) throws -> RuleSource? {
    if let id = body.taskId {
      guard let task = try tx.task(id) else {
        problems.add("taskId", "There is no task \(id).", received: .id(id), expected: "the id of a task")
        return nil
      }
      try refuseOwn(task)
      try refuseBelow(task)
      return checkTask(task, "taskId", &problems)
    }
    guard var call = body.call else { return nil }
    RuleChecks.check(call, "call", &problems)
    call.offers = nil
    let principal = body.principalId ?? actor.id
    try checkUser("principalId", body.principalId, &problems)
    if principal == actor.id, try !selfDecision() {
      throw APIError.forbidden("A rule for your own calls is made by someone else.")
    }
    return RuleSource(call: call, principal: principal)
  }

  /// What a task shows, where its answer can reach further.
  func checkTask(_ task: FactoryTask, _ field: String, _ problems: inout Problems) -> RuleSource? {
    guard let call = task.context.call, let asker = task.createdBy else {
      problems.add(field, "The task shows no call of an agent.", expected: "a task of an agent's hook")
      return nil
    }
    if task.requiredApprovers ?? 1 > 1 {
      problems.add(field, "The task needs several approvers; a rule is one person's word.", expected: "one approver")
    }
    if task.status == .completed, task.decision != .approved {
      problems.add(field, "The task was not approved.", expected: "an open or an approved task")
    }
    return RuleSource(call: call, principal: asker, task: task.id)
  }

  /// Whether there can be such a rule, and room for it.
  func checkNew(_ source: RuleSource, _ scope: RuleScope, _ field: String, _ problems: inout Problems) throws {
    if RuleCover.commands(source.call, scope) == nil {
      problems.add(
        field, "No rule of the scope \(scope.rawValue) can be made of this call: \(RuleChecks.why(source.call)).",
        received: .string(scope.rawValue), expected: RuleChecks.offered(source.call))
    }
    guard try tx.liveRules(principal: source.principal, now: now).count >= RuleLimits.live else { return }
    throw APIError.conflict(
      "\(RuleLimits.live) rules are in force for these calls; revoke some first.", current: "full", required: "room")
  }

  func checkEnd(_ field: String, _ end: Timestamp?, _ problems: inout Problems) {
    guard let end else { return }
    let last = now.adding(seconds: RuleLimits.longestSeconds)
    if end <= now || end > last {
      problems.add(
        field, "\(field) is \(end <= now ? "past" : "more than 30 days away").", received: .time(end),
        expected: "a time after \(now), at most \(last)")
    }
  }

  /// What was checked before: nothing here refuses. nil: the call has no rule of that scope.
  @discardableResult
  func addRule(_ source: RuleSource, _ more: AllowMore) throws -> HookRule? {
    RuleCover.commands(source.call, more.scope) == nil ? nil : try makeRule(source, more)
  }

  private func makeRule(_ source: RuleSource, _ more: AllowMore) throws -> HookRule {
    let (call, scope) = (source.call, more.scope)
    let commands = RuleCover.commands(call, scope) ?? nil
    let rule = HookRule(
      id: newID(), number: try tx.lastRuleNumber() + 1, scope: scope, covers: RuleCover.text(call, scope, commands),
      agent: call.agent, tool: call.tool, commands: commands, folder: call.folder,
      session: scope == .session ? call.session : nil, principalId: source.principal, taskId: source.task,
      createdBy: actor.id, createdByName: actor.name, createdAt: now,
      expiresAt: more.expiresAt ?? now.adding(seconds: RuleLimits.standardSeconds))
    try tx.insert(rule)
    try audit(
      "rule.created", "rule", rule.id, pipeline: nil,
      changes: [
        "number": AuditChange(to: .count(rule.number)), "covers": AuditChange(to: .string(rule.covers)),
        "principalId": AuditChange(to: .id(rule.principalId)), "expiresAt": AuditChange(to: .time(rule.expiresAt)),
      ], metadata: ["taskId": .id(rule.taskId)])
    return rule
  }

  /// A rule that has ended stays as it is.
  package func revokeRule(_ id: EntityID) throws -> HookRule {
    guard var rule = try tx.rule(id) else { throw APIError.notFound("rule", id) }
    try requireInPerson()
    guard rule.isLive(at: now) else { return rule }
    (rule.revokedAt, rule.revokedBy, rule.revokedByName) = (now, actor.id, actor.name)
    try tx.update(rule)
    try audit(
      "rule.revoked", "rule", id, pipeline: nil, changes: ["revokedAt": AuditChange(to: .time(now))],
      metadata: ["number": .count(rule.number)])
    return rule
  }

  /// Whether rules let the caller's call go on; what they are used for is noted.
  package func checkRules(_ body: CheckRuleBody) throws -> RuleAnswer {
    var problems = Problems()
    RuleChecks.check(body.call, "call", &problems)
    try problems.check()
    let risk = HookRisk.of(body.call)
    guard risk.level == .medium else {
      return RuleAnswer(allowed: false, reason: "No rule covers it: \(RuleChecks.why(body.call)).")
    }
    let rules = try tx.liveRules(principal: actor.id, now: now).filter(stands)
    guard let used = RuleCover.covering(body.call, rules), let first = used.first else {
      return RuleAnswer(allowed: false, reason: "No rule covers it.")
    }
    for rule in used { try use(rule, for: body.call) }
    let others = used.dropFirst().map { ", rule \($0.number)" }.joined()
    return RuleAnswer(
      allowed: true,
      reason: "Allowed by rule \(first.number), made by \(first.createdByName), until \(first.expiresAt)\(others).",
      rules: used.map(\.number))
  }

  /// Whether its maker may still decide such calls.
  private func stands(_ rule: HookRule) throws -> Bool {
    if rule.createdBy == rule.principalId, try !selfDecision() { return false }
    guard let maker = try tx.user(rule.createdBy)?.user else {
      return try tx.setting(SettingName.localOwner)?.string == rule.createdBy.description
    }
    return maker.status == .active && maker.role.scopes.contains(.tasksApprove)
  }

  private func use(_ rule: HookRule, for call: AgentCall) throws {
    var rule = rule
    rule.useCount += 1
    rule.lastUsedAt = now
    try tx.update(rule)
    try audit(
      "rule.used", "rule", rule.id, pipeline: nil,
      metadata: [
        "number": .count(rule.number), "tool": .string(call.tool), "folder": .string(call.folder),
        "session": .string(call.session), "what": .text((call.command ?? call.path).map { String($0.prefix(500)) }),
      ])
  }

  /// Rules are a person's word: no key, agent or tool speaks it (rulings R18, R19).
  func requireInPerson() throws {
    guard actor.kind == .user, actor.keyId == nil, actor.tool == nil else {
      throw APIError.forbidden("Rules are made and ended by people in person, not by keys, agents or tools.")
    }
    try requireScope(.tasksApprove)
  }
}
