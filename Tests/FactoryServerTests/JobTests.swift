// Jobs and agents over HTTP: a whole life of a pipeline driven by an agent, and each refusal (rulings R17, R46, R47).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct JobTests {
  /// An agent's calls, as its own principal.
  struct Agent {
    let rig: Rig
    let headers: [(String, String)]
    let id: EntityID

    init(_ rig: Rig, _ role: Role = .agent) throws {
      self.rig = rig
      headers = try rig.bearer(role)
      id = Sample.id(4001)
    }

    func claim(_ more: String = "") async throws -> HTTPAnswer {
      try await rig.call("POST", "/v1/jobs/claim", headers: headers, body: #"{"agentId":"\#(id)"\#(more)}"#)
    }

    func post(_ path: String, _ body: String) async throws -> HTTPAnswer {
      try await rig.call("POST", path, headers: headers, body: body)
    }
  }

  @Test func anAgentTakesLogsAndCompletes() async throws {
    try await Rig.with { rig in
      let agent = try Agent(rig)
      #expect(try await agent.claim().status == 204)
      let pipeline = try await rig.pipeline()
      let answer = try await agent.claim(#","kinds":["scaffold"],"leaseSeconds":30"#)
      #expect(answer.status == 200)
      let job = try answer.data(Job.self)
      #expect(job.kind == .scaffold && job.pipelineId == pipeline.id && job.status == .running)
      for line in ["one", "two\\n", "ü \\u202e"] {
        #expect(try await agent.post("/v1/jobs/\(job.id)/log", #"{"text":"\#(line)"}"#).status == 204)
      }
      let logs = try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/build-logs")
      #expect(logs.status == 200 && logs.headers["content-type"] == "text/plain; charset=utf-8")
      #expect(String(decoding: logs.body, as: UTF8.self) == "one\ntwo\nü \u{202e}\n")
      let next = try #require(logs.headers["x-log-next"])
      let rest = try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/build-logs?after=\(next)")
      #expect(rest.body.isEmpty && rest.headers["x-log-next"] == next)
      let done = try await agent.post("/v1/jobs/\(job.id)/complete", #"{"status":"succeeded","result":{"files":3}}"#)
      #expect(try done.data(Job.self).result?["files"] == 3)
      #expect(try await rig.call("GET", "/v1/jobs/\(job.id)").data(Job.self).status == .succeeded)
      let jobs = try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/jobs?sort=-createdAt")
      #expect(Set(try jobs.data([Job].self).map(\.kind)) == [.build, .scaffold])
      #expect(try jobs.meta()?.pagination?.total == 2)
      let queued = try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/jobs?status=queued&kind=build")
      #expect(try queued.data([Job].self).count == 1)
      let moved = try await rig.call("GET", "/v1/pipelines/\(pipeline.id)").data(Pipeline.self)
      #expect(moved.currentStage == .building)
    }
  }

  @Test func agentsAreKnownAndSeen() async throws {
    try await Rig.with { rig in
      let agent = try Agent(rig)
      let body = #"{"id":"\#(agent.id)","name":"builder","type":"ai_builder","capabilities":["swift"]}"#
      #expect(try await agent.post("/v1/agents", body).status == 201)
      #expect(try await agent.post("/v1/agents", body).status == 200)
      let made = try await rig.call("POST", "/v1/agents", body: #"{"name":"other","type":"monitor"}"#)
      #expect(made.status == 201)
      let beat = #"{"status":"active","metrics":{"uptimeSeconds":12},"currentTaskId":null}"#
      #expect(try await agent.post("/v1/agents/\(agent.id)/heartbeat", beat).status == 204)
      let seen = try await rig.call("GET", "/v1/agents/\(agent.id)").data(FactoryContracts.Agent.self)
      #expect(seen.status == .active && seen.health.uptimeSeconds == 12 && seen.name == "builder")
      #expect(try await rig.call("GET", "/v1/agents").data([FactoryContracts.Agent].self).count == 2)
      let activity = try await rig.call("GET", "/v1/agents/\(agent.id)/activity?limit=10")
      let actions = try activity.data([AuditEntry].self).map(\.action)
      #expect(actions == ["agent.status_changed", "agent.registered"])
      let later = try await rig.call("GET", "/v1/agents/\(agent.id)/activity?since=2200-01-01T00:00:00Z")
      #expect(try later.data([AuditEntry].self).isEmpty)
      // An agent's own credential introduces it; nobody else's does.
      let unknown = "/v1/agents/\(Sample.id(4002))/heartbeat"
      #expect(try await rig.call("POST", unknown, body: beat).status == 404)
      #expect(try await agent.post(unknown, beat).status == 204)
    }
  }

  @Test func whatIsRefused() async throws {
    try await Rig.with { rig in
      let agent = try Agent(rig)
      let pipeline = try await rig.pipeline()
      let job = try await agent.claim().data(Job.self)
      let nobody = Sample.id(404)
      let rows: [(String, String, String?, Int, ErrorCode, String?)] = [
        ("POST", "/v1/jobs/claim", #"{}"#, 400, .validationError, "agentId"),
        ("POST", "/v1/jobs/claim", #"{"agentId":"\#(nobody)"}"#, 400, .validationError, "agentId"),
        (
          "POST", "/v1/jobs/claim", #"{"agentId":"\#(agent.id)","leaseSeconds":1}"#, 400, .validationError,
          "leaseSeconds"
        ),
        ("POST", "/v1/jobs/claim", #"{"agentId":"\#(agent.id)","kinds":["odd"]}"#, 400, .validationError, nil),
        ("POST", "/v1/jobs/\(nobody)/log", #"{"text":"x"}"#, 404, .notFound, nil),
        ("POST", "/v1/jobs/7/log", #"{"text":"x"}"#, 404, .notFound, nil),
        ("POST", "/v1/jobs/\(nobody)/log", #"{"text":7}"#, 404, .notFound, nil),
        ("POST", "/v1/jobs/\(job.id)/log", #"{"text":""}"#, 400, .validationError, "text"),
        ("POST", "/v1/jobs/\(job.id)/log", #"{"text":"not mine"}"#, 409, .conflict, nil),
        ("POST", "/v1/jobs/\(job.id)/complete", #"{"status":"canceled"}"#, 400, .validationError, "status"),
        ("POST", "/v1/jobs/\(job.id)/complete", #"{"status":"odd"}"#, 400, .validationError, "status"),
        ("POST", "/v1/jobs/\(job.id)/complete", #"{"status":"succeeded"}"#, 409, .conflict, nil),
        ("POST", "/v1/jobs/\(nobody)/complete", #"{"status":"succeeded"}"#, 404, .notFound, nil),
        ("GET", "/v1/jobs/\(nobody)", nil, 404, .notFound, nil),
        ("GET", "/v1/pipelines/\(nobody)/jobs", nil, 404, .notFound, nil),
        ("GET", "/v1/pipelines/\(nobody)/jobs?status=odd", nil, 404, .notFound, nil),
        ("GET", "/v1/pipelines/\(pipeline.id)/jobs?status=odd", nil, 400, .validationError, "status"),
        ("GET", "/v1/pipelines/\(pipeline.id)/jobs?sort=kind", nil, 400, .validationError, "sort"),
        ("GET", "/v1/pipelines/\(nobody)/build-logs", nil, 404, .notFound, nil),
        ("GET", "/v1/pipelines/\(pipeline.id)/build-logs?after=x", nil, 400, .validationError, "after"),
        ("GET", "/v1/agents/\(nobody)", nil, 404, .notFound, nil),
        ("GET", "/v1/agents/\(nobody)/activity", nil, 404, .notFound, nil),
        ("GET", "/v1/agents/\(agent.id)/activity?limit=0", nil, 400, .validationError, "limit"),
        ("POST", "/v1/agents", #"{"name":"","type":"monitor"}"#, 400, .validationError, "name"),
        ("POST", "/v1/agents/\(agent.id)/heartbeat", #"{"status":"odd"}"#, 400, .validationError, "status"),
      ]
      for (method, path, body, status, code, field) in rows {
        let answer = try await rig.call(method, path, body: body)
        #expect(answer.status == status, "\(method) \(path) \(body ?? "")")
        #expect(answer.error?.code == code, "\(method) \(path) \(body ?? "")")
        if let field { #expect(answer.error?.field == field, "\(method) \(path)") }
      }
      let person = try rig.bearer(.operator)
      let denied = try await rig.call(
        "POST", "/v1/agents", headers: person, body: #"{"name":"x","type":"monitor"}"#)
      #expect(denied.status == 403 && denied.error?.details?["requiredScope"] == "agents:manage")
      _ = try await rig.call("DELETE", "/v1/pipelines/\(pipeline.id)?archive=true")
      #expect(try await agent.post("/v1/jobs/\(job.id)/complete", #"{"status":"succeeded"}"#).status == 410)
      #expect(
        try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/jobs").data([Job].self).first?.status == .canceled)
    }
  }

  /// The server's own clockwork takes the job away from an agent that died.
  @Test func aDeadAgentsJobReturns() async throws {
    try await Rig.with { rig in
      let agent = try Agent(rig)
      _ = try await rig.pipeline()
      let job = try await agent.claim(#","leaseSeconds":5"#).data(Job.self)
      #expect(
        try await eventually(seconds: 20) {
          try await rig.call("GET", "/v1/jobs/\(job.id)").data(Job.self).status == .queued
        })
      #expect(try await agent.claim().data(Job.self).attempts == 2)
    }
  }
}
