// Agents: how they become known, say that they live, and what their work leaves on them (contract §1.4, §1.5, ruling R17).
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct AgentStories {
  @Test("an agent registers itself, others need agents:manage; the same id is one agent", arguments: StoreFactory.all)
  func registering(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let body = RegisterAgentBody(id: Sample.id(50), name: "tester", type: .testRunner, capabilities: ["swift"])
    let made = try await bench.run(Bench.robot) { try $0.registerAgent(body) }
    #expect(made.id == Sample.id(50) && made.status == .idle && made.capabilities == ["swift"])
    #expect(try await bench.code(Bench.ben) { try $0.registerAgent(body) } == 403)
    let renamed = RegisterAgentBody(id: Sample.id(50), name: "checker", type: .testRunner)
    let same = try await bench.run(Bench.olga) { try $0.registerAgent(renamed) }
    #expect(same.name == "checker" && same.capabilities == ["swift"] && same.createdAt == made.createdAt)
    #expect(try await bench.store.read { try $0.agents() } == [same])
    let wrong = RegisterAgentBody(name: " ", type: .unknown, capabilities: [""])
    let refusal = try #require(try await bench.refusal(Bench.robot) { try $0.registerAgent(wrong) })
    #expect(refusal.details?["validationErrors"]?.array?.count == 3)
    #expect(try await bench.actions(Sample.id(50)) == ["agent.registered", "agent.updated"])
    await bench.store.close()
  }

  @Test("a heartbeat introduces an agent principal and nobody else", arguments: StoreFactory.all)
  func heartbeats(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let beat = HeartbeatBody(
      status: .active, metrics: ["uptimeSeconds": 60, "errorRate": 0.25, "load1": 3, "memoryMB": 41.5])
    #expect(try await bench.code(Bench.olga) { try $0.heartbeat(Sample.id(51), beat) } == 404)
    try await bench.run(Bench.robot) { try $0.heartbeat(Sample.id(51), beat) }
    let agent = try await bench.agent(Sample.id(51))
    #expect(agent.status == .active && agent.health.errorRate == 0.25 && agent.health.uptimeSeconds == 60)
    bench.clock.advance(seconds: 30)
    let still = HeartbeatBody(status: .active, currentTaskId: .string(Sample.id(7).description))
    try await bench.run(Bench.olga) { try $0.heartbeat(Sample.id(51), still) }
    try await bench.run(Bench.robot) { try $0.heartbeat(Sample.id(51), HeartbeatBody(status: .active)) }
    let later = try await bench.agent(Sample.id(51))
    #expect(later.health.load1 == 3 && later.health.memoryMB == 41.5, "a beat without figures keeps those of before")
    #expect(later.health.lastHeartbeat == bench.clock.now && later.currentTaskId == Sample.id(7))
    try await bench.run(Bench.robot) {
      try $0.heartbeat(Sample.id(51), HeartbeatBody(status: .offline, currentTaskId: .null))
    }
    #expect(try await bench.agent(Sample.id(51)).currentTaskId == nil)
    // Registered, active, offline; a beat that changes nothing is no change of status.
    #expect(bench.log.count("agent.status_changed") == 3)
    for body in [
      HeartbeatBody(status: .unknown), HeartbeatBody(status: .idle, metrics: ["errorRate": 2]),
      HeartbeatBody(status: .idle, currentTaskId: "seven"),
    ] {
      #expect(try await bench.code(Bench.robot) { try $0.heartbeat(Sample.id(51), body) } == 400)
    }
    #expect(try await bench.code(Bench.vera) { try $0.heartbeat(Sample.id(51), still) } == 403)
    await bench.store.close()
  }

  @Test("work counts on the agent that did it", arguments: StoreFactory.all)
  func counting(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    for number in 1...3 { _ = try await bench.create("P\(number)") }
    for (seconds, status) in [(10.0, JobStatus.succeeded), (30, .succeeded), (5, .failed)] {
      let job = try #require(try await bench.claim(kinds: [.scaffold], lease: 60))
      bench.clock.advance(seconds: seconds)
      try await bench.complete(job, status)
    }
    let agent = try await bench.agent(Bench.robot.id)
    #expect(agent.status == .idle && agent.currentPipelineId == nil)
    #expect(agent.tasksCompletedTotal == 2 && agent.avgTaskDurationSeconds == 20)
    #expect(agent.health.tasksCompleted24h == 2 && abs(agent.health.errorRate - 1.0 / 3) < 1e-9)
    let rows = try await bench.store.read { try $0.activity(of: Bench.robot.id, since: nil, limit: 100) }
    let entries = try rows.map { try FactoryJSON.decode(AuditEntry.self, from: $0) }
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.createdAt >= $1.createdAt })
    #expect(Set(entries.map(\.id)).count == entries.count)
    let newest = try await bench.store.read { try $0.activity(of: Bench.robot.id, since: nil, limit: 2) }
    #expect(newest == Array(rows.prefix(2)))
    let now = bench.clock.now
    let recent = try await bench.store.read { try $0.activity(of: Bench.robot.id, since: now, limit: 100) }
    #expect(!recent.isEmpty && recent.count < rows.count && recent == Array(rows.prefix(recent.count)))
    #expect(entries.allSatisfy { $0.actorId == Bench.robot.id || $0.entityId == Bench.robot.id })
    #expect(Set(entries.map(\.action)).isSuperset(of: ["job.claimed", "job.failed", "agent.job_ended"]))
    await bench.store.close()
  }

  @Test("an agent whose promised heartbeats stop goes offline; the next brings it back", arguments: StoreFactory.all)
  func silence(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let body = RegisterAgentBody(id: Sample.id(53), name: "b", type: .monitor, config: ["heartbeatSeconds": 10])
    try await bench.run(Bench.robot) { try $0.registerAgent(body) }
    try await bench.run(Bench.robot) {
      try $0.registerAgent(RegisterAgentBody(id: Sample.id(54), name: "c", type: .monitor))
    }
    #expect(try await bench.store.read { try $0.nextDue() } == bench.clock.now.adding(seconds: 30))
    try await bench.wait(seconds: 20)
    let beat = HeartbeatBody(status: .idle)
    try await bench.run(Bench.robot) { try $0.heartbeat(Sample.id(53), beat) }
    try await bench.wait(seconds: 29)
    #expect(try await bench.agent(Sample.id(53)).status == .idle)
    #expect(try await bench.wait(seconds: 1) == nil)
    #expect(try await bench.agent(Sample.id(53)).status == .offline)
    // Who promised nothing is held to nothing.
    #expect(try await bench.agent(Sample.id(54)).status == .idle)
    #expect(bench.log.count("agent.status_changed") == 3)
    try await bench.run(Bench.robot) { try $0.heartbeat(Sample.id(53), beat) }
    #expect(try await bench.agent(Sample.id(53)).status == .idle)
    #expect(try await bench.actions(Sample.id(53)).contains("agent.silent"))
    await bench.store.close()
  }

  @Test("an agent takes work of the type that it declared, and of no other", arguments: StoreFactory.all)
  func ownWork(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    _ = try await bench.create()
    let id = Sample.id(55)
    func register(_ type: AgentType) async throws {
      let body = RegisterAgentBody(id: id, name: "one", type: type, config: [Agent.guessedTypeMember: true])
      try await bench.run(Bench.robot) { try $0.registerAgent(body) }
    }
    for type in [AgentType.testRunner, .deployer, .monitor] {
      try await register(type)
      for actor in [Bench.robot, Bench.olga] {
        #expect(try await bench.claim(actor, agent: id) == nil, "\(type) is handed nothing that waits")
        let body = ClaimJobBody(agentId: id, kinds: [.scaffold] + type.jobKinds)
        let refusal = try #require(try await bench.refusal(actor) { try $0.claimJob(body) })
        #expect(refusal.code == .forbidden && refusal.message.contains(type.rawValue))
      }
    }
    try await register(.aiBuilder)
    #expect(try await bench.claim(agent: id)?.kind == .scaffold)
    // Who never said of which type it is, is held to none; a sign of life says nothing of it.
    try await bench.run(Bench.robot) { try $0.heartbeat(Sample.id(56), HeartbeatBody(status: .idle)) }
    #expect(try await bench.agent(Sample.id(56)).boundKinds == nil)
    await bench.store.close()
  }

  @Test("an agent nobody registered gets no work, unless it is an agent's own credential")
  func unknownAgents() async throws {
    let bench = try await Bench()
    _ = try await bench.create()
    let body = ClaimJobBody(agentId: Sample.id(52), leaseSeconds: 1)
    let refusal = try #require(try await bench.refusal(Bench.olga) { try $0.claimJob(body) })
    #expect(refusal.code == .validationError && refusal.details?["validationErrors"]?.array?.count == 2)
    #expect(try await bench.code(Bench.vera) { try $0.claimJob(body) } == 403)
    #expect(try await bench.claim(agent: Sample.id(52))?.agentId == Sample.id(52))
  }
}
