// Jobs and the agents that take them (contract §1.5, rulings R17, R46, R47).
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

extension RouteBuilder {
  mutating func addJobs() {
    addJobReads()
    change(Endpoints.claimJob) { useCases, change in
      guard let job = try useCases.claimJob(change.body) else { return .nothing }
      return try .json(job)
    }
    change(Endpoints.logJob, on: .job, limit: services.limits.body) { useCases, change in
      try useCases.logJob(change.id, change.body)
      return .nothing
    }
    change(Endpoints.completeJob, on: .job) { useCases, change in
      try .json(useCases.completeJob(change.id, change.body))
    }
    change(Endpoints.releaseJob, on: .job) { useCases, change in
      try .json(useCases.releaseJob(change.id, change.body))
    }
    addAgents()
  }

  private mutating func addJobReads() {
    let engine = services.engine
    raw(Endpoints.listJobs, body: .none) { request, _ in
      let id = try request.id(of: .pipeline)
      var query = QueryReader(request.query, Endpoints.listJobs.description.query)
      let paging = query.page(sortFields: JobQuery.sortFields)
      var filter = JobQuery(pipelineId: id)
      filter.status = query.named("status")
      filter.kind = query.named("kind")
      let (asked, faults) = (filter, Result { try query.finish() })
      let (page, seq) = try await engine.read { reader in
        _ = try Self.pipeline(reader, request)
        try faults.get()
        return (try reader.jobs(asked, paging), try reader.seq())
      }
      return Reply(
        status: 200, json: EnvelopeWriter.list(EnvelopeWriter.listed(page, paging, seq: seq), for: request))
    }
    value(Endpoints.getJob) { reader, request in
      guard let job = try reader.job(try request.id(of: .job)) else { throw EntityKind.job.notFound }
      return (try FactoryJSON.encode(job), nil)
    }
    addLogs()
  }

  /// Plain text, one line feed at least after each piece; the header says where the next answer goes on.
  private mutating func addLogs() {
    let engine = services.engine
    raw(Endpoints.buildLogs, body: .none) { request, _ in
      var query = QueryReader(request.query, Endpoints.buildLogs.description.query)
      let after = Int64(query.number("after", 0...Int.max) ?? 0)
      let job = query.id("jobId")
      let faults = Result { try query.finish() }
      let lines = try await engine.read { reader in
        let pipeline = try Self.pipeline(reader, request)
        try faults.get()
        return try reader.jobLog(JobLogQuery(pipelineId: pipeline.id, jobId: job, after: after))
      }
      var text = ByteBuffer()
      for line in lines {
        text.writeString(line.text)
        if !line.text.hasSuffix("\n") { text.writeString("\n") }
      }
      var reply = Reply(status: 200, type: "text/plain; charset=utf-8", body: ResponseBody(byteBuffer: text))
      reply.headers[.logNext] = "\(lines.last?.number ?? after)"
      return reply
    }
  }

  private mutating func addAgents() {
    change(
      Endpoints.registerAgent,
      permit: { _, caller in
        if caller.actor.kind != .agent { try Permission.require(.agentsManage, caller) }
      },
      { useCases, change in try .json(useCases.registerAgent(change.body)) })
    value(Endpoints.getAgent) { reader, request in
      guard let agent = try reader.agent(try request.id(of: .agent)) else { throw EntityKind.agent.notFound }
      return (try FactoryJSON.encode(agent), nil)
    }
    change(Endpoints.heartbeat, on: .agent) { useCases, change in
      try useCases.heartbeat(change.id, change.body)
      return .nothing
    }
    let engine = services.engine
    raw(Endpoints.agentActivity, body: .none) { request, _ in
      let id = try request.id(of: .agent)
      var query = QueryReader(request.query, Endpoints.agentActivity.description.query)
      let since = query.time("since")
      let limit = query.number("limit", 1...100) ?? 50
      let faults = Result { try query.finish() }
      let (rows, seq) = try await engine.read { reader in
        try EntityKind.agent.mustExist(id, reader)
        try faults.get()
        return (try reader.activity(of: id, since: since, limit: limit), try reader.seq())
      }
      return Reply(status: 200, json: EnvelopeWriter.all(rows, for: request, seq: seq))
    }
  }
}

extension HTTPField.Name {
  fileprivate static let logNext: HTTPField.Name = {
    guard let name = HTTPField.Name("X-Log-Next") else { preconditionFailure("a fixed header name") }
    return name
  }()
}
