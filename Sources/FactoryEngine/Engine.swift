// The engine's door: a use case runs in one transaction together with its idempotency row, and is answered after the commit.
// Any thread. Invariant: an answer that was given for a key is the only one that key ever gets (rulings R8, R4).
import FactoryContracts
import Foundation
import Synchronization

package final class Engine: Sendable {
  package let store: any FactoryStore
  package let ids: any IDSource
  package let settings: EngineSettings
  /// Tells when somebody's access ended or changed.
  package let access = AccessNews()
  let lastTrim = Mutex<Timestamp?>(nil)

  package init(store: any FactoryStore, ids: any IDSource, settings: EngineSettings) {
    self.store = store
    self.ids = ids
    self.settings = settings
  }

  /// Runs a use case in one transaction with its idempotency row.
  /// - Parameters:
  ///   - status: of success; a use case that found its work done already answers 200 instead (ruling R59).
  ///   - work: returns the encoded `data`; nothing for 204.
  /// - Returns: the whole envelope; with a key also a final refusal, as it is remembered.
  /// - Throws: `APIError` of a refusal that is not remembered or has no key; `StoreFailure`.
  package func perform(
    _ actor: Actor, idempotency: (scope: IdempotencyScope, bodyHash: Data)?, now: Timestamp, requestId: String,
    status: Int, _ work: @escaping @Sendable (UseCases) throws -> Data
  ) async throws -> EngineAnswer {
    let call = EngineCall(engine: self, actor: actor, now: now, requestId: requestId, status: status)
    let done = try await store.write { tx in
      guard let (scope, hash) = idempotency else { return try call.run(tx, work) }
      return try call.once(tx, scope, hash, work)
    }
    access.tell(done.access)
    return done.answer
  }

  /// A use case whose value the caller wants as it is: the command line, timers, tests.
  package func run<Value: Sendable>(
    _ actor: Actor, now: Timestamp, _ work: @escaping @Sendable (UseCases) throws -> Value
  ) async throws -> Value {
    let (value, changes) = try await store.write { [self] tx in
      let cases = useCases(tx, actor, now)
      return (try work(cases), cases.reply.accessChanges)
    }
    access.tell(changes)
    return value
  }

  /// A read in one snapshot.
  package func read<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryReader) throws -> Value
  ) async throws -> Value {
    try await store.read(work)
  }

  func useCases(_ tx: any FactoryTransaction, _ actor: Actor, _ now: Timestamp) -> UseCases {
    UseCases(tx: tx, actor: actor, now: now, ids: ids, settings: settings)
  }
}

/// An answer as it goes over the wire.
package struct EngineAnswer: Sendable, Hashable {
  package var status: Int
  /// The whole envelope; empty for 204.
  package var body: Data
  /// Whether it is the stored answer of an earlier request with the same key.
  package var replayed: Bool

  package init(status: Int, body: Data, replayed: Bool = false) {
    self.status = status
    self.body = body
    self.replayed = replayed
  }
}

/// A change's `meta`, written directly: the general encoder took a twelfth of what an approval costs the writer.
private struct AnswerMeta: DirectJSON {
  let requestId: String
  let timestamp: Timestamp

  func write(to json: inout JSONWriter) throws {
    json.object { json in
      json.member("requestId", requestId)
      json.member("timestamp", timestamp)
    }
  }
}

/// One request on its way through a transaction.
private struct EngineCall: Sendable {
  let engine: Engine
  let actor: Actor
  let now: Timestamp
  let requestId: String
  let status: Int

  /// What a use case leads to after the commit.
  struct Done: Sendable {
    var answer: EngineAnswer
    /// The answer's body as a key repeats it; nil: as it is.
    var remembered: Data?
    var access: [AccessChange] = []
  }

  func run(_ tx: any FactoryTransaction, _ work: (UseCases) throws -> Data) throws -> Done {
    let cases = engine.useCases(tx, actor, now)
    let data = try work(cases)
    let reply = cases.reply
    return Done(
      answer: EngineAnswer(status: reply.status ?? status, body: try success(data, spread: reply.isSpread)),
      remembered: try reply.remembered.map { try success($0, spread: reply.isSpread) }, access: reply.accessChanges)
  }

  /// Writers take turns, so a second request with the same key finds the first one's row (ruling R8).
  func once(
    _ tx: any FactoryTransaction, _ scope: IdempotencyScope, _ hash: Data, _ work: (UseCases) throws -> Data
  ) throws -> Done {
    if let stored = try tx.idempotent(scope) { return Done(answer: try replay(stored, hash)) }
    let done: Done
    do {
      done = try tx.savepoint { try run(tx, work) }
    } catch let refusal as APIError where refusal.isRemembered {
      done = Done(answer: EngineAnswer(status: refusal.code.status, body: try failure(refusal)))
    }
    let row = IdempotentAnswer(bodyHash: hash, status: done.answer.status, body: done.remembered ?? done.answer.body)
    try tx.remember(row, for: scope, at: now)
    return done
  }

  private func replay(_ stored: IdempotentAnswer, _ hash: Data) throws -> EngineAnswer {
    guard stored.bodyHash == hash else {
      throw APIError(
        code: .conflict, message: "This Idempotency-Key was used with another body.", field: "Idempotency-Key",
        requestId: requestId)
    }
    return EngineAnswer(status: stored.status, body: stored.body, replayed: true)
  }

  private func success(_ data: Data, spread: Bool) throws -> Data {
    guard !data.isEmpty else { return Data() }
    var body = Data(#"{"ok":true,"data":"#.utf8)
    body.append(data)
    body.append(Data(#","meta":"#.utf8))
    body.append(try FactoryJSON.encode(AnswerMeta(requestId: requestId, timestamp: now)))
    if spread {
      body.append(UInt8(ascii: ","))
      body.append(data.dropFirst())
    } else {
      body.append(UInt8(ascii: "}"))
    }
    return body
  }

  private func failure(_ refusal: APIError) throws -> Data {
    var error = refusal
    error.requestId = requestId
    return try FactoryJSON.encode(APIErrorResponse(error: error))
  }
}
