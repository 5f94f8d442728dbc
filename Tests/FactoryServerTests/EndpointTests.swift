// Every endpoint answers what its descriptor says when it is used as meant; each story stops at its first surprise.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct EndpointTests {
  /// Sends to a descriptor and decodes its reply.
  private func send<Body: Encodable, Reply: Codable & Sendable>(
    _ rig: Rig, _ endpoint: Endpoint<Body, Reply>, _ ids: [EntityID] = [], query: String = "", body: String? = nil,
    headers: [(String, String)] = Rig.owner, status: Int? = nil
  ) async throws -> Reply {
    var rest = ids[...]
    let path = endpoint.description.path.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(":") ? (rest.popFirst()?.description ?? "") : String($0) }.joined(separator: "/")
    let answer = try await rig.call(endpoint.description.method.rawValue, path + query, headers: headers, body: body)
    try #require(
      answer.status == status ?? endpoint.description.status,
      "\(endpoint.description.signature): \(String(decoding: answer.body, as: UTF8.self))")
    if let none = NoContent() as? Reply {
      #expect(answer.body.isEmpty)
      return none
    }
    return try answer.data(Reply.self)
  }

  @Test func pipelines() async throws {
    try await Rig.with { rig in
      let made = try await send(
        rig, Endpoints.createPipeline, body: #"{"name":"Alpha Beta","platform":"shopify","priority":"high"}"#)
      #expect(made.currentStage == .intake)
      #expect(try await send(rig, Endpoints.listPipelines, query: "?status=active&stage=intake").map(\.id) == [made.id])
      #expect(try await send(rig, Endpoints.listPipelines, query: "?priority=low").isEmpty)
      #expect(try await send(rig, Endpoints.getPipeline, [made.id]).slug == made.slug)
      let changed = try await send(rig, Endpoints.updatePipeline, [made.id], body: #"{"priority":"low"}"#)
      #expect(changed.priority == .low)
      let advanced = try await send(rig, Endpoints.advanceStage, [made.id], body: "{}")
      #expect(advanced.stage.stageName == .scaffolding)
      #expect(try await send(rig, Endpoints.listStages, [made.id]).count == 2)
      #expect(try await send(rig, Endpoints.failPipeline, [made.id], body: #"{"reason":"broken"}"#).status == .failed)
      let retried = try await send(rig, Endpoints.retryPipeline, [made.id], body: "{}")
      #expect(retried.task.type == .approval)
      _ = try await send(rig, Endpoints.deletePipeline, [made.id], query: "?archive=true")
      #expect(try await send(rig, Endpoints.getPipeline, [made.id]).status == .archived)
      let gone = try await rig.call(
        "PATCH", "/v1/pipelines/\(made.id)", headers: Rig.owner, body: #"{"priority":"low"}"#)
      #expect(gone.status == 410)
    }
  }

  @Test func tasks() async throws {
    try await Rig.with { rig in
      let evidence = String(decoding: try FactoryJSON.encode(Sample.evidence()), as: UTF8.self)
      let body = #"{"type":"review","title":"Read it","context":\#(evidence),"priority":"high","key":"job-1"}"#
      let task = try await send(rig, Endpoints.createTask, body: body)
      #expect(try await send(rig, Endpoints.createTask, body: body, status: 200).id == task.id)
      let listed = try await send(rig, Endpoints.listTasks, query: "?open=true&type=review")
      #expect(listed.map(\.id) == [task.id])
      #expect(listed.first?.context.diffSummary?.files.first?.patch == nil)
      let whole = try await send(rig, Endpoints.getTask, [task.id])
      #expect(whole.context.diffSummary?.files.first?.patch != nil)
      #expect(try await send(rig, Endpoints.taskStats).pending == 1)
      #expect(
        try await send(rig, Endpoints.updateTask, [task.id], body: #"{"priority":"critical"}"#).priority == .critical)
      #expect(try await send(rig, Endpoints.claimTask, [task.id]).status == .claimed)
      let other = try #require(rig.users[.operator])
      #expect(
        try await send(rig, Endpoints.reassignTask, [task.id], body: #"{"assigneeId":"\#(other.id)"}"#).assigneeId
          == other.id)
      let pending = try await send(
        rig, Endpoints.completeTask, [task.id], body: #"{"decision":"approved","graceSeconds":60}"#)
      #expect(pending.pendingDecision?.decision == .approved)
      #expect(try await send(rig, Endpoints.undoTask, [task.id]).pendingDecision == nil)
      let done = try await send(
        rig, Endpoints.completeTask, [task.id], body: #"{"decision":"rejected","notes":"not yet"}"#)
      #expect(done.status == .completed && done.decision == .rejected)
      let second = try await rig.task("second")
      #expect(try await send(rig, Endpoints.withdrawTask, [second.id], body: "{}").withdrawnAt != nil)
      let third = try await rig.task("third")
      let bulk = try await send(
        rig, Endpoints.bulkTasks, body: #"{"action":"approve","taskIds":["\#(third.id)","\#(task.id)"]}"#)
      #expect(bulk.succeeded == [third.id])
      #expect(bulk.failed.map(\.taskId) == [task.id])
    }
  }

  @Test func approvals() async throws {
    try await Rig.with { rig in
      let made = try await send(rig, Endpoints.createPipeline, body: #"{"name":"Gate","platform":"shopify"}"#)
      let advance = #"{"targetStage":"review","skipValidation":true,"notes":"a test"}"#
      let moved = try await rig.call("POST", "/v1/pipelines/\(made.id)/stages/advance", body: advance)
      if moved.status != 200 {
        for _ in 0..<4 {
          _ = try await rig.call(
            "POST", "/v1/pipelines/\(made.id)/stages/advance", body: #"{"skipValidation":true,"notes":"a test"}"#)
        }
      }
      let approval = try #require(try await send(rig, Endpoints.listApprovals, query: "?status=pending").first)
      #expect(try await send(rig, Endpoints.getApproval, [approval.id]).taskId == approval.taskId)
      let escalated = try await send(rig, Endpoints.escalate, [approval.id], body: #"{"reason":"above me"}"#)
      #expect(escalated.status == .pending)
      let rejected = try await send(rig, Endpoints.reject, [approval.id], body: #"{"reason":"not yet"}"#)
      #expect(rejected.status == .rejected)
      let again = try await rig.call(
        "POST", "/v1/approvals/\(approval.id)/approve", body: #"{"conditions":[]}"#)
      #expect(again.status == 409)
    }
  }

  /// Reading prolongs the reader's own claim, once a minute; it is told as any change is (ruling R33).
  @Test func readingProlongsAClaim() async throws {
    try await Rig.with { rig in
      let task = try await rig.task()
      _ = try await send(rig, Endpoints.claimTask, [task.id])
      let fresh = try await send(rig, Endpoints.getTask, [task.id])
      #expect(fresh.updatedAt == (try await send(rig, Endpoints.getTask, [task.id])).updatedAt)
      // As if it had been claimed two minutes ago.
      let end = Rig.now().adding(minutes: 13)
      try await rig.engine.store.write { tx in
        guard var task = try tx.task(task.id) else { return }
        task.claimExpiresAt = end
        try tx.update(task)
      }
      let stranger = try await send(rig, Endpoints.getTask, [task.id], headers: try rig.bearer(.viewer))
      #expect(stranger.claimExpiresAt == end)
      let renewed = try await send(rig, Endpoints.getTask, [task.id])
      #expect(renewed.claimExpiresAt ?? end > end.adding(minutes: 1))
      #expect(renewed.version == task.version)
      let seq = try await rig.engine.read { try $0.seq() }
      #expect(try await send(rig, Endpoints.getTask, [task.id]).claimExpiresAt == renewed.claimExpiresAt)
      #expect(try await rig.engine.read { try $0.seq() } == seq)
    }
  }

  /// A condition given with an approval is tracked to closure (ruling R35).
  @Test func conditions() async throws {
    try await Rig.with { rig in
      let made = try await send(rig, Endpoints.createPipeline, body: #"{"name":"Gate","platform":"shopify"}"#)
      for _ in 0..<4 {
        _ = try await rig.call(
          "POST", "/v1/pipelines/\(made.id)/stages/advance", body: #"{"skipValidation":true,"notes":"a test"}"#)
      }
      let gate = try #require(try await send(rig, Endpoints.listApprovals, query: "?status=pending").first)
      let body = #"{"conditions":["warm the cache"]}"#
      let approved = try await send(rig, Endpoints.approve, [gate.id], body: body)
      #expect(approved.openConditions == ["warm the cache"])
      let path = "/v1/approvals/\(gate.id)/conditions"
      let met = try await rig.call("POST", path + "/0/met", body: #"{"note":"done at noon"}"#)
      #expect(met.status == 200)
      #expect(try met.data(Approval.self).openConditions.isEmpty)
      #expect(try await rig.call("POST", path + "/7/met", body: #"{"note":"x"}"#).status >= 400)
      #expect(try await rig.call("POST", path + "/first/met", body: #"{"note":"x"}"#).status == 404)
    }
  }

  @Test func watching() async throws {
    try await Rig.with { rig in
      let task = try await rig.task()
      #expect(try await send(rig, Endpoints.listAgents).isEmpty)
      #expect(try await send(rig, Endpoints.listAudit, query: "?entityId=\(task.id)").map(\.action) == ["task.created"])
      #expect(try await send(rig, Endpoints.dashboardSummary).tasks.pending == 1)
      #expect(try await send(rig, Endpoints.listUsers).count == Role.declared.count)
      let me = try await send(rig, Endpoints.currentUser)
      #expect(me.role == .owner && me.scopes.count == Scope.declared.count)
      let events = try await send(rig, Endpoints.listEvents, query: "?after=0")
      #expect(events.map(\.event.type) == [.taskCreated])
      #expect(events.first?.channel == "tasks:*")
      let future = try await send(rig, Endpoints.listEvents, query: "?after=99999")
      #expect(future.isEmpty)
      #expect(try await send(rig, Endpoints.health).status == "ok")
      #expect(try await send(rig, Endpoints.ready).status == "ready")
    }
  }

  @Test func streams() async throws {
    try await Rig.with { rig in
      let pipeline = try await rig.pipeline()
      for index in 0..<300 { _ = index < 3 ? try await rig.task("Task \(index)") : nil }
      let answer = try await rig.call("GET", "/v1/snapshot")
      #expect(answer.headers["content-type"] == "application/x-ndjson")
      let lines = answer.body.split(separator: UInt8(ascii: "\n")).map { Data($0) }
      let head = try FactoryJSON.decode(SnapshotHead.self, from: try #require(lines.first))
      #expect(head.seq >= 4)
      let rows = try lines.dropFirst().map { try FactoryJSON.decode(SnapshotLine.self, from: $0) }
      #expect(rows.compactMap(\.task).count == 3)
      #expect(rows.compactMap(\.pipeline).map(\.id) == [pipeline.id])
      let onlyTasks = try await rig.call("GET", "/v1/snapshot?entities=tasks")
      #expect(onlyTasks.body.split(separator: UInt8(ascii: "\n")).count == 4)
      #expect(try await rig.call("GET", "/v1/snapshot?entities=tasks,cats").status == 400)
    }
  }

  @Test func importing() async throws {
    try await Rig.with { rig in
      var lines: [String] = []
      for number in 1...40 {
        let line = SnapshotLine(task: Sample.task(number))
        lines.append(String(decoding: try FactoryJSON.encode(line), as: UTF8.self))
      }
      lines.insert("not json", at: 20)
      lines.insert(#"{"task":{"id":"x"}}"#, at: 30)
      let answer = try await rig.call("POST", "/v1/import", body: lines.joined(separator: "\n"))
      #expect(answer.status == 200)
      let results = try answer.body.split(separator: UInt8(ascii: "\n"))
        .map { try FactoryJSON.decode(ImportResult.self, from: Data($0)) }
      #expect(results.map(\.line) == Array(1...42))
      #expect(results.filter { !$0.ok }.map(\.line) == [21, 31])
      #expect(results[20].error?.code == .badRequest)
      #expect(results[30].error?.code == .validationError)
      #expect(try await rig.call("GET", "/v1/tasks").meta()?.pagination?.total == 40)
    }
  }
}
