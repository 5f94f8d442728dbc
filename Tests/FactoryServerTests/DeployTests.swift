// Deploys, test runs and gates over HTTP: each answer and each refusal (rulings R15, R18, R46).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@Suite struct DeployTests {
  /// Works for an agent and approves as the owner until a pipeline stands at a stage.
  private func drive(_ rig: Rig, _ id: EntityID, to stage: PipelineStage) async throws {
    let agent = try JobTests.Agent(rig)
    for _ in 0..<30 {
      if try await rig.call("GET", "/v1/pipelines/\(id)").data(Pipeline.self).currentStage == stage { return }
      let claimed = try await agent.claim()
      if claimed.status == 200 {
        let job = try claimed.data(Job.self)
        let done = try await agent.post(
          "/v1/jobs/\(job.id)/complete", #"{"status":"succeeded","result":{"total":3,"passed":3,"failed":0}}"#)
        #expect(done.status == 200)
      } else {
        try await approveAll(rig, id)
      }
    }
    Issue.record("the pipeline never came to \(stage.rawValue)")
  }

  private func approveAll(_ rig: Rig, _ id: EntityID) async throws {
    let open = try await rig.call("GET", "/v1/tasks?open=true&pipelineId=\(id)").data([FactoryTask].self)
    for task in open {
      let done = try await rig.call("POST", "/v1/tasks/\(task.id)/complete", body: #"{"decision":"approved"}"#)
      #expect(done.status == 200)
    }
  }

  private func deploy(_ rig: Rig, _ id: EntityID, _ body: String) async throws -> HTTPAnswer {
    try await rig.call("POST", "/v1/pipelines/\(id)/deploys", body: body)
  }

  @Test func aDeployIsAJobAQuestionOrAPlan() async throws {
    try await Rig.with { rig in
      let id = try await rig.pipeline().id
      try await drive(rig, id, to: .staging)
      let plan = try await deploy(rig, id, #"{"target":"staging","dryRun":true}"#)
      #expect(plan.status == 200)
      #expect(try plan.data(DeployPlan.self).requiresApproval)
      let items = DeployChecklist.read(try plan.data(DeployPlan.self).checklist ?? "")
      #expect(items.contains { $0.title == "Tests" && $0.state == .holds && $0.finding.contains("3 of 3") })
      let question = try await deploy(rig, id, #"{"target":"staging","version":"2.0"}"#)
      #expect(question.status == 202)
      guard case .task(let task) = try question.data(DeployReply.self) else {
        Issue.record("an open gate did not answer its task")
        return
      }
      #expect(task.type == .approval)
      try await approveAll(rig, id)
      #expect(try await deploy(rig, id, #"{"target":"staging"}"#).status == 409)
      // The queued job is taken back, so that one more can be asked for.
      let agent = try JobTests.Agent(rig)
      for kind in ["deploy", "health"] {
        let job = try await agent.claim().data(Job.self)
        #expect(job.kind.rawValue == kind)
        if kind == "deploy" { #expect(job.payload["version"] == "2.0") }
        _ = try await agent.post("/v1/jobs/\(job.id)/complete", #"{"status":"succeeded"}"#)
      }
      #expect(try await rig.call("GET", "/v1/pipelines/\(id)").data(Pipeline.self).currentStage == .production)
      let events = try await rig.call("GET", "/v1/events?after=0&limit=1000").data([WsEvent].self)
      let deploys = events.filter { $0.event.type.family == "deploy" }
      #expect(deploys.map(\.event.type) == [.deployStarted, .deploySucceeded])
      #expect(deploys.allSatisfy { $0.channel == "deploys:*" })
    }
  }

  @Test func stagingAgainIsAJob() async throws {
    try await Rig.with { rig in
      let made = try await rig.call(
        "POST", "/v1/pipelines",
        body: #"{"name":"S","platform":"x","config":{"stages":{"staging":{"autoAdvance":false}}}}"#
      ).data(Pipeline.self)
      try await drive(rig, made.id, to: .staging)
      try await approveAll(rig, made.id)
      let agent = try JobTests.Agent(rig)
      for _ in 0..<2 {
        let job = try await agent.claim().data(Job.self)
        _ = try await agent.post("/v1/jobs/\(job.id)/complete", #"{"status":"succeeded"}"#)
      }
      let again = try await deploy(rig, made.id, #"{"target":"staging"}"#)
      #expect(again.status == 202)
      guard case .job(let job) = try again.data(DeployReply.self) else {
        Issue.record("a deploy to staging did not answer its job")
        return
      }
      #expect(job.kind == .deploy && job.status == .queued)
    }
  }

  @Test func testRunsAreQueued() async throws {
    try await Rig.with { rig in
      let id = try await rig.pipeline().id
      let run = try await rig.call(
        "POST", "/v1/pipelines/\(id)/test-runs", body: #"{"testType":"unit","environment":"local"}"#)
      #expect(run.status == 202)
      #expect(try run.data(Job.self).payload["testType"] == "unit")
      #expect(try await rig.call("POST", "/v1/pipelines/\(id)/test-runs", body: "{}").status == 202)
    }
  }

  @Test func whatIsRefused() async throws {
    try await Rig.with { rig in
      let id = try await rig.pipeline().id
      let nobody = Sample.id(404)
      let rows: [(String, String, Int, ErrorCode, String?)] = [
        ("/v1/pipelines/\(id)/deploys", "{}", 400, .validationError, "target"),
        ("/v1/pipelines/\(id)/deploys", #"{"target":"moon"}"#, 400, .validationError, "target"),
        ("/v1/pipelines/\(id)/deploys", #"{"target":"staging","version":" "}"#, 400, .validationError, "version"),
        ("/v1/pipelines/\(id)/deploys", #"{"target":"staging"}"#, 409, .conflict, nil),
        ("/v1/pipelines/\(id)/deploys", #"{"target":"production"}"#, 409, .conflict, nil),
        ("/v1/pipelines/\(nobody)/deploys", #"{"target":"staging"}"#, 404, .notFound, nil),
        ("/v1/pipelines/\(id)/test-runs", #"{"testType":"odd"}"#, 400, .validationError, "testType"),
        ("/v1/pipelines/\(nobody)/test-runs", "{}", 404, .notFound, nil),
        ("/v1/pipelines/\(id)/stages/advance", #"{"skipValidation":true}"#, 400, .validationError, "notes"),
        ("/v1/pipelines/\(id)/stages/advance", #"{"targetStage":"review"}"#, 409, .conflict, nil),
        (
          "/v1/pipelines",
          #"{"name":"x","platform":"x","config":{"stages":{"testing":{"validationRules":[{"type":"test_coverage","config":{"minPercent":-1}}]}}}}"#,
          400, .validationError, "config.stages.testing.validationRules[0].config.minPercent"
        ),
      ]
      for (path, body, status, code, field) in rows {
        let answer = try await rig.call("POST", path, body: body)
        #expect(answer.status == status, "\(path) \(body)")
        #expect(answer.error?.code == code, "\(path) \(body)")
        if let field { #expect(answer.error?.field == field, "\(path) \(body)") }
        if code == .conflict { #expect(answer.error?.details?["currentState"] == "intake", "\(path) \(body)") }
      }
      // A scope for each target; a role for skipping (rulings R15, R18).
      for (target, scope) in [("staging", "deploy:staging"), ("production", "deploy:production")] {
        let denied = try await rig.call(
          "POST", "/v1/pipelines/\(nobody)/deploys", headers: try rig.bearer(.viewer), body: #"{"target":"\#(target)"}"#
        )
        #expect(denied.status == 403 && denied.error?.details?["requiredScope"]?.string == scope)
      }
      let agent = try await rig.call(
        "POST", "/v1/pipelines/\(id)/deploys", headers: try rig.bearer(.agent), body: #"{"target":"production"}"#)
      #expect(agent.status == 403)
      let skip = try await rig.call(
        "POST", "/v1/pipelines/\(id)/stages/advance", headers: try rig.bearer(.operator),
        body: #"{"skipValidation":true,"notes":"please"}"#)
      #expect(skip.status == 403)
    }
  }

  @Test func failedRulesAreNamed() async throws {
    try await Rig.with { rig in
      let body = #"{"name":"C","platform":"x","config":{"coverageThreshold":80}}"#
      let made = try await rig.call("POST", "/v1/pipelines", body: body).data(Pipeline.self)
      try await drive(rig, made.id, to: .testing)
      let agent = try JobTests.Agent(rig)
      let job = try await agent.claim().data(Job.self)
      let poor = #"{"status":"succeeded","result":{"total":4,"passed":3,"failed":1,"coveragePercent":50}}"#
      #expect(try await agent.post("/v1/jobs/\(job.id)/complete", poor).status == 200)
      let refused = try await rig.call("POST", "/v1/pipelines/\(made.id)/stages/advance", body: "{}")
      #expect(refused.status == 409)
      let rules = refused.error?.details?["failedRules"]?.array?.compactMap { $0["rule"]?.string }
      #expect(rules == ["tests_passing", "test_coverage"])
      let skipped = try await rig.call(
        "POST", "/v1/pipelines/\(made.id)/stages/advance", body: #"{"skipValidation":true,"notes":"known flake"}"#)
      #expect(skipped.status == 200)
      let audit = try await rig.call("GET", "/v1/audit?pipelineId=\(made.id)&action=pipeline.advanced")
      #expect(try audit.data([AuditEntry].self).first?.metadata["skippedRules"]?.array?.count == 2)
    }
  }
}
