// One pipeline over the network: its record, the log of a job, and what the operator does to it. Worker threads; reading in the lane of
// items, changing in the lane of commands.
import FactoryContracts
import FactoryState

extension EffectRunner {
  package func fetchPipeline(_ id: EntityID) {
    run(.item) { runner in
      do throws(APIFailure) {
        runner.tell(.fetched(.pipeline(try runner.evidence(id)), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.pipelineFailed(id, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  private func evidence(_ id: EntityID) throws(APIFailure) -> PipelineEvidence {
    let path = [id.description]
    let filter = [("pipelineId", id.description)]
    return PipelineEvidence(
      pipeline: try api.request(Endpoints.getPipeline, path: path).data,
      stages: try api.request(Endpoints.listStages, path: path).data,
      jobs: try api.request(Endpoints.listJobs, path: path, query: [("limit", "50")]).data,
      approvals: try api.request(Endpoints.listApprovals, query: filter + [("limit", "50")]).data,
      blockers: try api.request(Endpoints.listBlockers, query: filter).data)
  }

  /// What a job logged after a number, in as many answers as it takes.
  package func fetchLog(_ pipeline: EntityID, job: EntityID, after: Int64) {
    run(.item) { runner in
      do throws(APIFailure) {
        var text = ""
        var next = after
        for _ in 0..<Self.logAnswers {
          let (piece, following) = try runner.log(pipeline, job, after: next)
          guard following > next else { break }
          text += piece
          next = following
        }
        runner.tell(.fetched(.log(job: job, after: after, text: text, next: next), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.logFailed(job: job, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  /// Answers that one look at a log takes at most; the next look goes on behind them.
  private static let logAnswers = 20

  /// Plain text, not in the envelope; the header says where the next answer goes on.
  private func log(_ pipeline: EntityID, _ job: EntityID, after: Int64) throws(APIFailure) -> (String, Int64) {
    let query = [("after", String(after)), ("jobId", job.description)]
    let call: Call
    do { call = try Endpoints.buildLogs.call(path: [pipeline.description], query: query) } catch {
      throw .garbled(status: 0, reason: "the request cannot be written: \(error)")
    }
    let answer = try api.send(call)
    guard let next = answer.headers["x-log-next"].flatMap({ Int64($0) }) else {
      throw .garbled(status: answer.status, reason: "the header X-Log-Next is missing")
    }
    return (String(decoding: answer.body, as: UTF8.self), next)
  }

  // MARK: Changing

  package func step(_ id: EntityID, _ step: PipelineStep, key: EntityID) {
    run(.command) { runner in
      do throws(APIFailure) {
        let changed = try runner.send(step, to: id, key)
        runner.tell(.fetched(.stepped(id, step, changed), now: runner.clock()))
      } catch {
        let (message, reasons) = Self.words(error)
        runner.tell(.fetched(.stepFailed(id, step, message: message, reasons: reasons), now: runner.clock()))
      }
    }
  }

  /// What going back would mean; nothing happens.
  package func planRollback(_ id: EntityID, _ target: DeployTarget, version: String?) {
    let body = DeployBody(target: target, version: version, dryRun: true, rollback: true)
    plan(id, body, .rollback(target, version: version ?? "")) { .rollbackPlan($0) }
  }

  /// What a deploy would mean; nothing happens.
  package func planDeploy(_ id: EntityID, _ target: DeployTarget, version: String?) {
    let body = DeployBody(target: target, version: version, dryRun: true)
    plan(id, body, .deploy(target, version: version)) { .deployPlan($0, version: version) }
  }

  private func plan(
    _ id: EntityID, _ body: DeployBody, _ step: PipelineStep, _ result: @escaping @Sendable (DeployPlan) -> FetchResult
  ) {
    run(.command) { runner in
      do throws(APIFailure) {
        let reply = try runner.api.request(Endpoints.deploy, body, path: [id.description]).data
        guard case .plan(let plan) = reply else {
          throw .garbled(status: 200, reason: "a plan was expected")
        }
        runner.tell(.fetched(result(plan), now: runner.clock()))
      } catch {
        let (message, reasons) = Self.words(error)
        runner.tell(.fetched(.stepFailed(id, step, message: message, reasons: reasons), now: runner.clock()))
      }
    }
  }

  /// The pipeline as it is afterwards; nil where it left the lists.
  private func send(_ step: PipelineStep, to id: EntityID, _ key: EntityID) throws(APIFailure) -> Pipeline? {
    let path = [id.description]
    switch step {
    case .advance:
      _ = try api.request(Endpoints.advanceStage, AdvanceStageBody(), path: path, key: key)
    case .retry:
      _ = try api.request(Endpoints.retryPipeline, RetryPipelineBody(), path: path, key: key)
    case .fail(let reason):
      return try api.request(Endpoints.failPipeline, FailPipelineBody(reason: reason), path: path, key: key).data
    case .test:
      _ = try api.request(
        Endpoints.runTests, TestRunBody(testType: .all, environment: .ci), path: path, key: key)
    case .deploy(let target, let version):
      _ = try api.request(Endpoints.deploy, DeployBody(target: target, version: version), path: path, key: key)
    case .rollback(let target, let version):
      let body = DeployBody(target: target, version: version, rollback: true)
      _ = try api.request(Endpoints.deploy, body, path: path, key: key)
    case .pause: return try update(path, UpdatePipelineBody(status: .paused), key)
    case .resume: return try update(path, UpdatePipelineBody(status: .active), key)
    case .priority(let priority): return try update(path, UpdatePipelineBody(priority: priority), key)
    case .archive:
      _ = try api.request(Endpoints.deletePipeline, Empty(), path: path, query: [("archive", "true")], key: key)
    }
    return try api.request(Endpoints.getPipeline, path: path).data
  }

  private func update(_ path: [String], _ body: UpdatePipelineBody, _ key: EntityID) throws(APIFailure) -> Pipeline {
    try api.request(Endpoints.updatePipeline, body, path: path, key: key).data
  }

  /// The message, and each rule that failed with its reason.
  private static func words(_ error: APIFailure) -> (String, [String]) {
    guard case .refused(let refused) = error else { return (FailureWords.sentence(error), []) }
    let rules = (refused.details?["failedRules"]?.array ?? []).compactMap { rule in
      rule["reason"]?.string ?? rule["message"]?.string
    }
    return (refused.message, rules)
  }
}
