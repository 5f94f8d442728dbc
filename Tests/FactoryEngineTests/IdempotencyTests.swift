// One key, one answer: replays, other bodies, concurrent calls, remembered refusals (ruling R8).
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import Testing
import TestSupport

@Suite struct IdempotencyTests {
  static func scope(_ number: Int = 1, _ actor: Actor = Bench.ada) -> IdempotencyScope {
    IdempotencyScope(principal: actor.id, method: "POST", path: "/v1/tasks/x/complete", key: Sample.id(5000 + number))
  }

  static func perform(
    _ bench: Bench, key: Int = 1, body: String = "{}", requestId: String = "r1",
    _ work: @escaping @Sendable (UseCases) throws -> Data
  ) async throws -> EngineAnswer {
    try await bench.engine.perform(
      Bench.ada, idempotency: (scope(key), Data(SHA256.hash(Data(body.utf8)))), now: bench.clock.now,
      requestId: requestId, status: 201, work)
  }

  @Test("the same key repeats the stored body and does nothing again", arguments: StoreFactory.all)
  func replays(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question().id
    let work: @Sendable (UseCases) throws -> Data = {
      try FactoryJSON.encode($0.completeTask(task, CompleteTaskBody(decision: .approved), ifMatch: nil))
    }
    let first = try await Self.perform(bench, requestId: "first", work)
    let seq = try await bench.store.read { try $0.seq() }
    bench.clock.advance(seconds: 60)
    let second = try await Self.perform(bench, requestId: "second", work)
    #expect(first.status == 201 && !first.replayed)
    #expect(second == EngineAnswer(status: 201, body: first.body, replayed: true))
    #expect(try await bench.store.read { try $0.seq() } == seq)
    let envelope = try FactoryJSON.decode(APIResponse<FactoryTask>.self, from: first.body)
    #expect(envelope.data.decision == .approved)
    #expect(envelope.meta?.requestId == "first")
    await bench.store.close()
  }

  @Test("the same key with another body is a conflict, and the first answer stays")
  func otherBody() async throws {
    let bench = try await Bench()
    let first = try await Self.perform(bench, body: "a") { _ in Data("1".utf8) }
    let error = await #expect(throws: APIError.self) {
      try await Self.perform(bench, body: "b") { _ in Data("2".utf8) }
    }
    #expect(error?.code == .conflict)
    #expect(try await Self.perform(bench, body: "a") { _ in Data("3".utf8) }.body == first.body)
  }

  @Test("final refusals are remembered without their effects, others may be tried again")
  func refusals() async throws {
    let codes: [(ErrorCode, Bool)] = [
      (.badRequest, true), (.validationError, true), (.notFound, true), (.conflict, true), (.gone, true),
      (.unauthorized, false), (.forbidden, false), (.rateLimited, false), (.internalError, false),
      (.serviceUnavailable, false), (.timeout, false),
    ]
    for (code, isRemembered) in codes {
      let bench = try await Bench()
      let refuse: @Sendable (UseCases) throws -> Data = { cases in
        _ = try cases.createTask(Self.body)
        throw APIError(code: code, message: "No.")
      }
      let answer = try? await Self.perform(bench, refuse)
      #expect(answer?.status == (isRemembered ? code.status : nil))
      #expect(try await bench.store.read { try $0.taskStats(now: Sample.start).pending } == 0)
      let again = try await Self.perform(bench) { _ in Data("1".utf8) }
      #expect(again.replayed == isRemembered)
      if isRemembered {
        let stored = try FactoryJSON.decode(APIErrorResponse.self, from: again.body)
        #expect(!stored.ok && stored.error.code == code && stored.error.requestId == "r1")
      }
    }
  }

  @Test("a store failure is not remembered")
  func storeFailure() async throws {
    let bench = try await Bench()
    await #expect(throws: StoreFailure.self) {
      try await Self.perform(bench) { _ in throw StoreFailure.unavailable("disk") }
    }
    #expect(try await Self.perform(bench) { _ in Data("1".utf8) }.replayed == false)
  }

  @Test("of many calls with one key at once exactly one runs", arguments: StoreFactory.all)
  func concurrent(factory: StoreFactory) async throws {
    let bench = try await Bench(try factory.make())
    let answers = try await withThrowingTaskGroup(of: EngineAnswer.self) { group in
      for number in 0..<16 {
        group.addTask {
          try await Self.perform(bench, requestId: "r\(number)") {
            try FactoryJSON.encode($0.createTask(Self.body).task)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { !$0.replayed } == 1)
    #expect(Set(answers.map(\.body)).count == 1)
    #expect(bench.log.count("task.created") == 1)
    await bench.store.close()
  }

  @Test("answers are forgotten after a day")
  func forgets() async throws {
    let bench = try await Bench()
    _ = try await Self.perform(bench) { _ in Data("1".utf8) }
    try await bench.wait(seconds: 86_399)
    #expect(try await Self.perform(bench) { _ in Data("2".utf8) }.replayed)
    try await bench.wait(seconds: 3_700)
    #expect(try await Self.perform(bench) { _ in Data("3".utf8) }.replayed == false)
  }

  @Test("a client's key finds its open task and answers 200")
  func clientKey() async throws {
    let bench = try await Bench()
    var body = Self.body
    body.key = "ci-7"
    let ask: @Sendable (UseCases) throws -> Data = { [body] in try FactoryJSON.encode($0.createTask(body).task) }
    let first = try await Self.perform(bench, key: 1, ask)
    let second = try await Self.perform(bench, key: 2, ask)
    #expect((first.status, second.status) == (201, 200))
    let ids = try [first, second].map { try FactoryJSON.decode(APIResponse<FactoryTask>.self, from: $0.body).data.id }
    #expect(ids[0] == ids[1])
    try await bench.approve(ids[0], Bench.olga)
    #expect(try await Self.perform(bench, key: 3, ask).status == 201)
  }

  @Test("204 has no body")
  func noContent() async throws {
    let bench = try await Bench()
    let answer = try await bench.engine.perform(
      Bench.ada, idempotency: nil, now: bench.clock.now, requestId: "r", status: 204
    ) { _ in Data() }
    #expect(answer == EngineAnswer(status: 204, body: Data()))
  }

  static let body = CreateTaskBody(
    type: .decision, title: "Which way?", context: TaskContext(summary: "Left or right."))
}
