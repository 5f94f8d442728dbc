// Leases that reading prolongs (ruling R33), and who goes on with what was handed up (ruling R48, decision 0010).
import FactoryContracts
import FactoryEngine
import TestSupport
import Testing

@Suite struct ClaimAndEscalationTests {
  @Test("a read prolongs the reader's own lease, at most once a minute", arguments: StoreFactory.all)
  func readingRenews(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question().id
    try await bench.run(Bench.ada) { try $0.claimTask(task) }
    var commits = try await bench.store.read { try $0.seq() }
    // Seconds since the claim, who reads, whether that is a commit.
    let reads: [(Double, Actor, Bool)] = [
      (1, Bench.ada, false), (59, Bench.ada, false), (59.5, Bench.cleo, false), (60, Bench.ada, true),
      (61, Bench.ada, false), (119, Bench.ada, false), (900, Bench.cleo, false), (950, Bench.ada, true),
    ]
    let start = bench.clock.now
    for (second, reader, renews) in reads {
      bench.clock.advance(seconds: second - bench.clock.now.seconds(since: start))
      try await bench.run(reader) { try $0.renewClaim(task) }
      let seq = try await bench.store.read { try $0.seq() }
      #expect(seq - commits == (renews ? 1 : 0), "\(second) s")
      commits = seq
      let end = try await bench.task(task).claimExpiresAt
      if renews { #expect(end == bench.clock.now.adding(minutes: 15)) }
    }
    #expect(try await bench.task(task).version == 1)
    // The lease is over at 950 s + 15 min; a read afterwards takes nothing back.
    try await bench.wait(seconds: 900)
    try await bench.run(Bench.ada) { try $0.renewClaim(task) }
    #expect(try await bench.task(task).claimedBy == nil)
    try await bench.run(Bench.ada) { try $0.renewClaim(Sample.id(999)) }
    await bench.store.close()
  }

  /// Who may decide after Cleo, an operator, handed a question of Ben's up.
  static let handedUp: [(to: Actor?, who: Actor, code: Int?)] = [
    (nil, Bench.cleo, 403), (nil, Bench.ada, 403), (nil, Bench.olga, nil), (nil, Bench.robot, 403),
    (nil, Bench.ben, 403), (nil, Bench.vera, 403),
    (Bench.ada, Bench.ada, nil), (Bench.ada, Bench.cleo, 403), (Bench.ada, Bench.olga, nil),
  ]

  @Test("what was handed up is decided above, or by whom it was handed to", arguments: StoreFactory.all)
  func handedUpIsDecidedAbove(factory: StoreFactory) async throws {
    for decision in [TaskDecision.approved, .rejected, .deferred, .escalated] {
      for (target, who, code) in Self.handedUp {
        let bench = try await Bench(try factory.make())
        let task = try await bench.question().id
        try await bench.run(Bench.ada) { try $0.reassignTask(task, ReassignTaskBody(assigneeId: Bench.cleo.id)) }
        try await Self.handUp(task, by: Bench.cleo, to: target, bench)
        #expect(try await bench.task(task).assigneeId == target?.id)
        let body = CompleteTaskBody(decision: decision, notes: "Because.")
        let found = try await bench.code(who) { try $0.completeTask(task, body, ifMatch: nil) }
        #expect(found == code, "\(who.name) \(decision) after \(target?.name ?? "nobody") was named")
        await bench.store.close()
      }
    }
  }

  @Test("an admin's API key carries no role, so it goes on with nothing that was handed up")
  func keysAreNotAbove() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    try await Self.handUp(task, by: Bench.cleo, to: nil, bench)
    let key = Actor(kind: .apiKey, id: Sample.id(9200), name: "deploy key", role: .admin)
    let body = CompleteTaskBody(decision: .approved)
    #expect(try await bench.code(key) { try $0.completeTask(task, body, ifMatch: nil) } == 403)
  }

  @Test("nobody takes it back down: claim, reassignment and a bulk decision are refused too")
  func noWayAround() async throws {
    let bench = try await Bench()
    let pipeline = try await bench.pipeline(at: .review).id
    let gate = try #require(try await bench.openTasks(pipeline).first).id
    let approval = try await bench.approval(task: gate).id
    try await bench.run(Bench.cleo) { try $0.escalate(approval, EscalateBody(reason: "Above me.")) }
    for actor in [Bench.ada, Bench.cleo] {
      #expect(try await bench.code(actor) { try $0.claimTask(gate) } == 403)
      let mine = ReassignTaskBody(assigneeId: actor.id)
      #expect(try await bench.code(actor) { try $0.reassignTask(gate, mine) } == 403)
      #expect(try await bench.code(actor) { try $0.approve(approval, ApproveBody(), ifMatch: nil) } == 403)
      let bulk = BulkTaskBody(action: .approve, taskIds: [gate])
      #expect(try await bench.run(actor) { try $0.bulkTasks(bulk) }.failed.map(\.taskId) == [gate])
    }
    // An owner may put it on somebody's desk by name.
    try await bench.run(Bench.olga) { try $0.reassignTask(gate, ReassignTaskBody(assigneeId: Bench.ada.id)) }
    #expect(try await bench.approve(gate, Bench.ada).decision == .approved)
  }

  @Test("it is handed to someone who may approve")
  func targetMayApprove() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    let refusal = try await bench.refusal(Bench.cleo) {
      try Self.handUp(task, to: Bench.vera, $0)
    }
    #expect(refusal?.code == .validationError && refusal?.field == "decisionData.escalateTo")
  }

  private static func handUp(_ task: EntityID, by actor: Actor, to target: Actor?, _ bench: Bench) async throws {
    try await bench.run(actor) { try handUp(task, to: target, $0) }
  }

  private static func handUp(_ task: EntityID, to target: Actor?, _ cases: UseCases) throws {
    let data = target.map { ["escalateTo": JSONValue.string($0.id.description)] }
    let body = CompleteTaskBody(decision: .escalated, notes: "Above me.", decisionData: data)
    _ = try cases.completeTask(task, body, ifMatch: nil)
  }
}
