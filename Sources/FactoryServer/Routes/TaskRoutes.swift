// Tasks: the decision queue (contract §1.5, rulings R18, R44, R48, R49, R54, R59).
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes

extension RouteBuilder {
  mutating func addTasks() {
    page(Endpoints.listTasks, sortFields: TaskQuery.sortFields, kept: true) { query, caller in
      var filter = TaskQuery()
      filter.status = query.named("status")
      filter.priority = query.named("priority")
      filter.type = query.named("type")
      filter.pipelineId = query.id("pipelineId")
      filter.assigneeId = query.person("assigneeId", me: caller.actor.id)
      filter.slaBreached = query.flag("slaBreached")
      filter.open = query.flag("open")
      filter.search = query.text("search")
      return { [filter] reader, paging in try reader.tasks(filter, paging) }
    }
    addReading()
    value(Endpoints.taskStats) { reader, request in
      (try FactoryJSON.encode(try reader.taskStats(now: request.now)), nil)
    }
    addTaskChanges()
    addDecisions()
  }

  /// Reading a task prolongs the reader's own claim on it, at most once a minute (ruling R33).
  private mutating func addReading() {
    let engine = services.engine
    raw(Endpoints.getTask, body: .none) { request, _ in
      let id = try request.id(of: .task)
      let actor = try request.caller().actor
      var found = try await TaskReading.read(id, engine)
      if engine.settings.renewalIsDue(found.task, by: actor.id, now: request.now) {
        // A store that takes no writes now still answers what is read.
        do {
          try await engine.run(actor, now: request.now) { try $0.renewClaim(id) }
          found = try await TaskReading.read(id, engine)
        } catch is StoreFailure {}
      }
      var reply = Reply(status: 200, json: EnvelopeWriter.one(found.json, for: request, seq: found.seq))
      if let version = found.task.version { reply.headers[.eTag] = "\"\(version)\"" }
      return reply
    }
  }

  private mutating func addTaskChanges() {
    change(Endpoints.createTask, limit: services.limits.evidence) { useCases, change in
      try .json(try useCases.createTask(change.body).task)
    }
    change(Endpoints.updateTask, on: .task) { useCases, change in
      try useCases.json(useCases.updateTask(change.id, change.body))
    }
    change(Endpoints.reassignTask, on: .task) { useCases, change in
      try useCases.json(useCases.reassignTask(change.id, change.body))
    }
    change(Endpoints.withdrawTask, on: .task) { useCases, change in
      try useCases.json(useCases.withdrawTask(change.id, change.body))
    }
    change(Endpoints.claimTask, on: .task) { useCases, change in try useCases.json(useCases.claimTask(change.id)) }
  }

  private mutating func addDecisions() {
    change(
      Endpoints.completeTask, on: .task,
      permit: { body, caller in try Permission.require(Self.scope(of: body.decision), caller) },
      { useCases, change in try useCases.json(useCases.completeTask(change.id, change.body, ifMatch: change.ifMatch)) })
    change(Endpoints.undoTask, on: .task) { useCases, change in try useCases.json(useCases.undoTask(change.id)) }
    change(
      Endpoints.bulkTasks,
      permit: { body, caller in if body.action == .reject { try Permission.require(.tasksReject, caller) } },
      { useCases, change in try .json(useCases.bulkTasks(change.body)) })
  }

  /// What a decision needs (ruling R18).
  static func scope(of decision: TaskDecision) -> Scope {
    switch decision {
    case .rejected: .tasksReject
    case .approved, .deferred, .escalated, .unknown: .tasksApprove
    }
  }
}

/// One task as it is read: its bytes with all evidence, and what the rules look at.
private struct TaskReading: Sendable {
  let json: Data
  let task: FactoryTask
  let seq: Int64

  static func read(_ id: EntityID, _ engine: Engine) async throws -> TaskReading {
    try await engine.read { reader in
      guard let json = try reader.taskWithEvidence(id), let task = try reader.task(id) else {
        throw EntityKind.task.notFound
      }
      return TaskReading(json: json, task: task, seq: try reader.seq())
    }
  }
}
