// The queue that agents take work from: taking under a lease, logging, completing, and what happens when a lease runs out
// (ruling R47). Invariant: at every moment at most one agent holds a job, and only it says how the job ended.
import FactoryContracts

/// Limits of what an agent may send about a job.
package enum JobLimits {
  package static let leaseSeconds = 5...3600
  /// Bytes of one piece of log.
  package static let logBytes = 64 << 10
  /// Bytes of a result as JSON.
  package static let resultBytes = 256 << 10
}

extension UseCases {
  /// The most urgent job there is, taken for the lease.
  /// - Returns: nil when there is none (204); nothing is written then.
  package func claimJob(_ body: ClaimJobBody) throws -> Job? {
    try requireScope(.pipelinesWrite)
    let agent = try claimant(body)
    guard let waiting = try tx.nextJob(kinds: try wantedKinds(body, agent)) else {
      reply.status = 204
      return nil
    }
    let lease = body.leaseSeconds ?? settings.jobLeaseSeconds
    let job = try change(waiting, "job.claimed", metadata: ["leaseSeconds": .count(lease)]) {
      $0.status = .running
      $0.agentId = agent.id
      $0.claimedBy = actor.id
      $0.leaseSeconds = lease
      $0.leaseExpiresAt = now.adding(seconds: Double(lease))
      $0.attempts += 1
      $0.startedAt = now
    }
    try change(agent, "agent.job_started", beats: true, metadata: ["jobId": .id(job.id)]) {
      $0.status = .active
      $0.currentPipelineId = job.pipelineId
    }
    try begun(job)
    return job
  }

  /// An agent does the work of the type that it declared, so that what one built is tested by another.
  /// - Returns: empty for any kind.
  private func wantedKinds(_ body: ClaimJobBody, _ agent: Agent) throws -> Set<JobKind> {
    let asked = Set(body.kinds ?? [])
    guard let own = agent.boundKinds else { return asked }
    guard asked.isSubset(of: own) else {
      let words = own.map(\.rawValue).joined(separator: ", ")
      throw APIError.forbidden("\(agent.name) is registered as \(agent.type.rawValue), which takes: \(words).")
    }
    return asked.isEmpty ? Set(own) : asked
  }

  private func claimant(_ body: ClaimJobBody) throws -> Agent {
    var problems = Problems()
    problems.number("leaseSeconds", body.leaseSeconds, in: JobLimits.leaseSeconds)
    for kind in body.kinds ?? [] { problems.known("kinds", kind) }
    let known = try tx.agent(body.agentId)
    if known == nil, actor.kind != .agent {
      problems.add(
        "agentId", "There is no agent \(body.agentId).", received: .id(body.agentId),
        expected: "the id of a registered agent")
    }
    try problems.check()
    return try known ?? introduced(body.agentId)
  }

  /// Appends text to the log and prolongs the lease by its own length (ruling R47).
  package func logJob(_ id: EntityID, _ body: JobLogBody) throws {
    try requireScope(.pipelinesWrite)
    var job = try liveJob(id)
    var problems = Problems()
    if body.text.isEmpty || body.text.utf8.count > JobLimits.logBytes {
      problems.add(
        "text", "text has \(body.text.utf8.count) bytes.", received: .count(body.text.utf8.count),
        expected: "1 to \(JobLimits.logBytes) bytes")
    }
    try problems.check()
    try refuseOthers(job, body.attempt)
    let prolonged = now.adding(seconds: Double(job.leaseSeconds ?? settings.jobLeaseSeconds))
    job.leaseExpiresAt = job.leaseExpiresAt.map { max($0, prolonged) }
    try tx.update(job)
    try tx.appendLog(body.text, to: job, at: now, keeping: settings.jobLogBytes)
  }

  /// The holder says how the job ended; the pipeline follows (ruling R47).
  package func completeJob(_ id: EntityID, _ body: CompleteJobBody) throws -> Job {
    try requireScope(.pipelinesWrite)
    let job = try liveJob(id)
    try check(body)
    try refuseOthers(job, body.attempt)
    let done = try change(job, body.status == .succeeded ? "job.succeeded" : "job.failed") {
      $0.status = body.status
      $0.result = body.result
      $0.error = body.status == .failed ? body.error ?? "no reason was given" : nil
      $0.leaseExpiresAt = nil
      $0.completedAt = now
    }
    try release(done)
    try ended(done)
    return try self.job(id)
  }

  /// The holder cannot end it, because it ends itself: somebody else takes it at once. It failed at nothing.
  package func releaseJob(_ id: EntityID, _ body: ReleaseJobBody) throws -> Job {
    try requireScope(.pipelinesWrite)
    let job = try liveJob(id)
    var problems = Problems()
    problems.text("reason", optional: body.reason, max: 1000)
    try problems.check()
    try refuseOthers(job, body.attempt)
    let back = try change(job, "job.released", metadata: ["reason": .text(body.reason)]) {
      $0.status = .queued
      $0.agentId = nil
      $0.claimedBy = nil
      $0.leaseSeconds = nil
      $0.leaseExpiresAt = nil
    }
    var freed = back
    freed.agentId = job.agentId
    try release(freed)
    return back
  }

  private func check(_ body: CompleteJobBody) throws {
    var problems = Problems()
    if body.status != .succeeded, body.status != .failed {
      problems.add(
        "status", "A job ends succeeded or failed.", received: .string(body.status.rawValue),
        expected: "one of succeeded, failed")
    }
    problems.text("error", optional: body.error, max: 20_000)
    if let result = body.result {
      let bytes = try FactoryJSON.encode(result).count
      if bytes > JobLimits.resultBytes {
        problems.add(
          "result", "The result has \(bytes) bytes.", received: .count(bytes),
          expected: "at most \(JobLimits.resultBytes) bytes")
      }
    }
    try problems.check()
  }

  /// - Throws: 404; 410 when its pipeline is archived or gone.
  private func liveJob(_ id: EntityID) throws -> Job {
    let job = try job(id)
    try refuseArchived(try pipeline(job.pipelineId))
    return job
  }

  /// Only who holds the lease, and only while it lasts.
  private func refuseOthers(_ job: Job, _ attempt: Int?) throws {
    let holds = job.claimedBy == actor.id && (attempt ?? job.attempts) == job.attempts
    let lasts = job.leaseExpiresAt.map { $0 > now } ?? false
    guard job.status != .running || !holds || !lasts else { return }
    let reason =
      switch job.status {
      case .running where holds: "Your lease on this job ran out at \(job.leaseExpiresAt ?? now)."
      case .running: "Another agent holds the lease on this job."
      case .queued: "Nobody holds this job; it waits in the queue."
      case .canceled: "This job was canceled: \(job.error ?? "nobody needs it any more")"
      case .succeeded, .failed, .unknown: "This job is \(job.status.rawValue) already."
      }
    throw APIError.conflict(
      reason, current: job.status.rawValue, required: JobStatus.running.rawValue,
      details: [
        "agentId": .id(job.agentId), "attempts": .count(job.attempts), "leaseExpiresAt": .time(job.leaseExpiresAt),
      ])
  }

  /// A lease that ran out: the agent is dead or lost. The job goes back into the queue, or fails when that happened too often.
  package func lapseLease(_ id: EntityID) throws {
    guard let job = try tx.job(id), job.status == .running, let end = job.leaseExpiresAt, end <= now else { return }
    let isLast = job.attempts >= settings.jobAttempts
    let lapsed = try change(job, isLast ? "job.failed" : "job.lease_lapsed") {
      $0.status = isLast ? .failed : .queued
      $0.error = isLast ? "its agents did not answer: the lease ran out \(job.attempts) times" : nil
      $0.completedAt = isLast ? now : nil
      $0.leaseExpiresAt = nil
      $0.claimedBy = nil
      $0.leaseSeconds = nil
      if !isLast { $0.agentId = nil }
    }
    try lost(job)
    if isLast { try ended(lapsed) }
  }
}
