// The decision's state machine as a table: in which state whose call does what, with the code that R6, R12, R19 and R33 give.
import FactoryContracts
import FactoryEngine
import Testing
import TestSupport

@Suite struct DecisionTableTests {
  enum Action: String, CaseIterable, Sendable {
    case approve, reject, deferring, escalate, claim, undo, reassign, withdraw, priority
  }

  enum State: String, CaseIterable, Sendable {
    case pending, claimedByCaller, claimedByOther, heldByCaller, heldByOther, approved, withdrawn, deferred, escalated
    case expired, archived
  }

  /// What Ada, an operator who did not ask, gets: 0 stands for success. Columns as `Action` declares them.
  static let table: [State: [Int]] = [
    .pending: [0, 0, 0, 0, 0, 409, 0, 403, 0],
    .claimedByCaller: [0, 0, 0, 0, 0, 409, 0, 403, 0],
    .claimedByOther: [0, 0, 0, 0, 409, 409, 0, 403, 0],
    .heldByCaller: [409, 409, 409, 409, 409, 0, 409, 403, 409],
    .heldByOther: [409, 409, 409, 409, 409, 403, 409, 403, 409],
    .approved: [409, 409, 409, 409, 409, 409, 409, 403, 409],
    .withdrawn: [409, 409, 409, 409, 409, 409, 409, 403, 409],
    .deferred: [0, 0, 0, 0, 0, 409, 0, 403, 0],
    .escalated: [403, 403, 403, 403, 403, 409, 403, 403, 0],
    .expired: [0, 0, 0, 0, 0, 409, 0, 403, 0],
    .archived: [410, 410, 410, 410, 410, 410, 410, 403, 410],
  ]

  @Test("status × action for someone who may decide", arguments: State.allCases, Action.allCases)
  func operatorCalls(state: State, action: Action) async throws {
    let bench = try await Bench()
    let task = try await Self.task(in: state, bench)
    let column = try #require(Action.allCases.firstIndex(of: action))
    let expected = try #require(Self.table[state]?[column])
    let seq = try await bench.store.read { try $0.seq() }
    let code = try await bench.code(Bench.ada) { try Self.perform(action, task, $0) }
    #expect(code ?? 0 == expected)
    // What is refused leaves no trace.
    if expected != 0 { #expect(try await bench.store.read { try $0.seq() } == seq) }
  }

  @Test("status × action for others on a waiting task")
  func otherCallers() async throws {
    let rows: [(Actor, EngineSettings, [Int?])] = [
      (Bench.ben, EngineSettings(), [403, 403, 403, nil, nil, 409, nil, nil, nil]),
      (Bench.ben, EngineSettings(selfDecision: true), [nil, nil, nil, nil, nil, 409, nil, nil, nil]),
      (Bench.robot, EngineSettings(selfDecision: true), [403, 403, 403, 403, 403, 409, nil, 403, nil]),
      (Bench.vera, EngineSettings(), [403, 403, 403, 403, nil, 409, nil, 403, nil]),
    ]
    for (caller, settings, codes) in rows {
      for (action, expected) in zip(Action.allCases, codes) {
        let bench = try await Bench(settings: settings)
        let task = try await bench.question().id
        let code = try await bench.code(caller) { try Self.perform(action, task, $0) }
        #expect(code == expected, "\(caller.name) \(action)")
      }
    }
  }

  @Test("what does not exist is 404 for those who may look, and a missing scope comes first")
  func unknownTask() async throws {
    let bench = try await Bench()
    for action in Action.allCases {
      #expect(try await bench.code(Bench.ada) { try Self.perform(action, Sample.id(777), $0) } == 404)
    }
    #expect(try await bench.code(Bench.vera) { try Self.perform(.approve, Sample.id(777), $0) } == 403)
  }

  @Test("the second one learns who was first, what and when")
  func secondLearnsFirst() async throws {
    for grace in [0, 30] {
      let bench = try await Bench()
      let task = try await bench.question().id
      bench.clock.advance(seconds: 60)
      let moment = bench.clock.now
      try await bench.approve(task, Bench.cleo, grace: grace)
      bench.clock.advance(seconds: 3)
      let refusal = try #require(try await bench.refusal(Bench.ada) { try Self.perform(.reject, task, $0) })
      #expect(refusal.details?["decidedBy"] == .string(Bench.cleo.id.description))
      #expect(refusal.details?["decidedByName"] == "Cleo")
      #expect(refusal.details?["decidedAt"] == .string(moment.description))
      #expect(refusal.details?["decision"] == "approved")
      #expect(refusal.details?["currentState"] == .string(grace == 0 ? "completed" : "in_progress"))
      #expect(refusal.details?["requiredState"] == "pending")
    }
  }

  @Test("rejecting needs a reason, grace is 0 to 60, a deferral ends in the future")
  func validation() async throws {
    let bench = try await Bench()
    let task = try await bench.question().id
    let bodies: [(CompleteTaskBody, String)] = [
      (CompleteTaskBody(decision: .rejected), "notes"),
      (CompleteTaskBody(decision: .rejected, notes: " \n"), "notes"),
      (CompleteTaskBody(decision: .approved, graceSeconds: 61), "graceSeconds"),
      (CompleteTaskBody(decision: .approved, graceSeconds: -1), "graceSeconds"),
      (CompleteTaskBody(decision: .unknown), "decision"),
      (
        CompleteTaskBody(decision: .deferred, decisionData: ["until": "2001-01-01T00:00:00.000Z"]),
        "decisionData.until"
      ),
      (CompleteTaskBody(decision: .deferred, decisionData: ["until": 7]), "decisionData.until"),
      (CompleteTaskBody(decision: .rejected, notes: "no", decisionData: ["returnTo": "moon"]), "decisionData.returnTo"),
      (
        CompleteTaskBody(decision: .escalated, notes: "up", decisionData: ["escalateTo": "nobody"]),
        "decisionData.escalateTo"
      ),
    ]
    for (body, field) in bodies {
      let refusal = try await bench.refusal(Bench.ada) { try $0.completeTask(task, body, ifMatch: nil) }
      #expect(refusal?.code == .validationError)
      #expect(refusal?.field == field)
    }
    #expect(try await bench.task(task).status == .pending)
  }

  @Test("a decision on another version than the one shown is refused with the current one")
  func versions() async throws {
    let bench = try await Bench()
    let task = try await bench.question()
    let raised = try await bench.run(Bench.ben) { try $0.updateTask(task.id, UpdateTaskBody(priority: .critical)) }
    #expect(raised.version == 2)
    let body = CompleteTaskBody(decision: .approved)
    let refusal = try await bench.refusal(Bench.ada) { try $0.completeTask(task.id, body, ifMatch: 1) }
    #expect(refusal?.code == .conflict)
    #expect(refusal?.details?["version"] == 2)
    #expect(refusal?.details?["currentState"] == "pending")
    // Claims do not change what was shown (ruling R32).
    let claimed = try await bench.run(Bench.ada) { try $0.claimTask(task.id) }
    #expect(claimed.version == 2)
    #expect(try await bench.code(Bench.ada) { try $0.completeTask(task.id, body, ifMatch: 2) } == nil)
  }

  // MARK: - States

  private static func task(in state: State, _ bench: Bench) async throws -> EntityID {
    if state == .archived {
      let pipeline = try await bench.pipeline(at: .building).id
      let task = try await bench.question(pipeline: pipeline).id
      try await bench.run(Bench.olga) { try $0.deletePipeline(pipeline, archive: true) }
      return task
    }
    let task = try await bench.question(priority: .critical).id
    switch state {
    case .pending, .archived: break
    case .claimedByCaller: try await bench.run(Bench.ada) { try $0.claimTask(task) }
    case .claimedByOther: try await bench.run(Bench.cleo) { try $0.claimTask(task) }
    case .heldByCaller: try await bench.approve(task, Bench.ada, grace: 30)
    case .heldByOther: try await bench.approve(task, Bench.cleo, grace: 30)
    case .approved: try await bench.approve(task, Bench.cleo)
    case .withdrawn: try await bench.run(Bench.ben) { try $0.withdrawTask(task, WithdrawTaskBody()) }
    case .deferred: try await bench.run(Bench.cleo) { try perform(.deferring, task, $0) }
    case .escalated: try await bench.run(Bench.cleo) { try perform(.escalate, task, $0) }
    case .expired:
      try await bench.wait(seconds: 3600 + 7200)
      #expect(try await bench.task(task).status == .expired)
    }
    return task
  }

  private static func perform(_ action: Action, _ task: EntityID, _ cases: UseCases) throws {
    func complete(_ decision: TaskDecision) throws {
      let body = CompleteTaskBody(decision: decision, notes: "Because.", graceSeconds: 0)
      _ = try cases.completeTask(task, body, ifMatch: nil)
    }
    switch action {
    case .approve: try complete(.approved)
    case .reject: try complete(.rejected)
    case .deferring: try complete(.deferred)
    case .escalate: try complete(.escalated)
    case .claim: _ = try cases.claimTask(task)
    case .undo: _ = try cases.undoTask(task)
    case .reassign: _ = try cases.reassignTask(task, ReassignTaskBody(assigneeId: Bench.olga.id))
    case .withdraw: _ = try cases.withdrawTask(task, WithdrawTaskBody(reason: "Not needed."))
    case .priority: _ = try cases.updateTask(task, UpdateTaskBody(priority: .low))
    }
  }
}
