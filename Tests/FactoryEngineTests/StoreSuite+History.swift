// The behaviour suite: audit, events, people, snapshots.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  @Test("audit rows are filtered, newest first, and their chain is whole", arguments: StoreFactory.all)
  func audit(factory: StoreFactory) async throws {
    let store = try factory.make()
    let pipeline = Sample.id(1001)
    try await store.write { tx in
      for number in 1...5 {
        let action = number == 3 ? "task.approved" : "task.created"
        try tx.append(Sample.auditEntry(number, action: action), pipelineId: number > 3 ? pipeline : nil)
      }
    }
    try await store.read { (reader) throws -> Void in
      let all: [AuditEntry] = try StoreImage.all { try reader.audit(AuditQuery(), $0) }
      #expect(all.map(\.id) == (1...5).reversed().map { Sample.id(6000 + $0) })
      var query = AuditQuery()
      query.action = "task.approved"
      #expect(try reader.audit(query, PageRequest()).total == 1)
      query = AuditQuery()
      query.pipelineId = pipeline
      #expect(try reader.audit(query, PageRequest()).total == 2)
      query = AuditQuery()
      query.entityId = Sample.id(2)
      #expect(try reader.audit(query, PageRequest()).total == 1)
      #expect(try reader.auditBreak() == nil)
    }
    await store.close()
  }

  @Test("events are replayed from where one was, until they are trimmed", arguments: StoreFactory.all)
  func events(factory: StoreFactory) async throws {
    let store = try factory.make()
    #expect(try await store.read { try $0.oldestEvent() } == nil)
    try await store.write { tx in for number in 1...6 { try Self.tell(tx, number, minutes: Double(number)) } }
    try await store.read { (reader) throws -> Void in
      #expect(try reader.events(after: 0, limit: 2).map(\.seq) == [1, 2])
      #expect(try reader.events(after: 4, limit: 9).map(\.seq) == [5, 6])
      #expect(try reader.events(after: 6, limit: 9).isEmpty)
    }
    try await store.write { try $0.trimEvents(before: Sample.start.adding(minutes: 4)) }
    #expect(try await store.read { try $0.oldestEvent() } == 4)
    try await store.write { try $0.trimEvents(before: Sample.start.adding(minutes: 99)) }
    #expect(try await store.read { try $0.seq() } == 6)
    try await store.write { try Self.tell($0, 7, minutes: 200) }
    #expect(try await store.read { try $0.events(after: 0, limit: 9).map(\.seq) } == [7])
    await store.close()
  }

  @Test("people, tokens, settings and remembered answers", arguments: StoreFactory.all)
  func people(factory: StoreFactory) async throws {
    let store = try factory.make()
    let user = User(id: Sample.id(1), email: "ada@example.org", name: "Ada", role: .operator, createdAt: Sample.start)
    let token = RefreshTokenRow(
      hash: Data([1]), family: Sample.id(5), userId: user.id, expiresAt: Sample.start.adding(minutes: 9))
    let scope = IdempotencyScope(principal: user.id, method: "POST", path: "/v1/tasks", key: Sample.id(7))
    let answer = IdempotentAnswer(bodyHash: Data([2]), status: 201, body: Data("{}".utf8))
    try await store.write { tx in
      try tx.insert(StoredUser(user: user, passwordHash: "h"))
      try tx.insert(token)
      try tx.set("selfDecision", to: true)
      try tx.remember(answer, for: scope, at: Sample.start)
    }
    var spent = token
    spent.spentAt = Sample.start
    try await store.write { [spent] in try $0.update(spent) }
    try await store.read { [spent] (reader) throws -> Void in
      #expect(try reader.user(user.id)?.passwordHash == "h")
      #expect(try reader.user(email: "ada@example.org") != nil)
      #expect(try reader.users().map(\.user) == [user])
      #expect(try reader.refreshToken(hash: Data([1])) == spent)
      #expect(try reader.refreshToken(hash: Data([9])) == nil)
      #expect(try reader.setting("selfDecision") == true)
      #expect(try reader.setting("x") == nil)
      #expect(try reader.idempotent(scope) == answer)
    }
    try await store.write { try $0.forgetIdempotency(before: Sample.start.adding(minutes: 1)) }
    #expect(try await store.read { try $0.idempotent(scope) } == nil)
    await store.close()
  }

  @Test("a snapshot streams what is asked for, stops when told, and is of one moment", arguments: StoreFactory.all)
  func snapshots(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in
      try tx.insert(Sample.pipeline(1))
      for task in [Sample.task(1), Sample.decidedTask(2)] { try tx.insert(task) }
      try tx.upsert(Sample.agent(1))
    }
    let requests: [(SnapshotRequest, Int)] = [
      (SnapshotRequest(), 4), (SnapshotRequest(openOnly: true), 3),
      (SnapshotRequest(tasks: false, agents: false), 1), (SnapshotRequest(tasks: false, pipelines: false), 1),
    ]
    for (request, count) in requests {
      let lines = try await store.read { reader in
        var lines: [Data] = []
        try reader.snapshot(request) { line in
          lines.append(line)
          return true
        }
        return lines
      }
      #expect(lines.count == count)
      for line in lines { _ = try FactoryJSON.decodeStrict(SnapshotLine.self, from: line) }
    }
    let stopped = try await store.read { reader in
      var count = 0
      try reader.snapshot(SnapshotRequest()) { _ in
        count += 1
        return count < 2
      }
      return count
    }
    #expect(stopped == 2)
    await store.close()
  }
}
