// Rules over both stores: who makes and ends them, what they are made of, how their use is told, and that nobody profits from their own.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct RuleStories {
  private static let call = AgentCall(
    agent: "Claude Code", folder: "/home/ana/shop", session: "s1", tool: "Bash", command: "npm test")

  private func bench(_ factory: StoreFactory, selfDecision: Bool = false) async throws -> Bench {
    let bench = try await Bench(try factory.make(), settings: EngineSettings(selfDecision: selfDecision))
    try await bench.store.write { tx in
      let robot = User(
        id: Bench.robot.id, email: "robot@example.org", name: "robot", role: .agent, createdAt: Sample.start)
      try tx.insert(StoredUser(user: robot, passwordHash: nil))
    }
    return bench
  }

  private func ask(_ bench: Bench, _ call: AgentCall = call, by actor: Actor = Bench.robot) async throws -> FactoryTask
  {
    let body = CreateTaskBody(
      type: .approval, title: "Bash: npm test", context: TaskContext(summary: "May I?", call: call))
    return try await bench.run(actor) { try $0.createTask(body).task }
  }

  private func decide(
    _ bench: Bench, _ task: EntityID, _ more: [String: JSONValue], by actor: Actor = Bench.ada,
    _ decision: TaskDecision = .approved,
    grace: Int? = nil
  ) async throws -> APIError? {
    let body = CompleteTaskBody(
      decision: decision, notes: "ok", decisionData: [AllowMore.member: .object(more)], graceSeconds: grace)
    return try await bench.refusal(actor) { try $0.completeTask(task, body, ifMatch: nil) }
  }

  private func check(_ bench: Bench, _ call: AgentCall = call, by actor: Actor = Bench.robot) async throws -> RuleAnswer
  {
    try await bench.run(actor) { try $0.checkRules(CheckRuleBody(call: call)) }
  }

  private func rules(_ bench: Bench) async throws -> [HookRule] {
    try await bench.store.read { try $0.rules(RuleQuery(), PageRequest()) }.rows.map {
      try FactoryJSON.decode(HookRule.self, from: $0)
    }
  }

  @Test("an approval that reaches further lets the next call go on, and every use is told", arguments: StoreFactory.all)
  func reach(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    var lying = Self.call
    lying.offers = [RuleOffer(scope: .kind, covers: "nothing much")]
    let task = try await ask(bench, lying)
    #expect(task.context.call?.offers?.map(\.scope) == [.kind, .session])
    #expect(task.context.call?.offers?.first?.covers.contains("npm test") == true)
    #expect(try await check(bench).allowed == false)
    #expect(try await decide(bench, task.id, ["scope": "kind"]) == nil)
    let rule = try #require(try await rules(bench).first)
    #expect(
      rule.number == 1 && rule.principalId == Bench.robot.id && rule.createdByName == "Ada" && rule.taskId == task.id)
    #expect(rule.expiresAt == bench.clock.now.adding(seconds: RuleLimits.standardSeconds))
    let answer = try await check(bench)
    #expect(answer.allowed && answer.rules == [1])
    #expect(answer.reason == "Allowed by rule 1, made by Ada, until \(rule.expiresAt).")
    #expect(try await bench.actions(rule.id) == ["rule.created", "rule.used"])
    #expect(try await rules(bench).first?.useCount == 1)
    #expect(try await rules(bench).first?.lastUsedAt == bench.clock.now)
    bench.clock.advance(seconds: RuleLimits.standardSeconds)
    #expect(try await check(bench).allowed == false)
    await bench.store.close()
  }

  @Test("a question of a session shows what was decided in it before, and nothing else", arguments: StoreFactory.all)
  func earlier(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    var lying = Self.call
    lying.earlier = ["Ada approved everything"]
    let first = try await ask(bench, lying)
    #expect(first.context.call?.earlier == nil)
    let body = CompleteTaskBody(decision: .rejected, notes: "not\nnow")
    try await bench.run(Bench.ada) { try $0.completeTask(first.id, body, ifMatch: nil) }
    bench.clock.advance(seconds: 240)
    let second = try await ask(bench)
    #expect(second.context.call?.earlier == ["4 min ago Ada rejected “Bash: npm test”: “not now”"])
    // Neither another session's history, nor another account's in a session of the same name.
    var other = Self.call
    other.session = "s2"
    #expect(try await ask(bench, other).context.call?.earlier == nil)
    #expect(try await ask(bench, by: Bench.ben).context.call?.earlier == nil)
    // What nobody decided is none.
    try await bench.run(Bench.robot) { try $0.withdrawTask(second.id, WithdrawTaskBody()) }
    for _ in 0..<7 { try await bench.approve(try await ask(bench).id, Bench.ada) }
    let last = try #require(try await ask(bench).context.call?.earlier)
    #expect(last.count == 5 && last.allSatisfy { $0.contains("Ada approved") })
    #expect(try await bench.store.read { try $0.task(first.id) }?.context.call?.earlier == nil)
    await bench.store.close()
  }

  @Test("within its grace a decision makes no rule, and one taken back never does", arguments: StoreFactory.all)
  func grace(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let task = try await ask(bench)
    #expect(try await decide(bench, task.id, ["scope": "session"], grace: 10) == nil)
    #expect(try await rules(bench).isEmpty)
    try await bench.run(Bench.ada) { _ = try $0.undoTask(task.id) }
    try await bench.wait(seconds: 11)
    #expect(try await rules(bench).isEmpty)
    #expect(try await decide(bench, task.id, ["scope": "session"], grace: 10) == nil)
    try await bench.wait(seconds: 11)
    #expect(try await rules(bench).map(\.session) == ["s1"])
    await bench.store.close()
  }

  @Test("what cannot be a rule is refused with its field, and nothing is decided", arguments: StoreFactory.all)
  func refusals(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let now = bench.clock.now
    let task = try await ask(bench)
    let far = JSONValue.string(now.adding(seconds: RuleLimits.longestSeconds + 1).description)
    for more: [String: JSONValue] in [
      ["scope": "all"], [:], ["scope": "kind", "expiresAt": "soon"],
      ["scope": "kind", "expiresAt": .string(now.description)],
      ["scope": "kind", "expiresAt": far],
    ] {
      let refusal = try #require(try await decide(bench, task.id, more), "\(more)")
      #expect(refusal.code == .validationError && refusal.field?.hasPrefix("decisionData.allowMore") == true)
    }
    #expect(try await decide(bench, task.id, ["scope": "kind"], .rejected)?.code == .validationError)
    var dangerous = Self.call
    dangerous.command = "rm -rf build"
    let high = try await ask(bench, dangerous)
    #expect(high.context.call?.offers == [])
    let refusal = try #require(try await decide(bench, high.id, ["scope": "kind"]))
    #expect(refusal.message.contains("high risk"))
    let plain = try await bench.question(by: Bench.robot)
    #expect(try await decide(bench, plain.id, ["scope": "kind"])?.code == .validationError)
    #expect(try await rules(bench).isEmpty)
    #expect(try await bench.task(task.id).isOpen)
    await bench.store.close()
  }

  /// Ruling R19, tried from every side.
  @Test("no agent, key or tool makes, ends or earns itself a rule", arguments: StoreFactory.all)
  func adversaries(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let task = try await ask(bench)
    let rule = try await bench.run(Bench.ada) { try $0.createRule(CreateRuleBody(scope: .kind, taskId: task.id)) }
    var key = Bench.ada
    (key.kind, key.keyId) = (.apiKey, Sample.id(77))
    var tool = Bench.ada
    tool.tool = "factory_approve"
    var mighty = Bench.robot
    mighty.scopes = Set(Scope.declared)
    for actor in [Bench.robot, mighty, key, tool, Bench.vera] {
      let body = CreateRuleBody(scope: .kind, taskId: task.id)
      #expect(try await bench.code(actor) { try $0.createRule(body) } == 403, "\(actor.name) \(actor.kind)")
      let direct = CreateRuleBody(scope: .kind, call: Self.call, principalId: Bench.robot.id)
      #expect(try await bench.code(actor) { try $0.createRule(direct) } == 403)
      #expect(try await bench.code(actor) { try $0.revokeRule(rule.id) } == 403)
      #expect(try await decide(bench, task.id, ["scope": "session"], by: actor)?.code.status == 403)
    }
    #expect(try await rules(bench).count == 1)
    // It covers who asked, nobody else.
    #expect(try await check(bench).allowed)
    #expect(try await check(bench, by: Bench.ben).allowed == false)
    await bench.store.close()
  }

  @Test("nobody's own word covers their own calls, unless the store says so", arguments: StoreFactory.all)
  func ownWord(_ factory: StoreFactory) async throws {
    let strict = try await bench(factory)
    let own = CreateRuleBody(scope: .kind, call: Self.call)
    #expect(try await strict.code(Bench.ada) { try $0.createRule(own) } == 403)
    let task = try await ask(strict, by: Bench.ada)
    #expect(
      try await strict.code(Bench.ada) { try $0.createRule(CreateRuleBody(scope: .kind, taskId: task.id)) } == 403)
    #expect(try await decide(strict, task.id, ["scope": "kind"])?.code.status == 403)
    await strict.store.close()
    let open = try await bench(factory, selfDecision: true)
    try await open.run(Bench.ada) { _ = try $0.createRule(own) }
    #expect(try await check(open, by: Bench.ada).allowed)
    // What was allowed by a setting ends with the setting.
    try await open.store.write { try $0.set(SettingName.selfDecision, to: false) }
    #expect(try await check(open, by: Bench.ada).allowed == false)
    await open.store.close()
  }

  @Test("a rule ends with its revocation, and stands only while its maker may decide", arguments: StoreFactory.all)
  func ends(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let end = bench.clock.now.adding(seconds: 3600)
    let body = CreateRuleBody(scope: .kind, call: Self.call, principalId: Bench.robot.id, expiresAt: end)
    let first = try await bench.run(Bench.ada) { try $0.createRule(body) }
    #expect(try await check(bench).rules == [first.number])
    let ended = try await bench.run(Bench.ben) { try $0.revokeRule(first.id) }
    #expect(ended.revokedByName == "Ben" && ended.revokedAt == bench.clock.now)
    #expect(try await check(bench).allowed == false)
    #expect(try await bench.run(Bench.olga) { try $0.revokeRule(first.id) }.revokedByName == "Ben")
    #expect(try await bench.code(Bench.ada) { try $0.revokeRule(Sample.id(4040)) } == 404)
    let second = try await bench.run(Bench.ada) { try $0.createRule(body) }
    #expect(second.number == 2)
    let live = try await bench.store.read { [now = bench.clock.now] reader in
      var query = RuleQuery()
      query.liveAt = now
      return try reader.rules(query, PageRequest())
    }
    #expect(live.total == 1)
    try await bench.store.write { tx in
      var stored = try #require(try tx.user(Bench.ada.id))
      stored.user.status = .disabled
      try tx.update(stored)
    }
    #expect(try await check(bench).allowed == false)
    await bench.store.close()
  }

  @Test("lists go on where the page before ended, and there is an end to their number", arguments: StoreFactory.all)
  func many(_ factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let body = CreateRuleBody(scope: .kind, call: Self.call, principalId: Bench.robot.id)
    for _ in 0..<RuleLimits.live { try await bench.run(Bench.ada) { _ = try $0.createRule(body) } }
    #expect(try await bench.code(Bench.ada) { try $0.createRule(body) } == 409)
    let first = try await bench.store.read { try $0.rules(RuleQuery(), PageRequest(limit: 100)) }
    let second = try await bench.store.read {
      try $0.rules(RuleQuery(), PageRequest(limit: 100, cursor: first.nextCursor))
    }
    let numbers = try (first.rows + second.rows).map { try FactoryJSON.decode(HookRule.self, from: $0).number }
    #expect(
      numbers == Array((1...RuleLimits.live).reversed()) && second.nextCursor == nil && first.total == RuleLimits.live)
    var query = RuleQuery()
    query.number = 7
    let seventh = try await bench.store.read { [query] in try $0.rules(query, PageRequest()) }
    #expect(seventh.total == 1)
    await bench.store.close()
  }
}
