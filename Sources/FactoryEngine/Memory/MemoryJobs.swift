// Jobs, their logs and agents in memory.
import FactoryContracts
import Foundation

extension MemoryReading {
  func agent(_ id: EntityID) throws -> Agent? { state.agents.first { $0.id == id } }

  func job(_ id: EntityID) throws -> Job? { state.jobs.first { $0.id == id } }

  func jobs(_ query: JobQuery, _ page: PageRequest) throws -> EncodedPage {
    let rows = state.jobs.filter { job in
      job.pipelineId == query.pipelineId && (query.status.map { $0 == job.status } ?? true)
        && (query.kind.map { $0 == job.kind } ?? true)
    }
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, JobQuery.sortFields) }
    let order = MemoryOrder<Job>("jobs", descending: page.sort?.descending ?? true) {
      [.time($0.createdAt), .id($0.id)]
    }
    return try order.page(rows, page) { try FactoryJSON.canonical($0) }
  }

  func openJobs(pipeline: EntityID) throws -> [Job] { state.jobs.filter { $0.pipelineId == pipeline && $0.isOpen } }

  func latestJob(pipeline: EntityID, kind: JobKind) throws -> Job? {
    state.jobs.last { $0.pipelineId == pipeline && $0.kind == kind }
  }

  func nextJob(kinds: Set<JobKind>) throws -> Job? {
    let waiting = state.jobs.enumerated().filter { row in
      row.element.status == .queued && (kinds.isEmpty || kinds.contains(row.element.kind))
        && state.pipelines[row.element.pipelineId].map { $0.status.handsOutJobs } ?? false
    }
    return waiting.min { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }?.element
  }

  func lapsedLeases(now: Timestamp, limit: Int) throws -> [EntityID] {
    let rows = state.jobs.enumerated().compactMap { row in
      row.element.leaseExpiresAt.map { (at: $0, place: row.offset, id: row.element.id) }
    }
    return rows.filter { $0.at <= now }.sorted { ($0.at, $0.place) < ($1.at, $1.place) }.prefix(limit).map(\.id)
  }

  func silentAgents(now: Timestamp, limit: Int) throws -> [EntityID] {
    let due = state.agents.compactMap { agent in agent.silentAt.map { (at: $0, id: agent.id) } }
    return due.filter { $0.at <= now }.sorted { $0.at < $1.at }.prefix(limit).map(\.id)
  }

  func jobTally(agent: EntityID, since: Timestamp) throws -> JobTally {
    let own = state.jobs.filter { $0.agentId == agent }
    let ended = own.filter { $0.completedAt.map { $0 > since } ?? false }
    return JobTally(
      running: own.count { $0.status == .running }, succeeded: ended.count { $0.status == .succeeded },
      failed: ended.count { $0.status == .failed })
  }

  func activity(of agent: EntityID, since: Timestamp?, limit: Int) throws -> [Data] {
    let rows = state.audit.reversed().lazy.map(\.entry).filter { entry in
      (entry.actorId == agent || entry.entityId == agent) && since.map { entry.createdAt >= $0 } ?? true
    }
    return try rows.prefix(limit).map { try FactoryJSON.canonical($0) }
  }

  func jobLog(_ query: JobLogQuery) throws -> [JobLogLine] {
    var left = query.bytes
    var lines: [JobLogLine] = []
    for row in state.jobLog where row.pipeline == query.pipelineId && row.line.number > query.after {
      guard query.jobId == nil || query.jobId == row.job else { continue }
      guard left > 0 else { break }
      left -= row.line.text.utf8.count
      lines.append(row.line)
    }
    return lines
  }
}

extension Job {
  fileprivate var rank: Int { (priority ?? .unknown).rank }
}

extension MemoryTransaction {
  func insert(_ job: Job) throws {
    try edit { state in
      guard !state.jobs.contains(where: { $0.id == job.id }) else {
        throw StoreFailure.corrupt("There is a job \(job.id) already.")
      }
      state.jobs.append(job)
    }
  }

  func update(_ job: Job) throws {
    try edit { state in
      guard let index = state.jobs.firstIndex(where: { $0.id == job.id }) else {
        throw APIError.notFound("job", job.id)
      }
      state.jobs[index] = job
    }
  }

  func appendLog(_ text: String, to job: Job, at: Timestamp, keeping: Int) throws {
    edit { state in
      state.jobLogNumber += 1
      let line = JobLogLine(number: state.jobLogNumber, text: text)
      state.jobLog.append(MemoryState.LogRow(line: line, job: job.id, pipeline: job.pipelineId, at: at))
      var size = state.jobLog.reduce(0) { $1.job == job.id ? $0 + $1.line.text.utf8.count : $0 }
      while size > keeping, let oldest = state.jobLog.firstIndex(where: { $0.job == job.id }),
        state.jobLog[oldest].line.number < line.number
      {
        size -= state.jobLog.remove(at: oldest).line.text.utf8.count
      }
    }
  }

  func trimJobLogs(before: Timestamp) throws { edit { $0.jobLog.removeAll { $0.at < before } } }
}
