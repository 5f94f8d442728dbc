// What the factory does: synchronous use cases inside one transaction. The extensions beside this file hold them by subject.
// A value lives as long as its transaction, on the transaction's thread. Everything a caller can get wrong is an `APIError`.
// Order of checks in every use case (ruling R6): scope, 404, rules about the entity (403), 410, 400, 409.
import FactoryContracts
import Foundation

package struct UseCases {
  package let tx: any FactoryTransaction
  package let actor: Actor
  package let now: Timestamp
  package let ids: any IDSource
  package let settings: EngineSettings
  /// What a use case says about its own answer.
  let reply = Reply()

  final class Reply {
    var status: Int?
    /// `data` as an Idempotency-Key repeats it, where the answer holds a secret that is shown once.
    var remembered: Data?
    /// Whether the members of `data` stand beside the envelope too (ruling R41).
    var isSpread = false
    /// Whose access is other than before; told after the commit.
    var accessChanges: [AccessChange] = []
    /// Whether the operator was told of the tool that makes this call.
    var toldOfTool = false
  }

  package init(
    tx: any FactoryTransaction, actor: Actor, now: Timestamp, ids: any IDSource, settings: EngineSettings
  ) {
    self.tx = tx
    self.actor = actor
    self.now = now
    self.ids = ids
    self.settings = settings
  }

  /// The same transaction in another's name: a decision takes effect in the name of its decider.
  func acting(as other: Actor) -> UseCases {
    UseCases(tx: tx, actor: other, now: now, ids: ids, settings: settings)
  }

  /// A task as the answer of what changed it.
  package func json(_ task: FactoryTask) throws -> Data { try tx.encoded(task) }

  func newID() -> EntityID { ids.next(at: now) }
}

// MARK: - Finding

extension UseCases {
  func task(_ id: EntityID) throws -> FactoryTask {
    guard let task = try tx.task(id) else { throw APIError.notFound("task", id) }
    return task
  }

  func approval(_ id: EntityID) throws -> Approval {
    guard let approval = try tx.approval(id) else { throw APIError.notFound("approval", id) }
    return approval
  }

  /// - Throws: 404 when there never was one, 410 when it was removed (ruling R7).
  func pipeline(_ id: EntityID) throws -> Pipeline {
    if let pipeline = try tx.pipeline(id) { return pipeline }
    if try tx.pipelineIsDeleted(id) { throw APIError.gone("Pipeline \(id) was removed.") }
    throw APIError.notFound("pipeline", id)
  }

  func refuseArchived(_ pipeline: Pipeline) throws {
    if pipeline.status == .archived {
      throw APIError.gone("Pipeline \(pipeline.slug) is archived; it can only be read.")
    }
  }

  /// The pipeline of a task that is about to change; a task whose pipeline is archived or gone can only be read.
  func livePipeline(of task: FactoryTask) throws -> Pipeline? {
    guard let id = task.pipelineId else { return nil }
    let pipeline = try pipeline(id)
    try refuseArchived(pipeline)
    return pipeline
  }

  func requireScope(_ scope: Scope) throws {
    guard actor.kind == .system || actor.scopes.contains(scope) else {
      throw APIError.forbidden("This needs the scope \(scope.rawValue).", scope: scope, held: actor.scopes)
    }
  }

  /// - Throws: 409 with the current version when the caller saw another (ruling R32).
  func match(_ seen: Int?, _ version: Int?, _ kind: String, state: String) throws {
    guard let seen, seen != version ?? 1 else { return }
    throw APIError.conflict(
      "The \(kind) changed since you looked: version \(version ?? 1) now, \(seen) when it was shown.", current: state,
      required: state, details: ["version": .integer(Int64(version ?? 1)), "seenVersion": .integer(Int64(seen))])
  }

  /// Whether someone with that id can be given work: a user of the store, or the caller.
  func isKnownUser(_ id: EntityID) throws -> Bool {
    if actor.kind == .user, actor.id == id { return true }
    return try tx.user(id)?.user.status == .active
  }
}
