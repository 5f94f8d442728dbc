// API keys as rules: what a key may hold, whom it acts for, how it ends, and what it never decides (rulings R18, R19, R42).
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct KeyStories {
  /// A key as the server sees its caller: in its principal's id, without the roles that rules favour.
  private static func through(_ key: EntityID, of person: Actor, _ scopes: [Scope] = Scope.declared) -> Actor {
    let isAgent = person.role == .agent
    return Actor(
      kind: isAgent ? .agent : .apiKey, id: person.id, name: person.name, role: isAgent ? .agent : .operator,
      scopes: Set(scopes).intersection(person.role.scopes), keyId: key)
  }

  private func bench(_ factory: StoreFactory, selfDecision: Bool = false) async throws -> Bench {
    let bench = try await Bench(try factory.make(), settings: EngineSettings(selfDecision: selfDecision))
    try await bench.store.write { tx in
      let robot = User(
        id: Bench.robot.id, email: "robot@example.org", name: "robot", role: .agent, createdAt: Sample.start)
      try tx.insert(StoredUser(user: robot, passwordHash: nil))
      let admin = User(
        id: Self.admin.id, email: "adam@example.org", name: "Adam", role: .admin, createdAt: Sample.start)
      try tx.insert(StoredUser(user: admin, passwordHash: nil))
    }
    return bench
  }

  private static let admin = Actor(kind: .user, id: Sample.id(9120), name: "Adam", role: .admin)

  private func make(
    _ bench: Bench, by actor: Actor = Bench.olga, scopes: [Scope] = [.tasksRead, .tasksApprove, .pipelinesWrite],
    days: Int? = nil, for principal: EntityID? = nil
  ) async throws -> EntityID {
    let body = CreateKeyBody(name: "ci", scopes: scopes, expiresInDays: days, principalId: principal)
    return try await bench.run(actor) { try $0.createKey(body, secret: .make()).keyId }
  }

  private func key(_ bench: Bench, _ id: EntityID) async throws -> APIKey {
    try #require(try await bench.store.read { try $0.apiKey(id) }).key
  }

  @Test("only a hash of the key is stored, and its public beginning finds it", arguments: StoreFactory.all)
  func stored(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let secret = KeySecret.make()
    let body = CreateKeyBody(name: "ci", scopes: [.tasksRead, .tasksRead, .pipelinesRead], expiresInDays: 2)
    let reply = try await bench.run(Bench.olga) { try $0.createKey(body, secret: secret) }
    #expect(reply.apiKey == secret.text && reply.scopes == [.pipelinesRead, .tasksRead])
    let found = try #require(try await bench.store.read { try $0.apiKey(prefix: secret.prefix) })
    #expect(found.key.id == reply.keyId && found.hash == secret.hash && found.key.principalId == Bench.olga.id)
    #expect(found.key.expiresAt == bench.clock.now.adding(seconds: 172_800))
    #expect(try await bench.actions(reply.keyId) == ["key.created"])
    let page = try await bench.store.read { try $0.apiKeys(PageRequest()) }
    #expect(page.total == 1 && page.rows.allSatisfy { !String(decoding: $0, as: UTF8.self).contains(secret.text) })
    #expect(try FactoryJSON.decode(APIKey.self, from: page.rows[0]) == found.key)
    await bench.store.close()
  }

  @Test("who may make which key", arguments: StoreFactory.all)
  func making(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let good = CreateKeyBody(name: "n", scopes: [.tasksRead])
    for actor in [Bench.ada, Bench.vera, Bench.robot, Self.through(Sample.id(1), of: Bench.olga)] {
      #expect(try await bench.code(actor) { try $0.createKey(good, secret: .make()) } == 403, "\(actor.name)")
      #expect(try await bench.code(actor) { try $0.revokeKey(Sample.id(1)) } == 403)
    }
    let narrow = Actor(kind: .user, id: Bench.olga.id, name: "Olga", role: .owner, scopes: [.tasksRead])
    let more = CreateKeyBody(name: "n", scopes: [.tasksRead, .deployProduction])
    let refusal = try #require(try await bench.refusal(narrow) { try $0.createKey(more, secret: .make()) })
    #expect(refusal.code == .forbidden && refusal.facts.requiredScope == .deployProduction)
    #expect(refusal.facts.userScopes == [.tasksRead])
    let rows: [(CreateKeyBody, String)] = [
      (CreateKeyBody(name: " ", scopes: [.tasksRead]), "name"), (CreateKeyBody(name: "n", scopes: []), "scopes"),
      (CreateKeyBody(name: "n", scopes: [.tasksRead], expiresInDays: 0), "expiresInDays"),
      (CreateKeyBody(name: "n", scopes: [.tasksRead], expiresInDays: 3651), "expiresInDays"),
      (CreateKeyBody(name: "n", scopes: [.tasksRead], principalId: Bench.ada.id), "principalId"),
      (CreateKeyBody(name: "n", scopes: [.tasksRead], principalId: Sample.id(404)), "principalId"),
      (CreateKeyBody(name: "n", scopes: [.tasksApprove], principalId: Bench.robot.id), "scopes"),
    ]
    for (body, field) in rows {
      let refusal = try await bench.refusal(Bench.olga) { try $0.createKey(body, secret: .make()) }
      #expect(refusal?.code == .validationError && refusal?.field == field, "\(body)")
    }
    #expect(try await bench.store.read { try $0.apiKeys(PageRequest()).total } == 0)
    await bench.store.close()
  }

  @Test(
    "a key is replaced by itself or its owner, once, and the old one ends after the grace", arguments: StoreFactory.all)
  func rotating(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let told = Mutex<[AccessChange]>([])
    bench.engine.access.onChange { changes in told.withLock { $0 += changes } }
    let first = try await make(bench, days: 10)
    bench.clock.advance(seconds: 86_400)
    let itself = Self.through(first, of: Bench.olga)
    let second = try await bench.run(itself) {
      try $0.rotateKey(RotateKeyBody(graceSeconds: 60), secret: .make())
    }
    let (old, new) = (try await key(bench, first), try await key(bench, second.keyId))
    #expect(old.replacedBy == second.keyId && old.revokedAt == bench.clock.now.adding(seconds: 60))
    #expect(old.isLive(at: bench.clock.now.adding(seconds: 59)) && !old.isLive(at: bench.clock.now.adding(seconds: 60)))
    #expect(new.expiresAt == old.expiresAt, "a key does not prolong its own life")
    #expect(told.withLock { $0 } == [.key(first, endsAt: bench.clock.now.adding(seconds: 60))])
    #expect(try await bench.code(itself) { try $0.rotateKey(RotateKeyBody(), secret: .make()) } == 409)
    let third = try await bench.run(Bench.olga) {
      try $0.rotateKey(RotateKeyBody(keyId: second.keyId), secret: .make())
    }
    #expect(try await key(bench, third.keyId).expiresAt == bench.clock.now.adding(seconds: 777_600))
    #expect(try await key(bench, second.keyId).revokedAt == bench.clock.now)
    try await bench.run(Bench.olga) { try $0.revokeKey(third.keyId) }
    let ended = RotateKeyBody(keyId: third.keyId)
    #expect(try await bench.code(Bench.olga) { try $0.rotateKey(ended, secret: .make()) } == 409)
    #expect(try await bench.actions(third.keyId) == ["key.created", "key.revoked"])
    try await bench.run(Bench.olga) { try $0.revokeKey(third.keyId) }
    #expect(try await bench.actions(third.keyId) == ["key.created", "key.revoked"])
    #expect(try await bench.code(Bench.olga) { try $0.revokeKey(Sample.id(404)) } == 404)
    #expect(try await bench.code(Bench.olga) { try $0.rotateKey(RotateKeyBody(), secret: .make()) } == 400)
    let long = RotateKeyBody(keyId: first, graceSeconds: 604_801)
    #expect(try await bench.code(Bench.olga) { try $0.rotateKey(long, secret: .make()) } == 400)
    await bench.store.close()
  }

  @Test("nobody gets a key that acts for another person", arguments: StoreFactory.all)
  func foreign(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let hers = try await make(bench)
    let body = RotateKeyBody(keyId: hers)
    #expect(try await bench.code(Self.admin) { try $0.rotateKey(body, secret: .make()) } == 403)
    let his = try await make(bench, by: Self.admin)
    let throughHis = Self.through(his, of: Self.admin)
    #expect(try await bench.code(throughHis) { try $0.rotateKey(body, secret: .make()) } == 403)
    let ada = RotateKeyBody(keyId: his)
    #expect(try await bench.code(Bench.ada) { try $0.rotateKey(ada, secret: .make()) } == 403)
    // An agent's key is everybody's who administers.
    let agents = try await make(bench, scopes: [.pipelinesWrite], for: Bench.robot.id)
    let reply = try await bench.run(Self.admin) {
      try $0.rotateKey(RotateKeyBody(keyId: agents), secret: .make())
    }
    #expect(try await key(bench, reply.keyId).principalId == Bench.robot.id)
    // Revoking is open to every administrator: it takes away, it gives nothing.
    try await bench.run(Self.admin) { try $0.revokeKey(hers) }
    #expect(try await !key(bench, hers).isLive(at: bench.clock.now))
    await bench.store.close()
  }

  /// Who asked, who decides, whether the store lets people decide their own, and what comes of it.
  struct Case: Sendable, CustomStringConvertible {
    var asker: String
    var decider: String
    var selfDecision: Bool
    var allowed: Bool
    var description: String { "\(asker) asks, \(decider) decides, self \(selfDecision)" }
  }

  static let cases: [Case] = [true, false].flatMap { own in
    [
      // A key never decides what its person, that person's keys or itself asked, whatever the store allows.
      Case(asker: "olga", decider: "olga's key", selfDecision: own, allowed: false),
      Case(asker: "olga's key", decider: "olga's key", selfDecision: own, allowed: false),
      Case(asker: "olga's key", decider: "olga's other key", selfDecision: own, allowed: false),
      Case(asker: "olga's key", decider: "olga", selfDecision: own, allowed: own),
      Case(asker: "olga's key", decider: "adam", selfDecision: own, allowed: true),
      Case(asker: "adam", decider: "olga's key", selfDecision: own, allowed: true),
      Case(asker: "robot's key", decider: "robot's key", selfDecision: own, allowed: false),
      Case(asker: "olga", decider: "robot's key", selfDecision: own, allowed: false),
      Case(asker: "robot's key", decider: "olga", selfDecision: own, allowed: true),
    ]
  }

  @Test("a key never decides what it caused", arguments: cases) func causes(_ row: Case) async throws {
    for factory in StoreFactory.all {
      let bench = try await bench(factory, selfDecision: row.selfDecision)
      let actors = [
        "olga": Bench.olga, "adam": Self.admin, "olga's key": Self.through(Sample.id(1), of: Bench.olga),
        "olga's other key": Self.through(Sample.id(2), of: Bench.olga),
        "robot's key": Self.through(Sample.id(3), of: Bench.robot),
      ]
      let (asker, decider) = (try #require(actors[row.asker]), try #require(actors[row.decider]))
      let ways: [@Sendable (UseCases, EntityID) throws -> Void] = [
        { _ = try $0.completeTask($1, CompleteTaskBody(decision: .approved), ifMatch: nil) },
        { _ = try $0.completeTask($1, CompleteTaskBody(decision: .approved, graceSeconds: 5), ifMatch: nil) },
        { _ = try $0.completeTask($1, CompleteTaskBody(decision: .rejected, notes: "no"), ifMatch: nil) },
        { _ = try $0.completeTask($1, CompleteTaskBody(decision: .deferred), ifMatch: nil) },
      ]
      for (number, way) in ways.enumerated() {
        let task = try await bench.question(by: asker)
        let code = try await bench.code(decider) { try way($0, task.id) }
        #expect(code == (row.allowed ? nil : 403), "\(factory) way \(number)")
        if !row.allowed { #expect(try await bench.task(task.id).decision == nil) }
      }
      let task = try await bench.question(by: asker)
      let bulk = BulkTaskBody(action: .approve, taskIds: [task.id])
      let done = try? await bench.run(decider) { try $0.bulkTasks(bulk) }
      #expect((done?.succeeded == [task.id]) == row.allowed, "\(factory) in bulk")
      await bench.store.close()
    }
  }

  @Test("a person and their key are one vote", arguments: StoreFactory.all)
  func oneVote(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let task = try await bench.question(by: Bench.ben, required: 2)
    try await bench.approve(task.id, Bench.olga)
    let key = Self.through(Sample.id(1), of: Bench.olga)
    let second = try await bench.code(key) {
      try $0.completeTask(task.id, CompleteTaskBody(decision: .approved), ifMatch: nil)
    }
    #expect(second == 409)
    #expect(try await bench.task(task.id).currentApprovers == 1)
    await bench.store.close()
  }

  @Test("audit rows say through which key somebody acted", arguments: StoreFactory.all)
  func audited(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let id = try await make(bench)
    let task = try await bench.question(by: Self.through(id, of: Bench.olga))
    var query = AuditQuery()
    query.entityId = task.id
    let rows = try await bench.store.read { [query] in try $0.audit(query, PageRequest()).rows }
    let entry = try FactoryJSON.decode(AuditEntry.self, from: try #require(rows.first))
    #expect(entry.actorId == Bench.olga.id && entry.metadata["apiKeyId"]?.string == id.description)
    await bench.store.close()
  }

  @Test("what an Idempotency-Key repeats has no key in it", arguments: StoreFactory.all)
  func remembered(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let scope = IdempotencyScope(principal: Bench.olga.id, method: "POST", path: "/p", key: Sample.id(5))
    let body = CreateKeyBody(name: "ci", scopes: [.tasksRead])
    let (first, second) = (KeySecret.make(), KeySecret.make())
    func ask(_ secret: KeySecret) async throws -> EngineAnswer {
      try await bench.engine.perform(
        Bench.olga, idempotency: (scope, Data([1])), now: bench.clock.now, requestId: "r", status: 201
      ) { try FactoryJSON.encode($0.createKey(body, secret: secret)) }
    }
    let answer = try JSONDecoder().decode(JSONValue.self, from: try await ask(first).body)
    #expect(answer["data"]?["api_key"]?.string == first.text && answer["api_key"]?.string == first.text)
    let again = try await ask(second)
    let replay = try JSONDecoder().decode(JSONValue.self, from: again.body)
    #expect(again.replayed && again.status == 201 && replay["data"]?["api_key"] == nil && replay["api_key"] == nil)
    #expect(replay["data"]?["key_id"] == answer["data"]?["key_id"] && replay["key_id"] == answer["key_id"])
    #expect(try await bench.store.read { try $0.apiKeys(PageRequest()).total } == 1)
    await bench.store.close()
  }

  @Test("keys are listed in pages, newest first", arguments: StoreFactory.all)
  func listed(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    var made: [EntityID] = []
    for _ in 0..<5 {
      made.append(try await make(bench))
      bench.clock.advance(seconds: 1)
    }
    var seen: [EntityID] = []
    var page = PageRequest(limit: 2)
    repeat {
      let answer = try await bench.store.read { [page] in try $0.apiKeys(page) }
      #expect(answer.total == 5)
      seen += try answer.rows.map { try FactoryJSON.decode(APIKey.self, from: $0).id }
      page.cursor = answer.nextCursor
    } while page.cursor != nil
    #expect(seen == made.reversed())
    let odd = PageRequest(sort: SortOrder(field: "hash", descending: false))
    await #expect(throws: APIError.self) { try await bench.store.read { try $0.apiKeys(odd) } }
    await bench.store.close()
  }

  @Test("a key's use is noted forwards only, without an audit row", arguments: StoreFactory.all)
  func use(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let id = try await make(bench)
    let later = bench.clock.now.adding(seconds: 90)
    try await bench.run(.system) { try $0.noteUse(ofKey: id, at: later) }
    try await bench.run(.system) { try $0.noteUse(ofKey: id, at: Sample.start) }
    try await bench.run(.system) { try $0.noteUse(ofKey: Sample.id(404), at: later) }
    #expect(try await key(bench, id).lastUsedAt == later)
    #expect(try await bench.actions(id) == ["key.created"])
    await bench.store.close()
  }
}
