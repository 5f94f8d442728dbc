// Many people decide one task at the same moment: exactly one decision takes effect, the others learn who was first.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct RivalTests {
  @Test("of n rivals exactly one succeeds, the others get 409 with the winner", arguments: StoreFactory.all, [0, 30])
  func oneWinner(factory: StoreFactory, grace: Int) async throws {
    let bench = try await Bench(try factory.make())
    let task = try await bench.question().id
    let rivals = [Bench.olga, Bench.ada, Bench.cleo]
    let refusals = try await withThrowingTaskGroup(of: APIError?.self) { group in
      for number in 0..<24 {
        group.addTask {
          let decision: TaskDecision = number.isMultiple(of: 2) ? .approved : .rejected
          let body = CompleteTaskBody(decision: decision, notes: "n", graceSeconds: grace)
          return try await bench.refusal(rivals[number % 3]) { try $0.completeTask(task, body, ifMatch: nil) }
        }
      }
      return try await group.reduce(into: [APIError?]()) { $0.append($1) }
    }
    #expect(refusals.count { $0 == nil } == 1)
    try await bench.wait(seconds: 31)
    let winner = try #require(try await bench.task(task).decidedBy)
    for refusal in refusals.compactMap(\.self) {
      #expect(refusal.code == .conflict)
      #expect(refusal.details?["decidedBy"] == .string(winner.description))
    }
    #expect(bench.log.count("task.completed") == 1)
    await bench.store.close()
  }

  @Test("403 and 400 come before the 409 of a changed version")
  func orderOfChecks() async throws {
    let bench = try await Bench()
    let id = try await bench.pipeline(at: .testing, config: ["fourEyes": true]).id
    try await bench.run(Bench.ada) { try $0.advanceStage(id, AdvanceStageBody()) }
    let gate = try #require(try await bench.openTasks(id).first).id
    let approval = try await bench.approval(task: gate).id
    #expect(try await bench.code(Bench.ada) { try $0.approve(approval, ApproveBody(), ifMatch: 7) } == 403)
    let noReason = RejectBody(reason: "")
    #expect(try await bench.code(Bench.cleo) { try $0.reject(approval, noReason, ifMatch: 7) } == 400)
    let refusal = try await bench.refusal(Bench.cleo) { try $0.approve(approval, ApproveBody(), ifMatch: 7) }
    #expect(refusal?.code == .conflict && refusal?.details?["version"] == 1)
    #expect(try await bench.code(Bench.cleo) { try $0.approve(approval, ApproveBody(), ifMatch: 1) } == nil)
  }
}
