// Accounts and sign-ins as rules: who may change whom, the last owner, sign-outs, tokens used twice (contract §1.2, ruling R18).
import FactoryContracts
import FactoryEngine
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct UserStories {
  private static let admin = Actor(kind: .user, id: Sample.id(9120), name: "Adam", role: .admin)

  private func bench(_ factory: StoreFactory) async throws -> Bench {
    let bench = try await Bench(try factory.make())
    try await bench.store.write { tx in
      let admin = User(
        id: Self.admin.id, email: "adam@example.org", name: "Adam", role: .admin, createdAt: Sample.start)
      try tx.insert(StoredUser(user: admin, passwordHash: "adams"))
    }
    return bench
  }

  private func user(_ bench: Bench, _ id: EntityID) async throws -> User {
    try #require(try await bench.store.read { try $0.user(id) }).user
  }

  @Test("who may make and change whom", arguments: StoreFactory.all)
  func hierarchy(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let key = Actor(kind: .apiKey, id: Bench.olga.id, name: "Olga", role: .operator, keyId: Sample.id(1))
    for actor in [Bench.ada, Bench.vera, Bench.robot, key] {
      let body = CreateUserBody(email: "new@example.org", role: .viewer, password: "x")
      #expect(try await bench.code(actor) { try $0.createUser(body, password: NewPassword(hash: "h")) } == 403)
      #expect(try await bench.code(actor) { try $0.updateUser(Bench.ada.id, UpdateUserBody(role: .admin)) } == 403)
      #expect(try await bench.code(actor) { try $0.setPassword(Bench.vera.id, hash: "h") } == 403)
    }
    let owner = CreateUserBody(email: "o@example.org", role: .owner)
    #expect(try await bench.code(Self.admin) { try $0.createUser(owner, password: NewPassword(hash: "h")) } == 403)
    for body in [UpdateUserBody(role: .viewer), UpdateUserBody(status: .disabled), UpdateUserBody(name: "x")] {
      #expect(try await bench.code(Self.admin) { try $0.updateUser(Bench.olga.id, body) } == 403)
    }
    #expect(try await bench.code(Self.admin) { try $0.updateUser(Self.admin.id, UpdateUserBody(role: .owner)) } == 403)
    #expect(try await bench.code(Self.admin) { try $0.setPassword(Bench.olga.id, hash: "h") } == 403)
    #expect(try await bench.code(Self.admin) { try $0.setPassword(Bench.ada.id, hash: "h") } == nil)
    let raised = try await bench.run(Self.admin) { try $0.updateUser(Bench.ada.id, UpdateUserBody(role: .admin)) }
    #expect(raised.role == .admin)
    #expect(try await bench.actions(Bench.ada.id) == ["user.password_changed", "user.role_changed"])
    #expect(try await bench.code(Bench.olga) { try $0.updateUser(Sample.id(404), UpdateUserBody()) } == 404)
    #expect(try await bench.code(Bench.olga) { try $0.updateUser(Bench.ada.id, UpdateUserBody(role: .agent)) } == 400)
    await bench.store.close()
  }

  @Test("what a new account must have", arguments: StoreFactory.all)
  func creating(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let bad = ValidationProblem(field: "password", message: "short", expected: "8")
    let rows: [(CreateUserBody, NewPassword?, [String])] = [
      (CreateUserBody(email: "a@b.c", role: .viewer), nil, ["password"]),
      (CreateUserBody(email: "a@b.c", role: .agent), NewPassword(hash: "h"), ["password"]),
      (
        CreateUserBody(email: "nobody", name: " ", role: .viewer), NewPassword(problem: bad),
        ["password", "name", "email"]
      ),
    ]
    for (body, password, fields) in rows {
      let refusal = try await bench.refusal(Bench.olga) { try $0.createUser(body, password: password) }
      #expect(refusal?.facts.validationErrors?.map(\.field) == fields, "\(body)")
    }
    let made = try await bench.run(Bench.olga) {
      try $0.createUser(CreateUserBody(email: "Bot@Example.org", role: .agent), password: nil)
    }
    #expect(made.name == "Bot" && made.email == "bot@example.org" && made.role == .agent)
    #expect(try await bench.code(Bench.olga) { try $0.setPassword(made.id, hash: "h") } == 409)
    #expect(NewPassword.problem("p", "1234567") != nil && NewPassword.problem("p", "12345678") == nil)
    #expect(NewPassword.problem("p", String(repeating: "x", count: 1025)) != nil)
    await bench.store.close()
  }

  @Test("the last owner stays one, and so does the person whose machine it is", arguments: StoreFactory.all)
  func lastOwner(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let olga = Bench.olga.id
    for body in [UpdateUserBody(status: .disabled), UpdateUserBody(role: .admin)] {
      let refusal = try await bench.refusal(Bench.olga) { try $0.updateUser(olga, body) }
      #expect(refusal?.code == .conflict && refusal?.facts.currentState == "last owner")
      #expect(try await bench.code(.system) { try $0.updateUser(olga, body) } == 409)
    }
    try await bench.run(Bench.olga) { _ = try $0.updateUser(Bench.ada.id, UpdateUserBody(role: .owner)) }
    try await bench.store.write { try $0.set(SettingName.localOwner, to: .string(olga.description)) }
    #expect(try await bench.code(.system) { try $0.disableUser(olga) } == 409)
    try await bench.store.write { try $0.set(SettingName.localOwner, to: .null) }
    try await bench.run(Bench.olga) { try $0.disableUser(olga) }
    #expect(try await user(bench, olga).status == .disabled)
    // A disabled owner is none.
    #expect(try await bench.code(.system) { try $0.disableUser(Bench.ada.id) } == 409)
    await bench.store.close()
  }

  @Test("disabling, roles and passwords are told and end sign-ins; names are not", arguments: StoreFactory.all)
  func told(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let told = Mutex<[AccessChange]>([])
    bench.engine.access.onChange { changes in told.withLock { $0 += changes } }
    let ada = Bench.ada.id
    let bodies = [
      UpdateUserBody(name: "Ada L."), UpdateUserBody(status: .active), UpdateUserBody(role: .viewer),
      UpdateUserBody(status: .disabled), UpdateUserBody(status: .active),
    ]
    for body in bodies { try await bench.run(Bench.olga) { _ = try $0.updateUser(ada, body) } }
    #expect(told.withLock { $0 } == [.user(ada), .user(ada), .user(ada)])
    #expect(try await bench.actions(ada) == ["user.renamed", "user.role_changed", "user.disabled", "user.enabled"])
    // What was rolled back is not told.
    struct Stop: Error {}
    _ = try? await bench.run(Bench.olga) { cases -> Void in
      try cases.disableUser(Bench.ben.id)
      throw Stop()
    }
    #expect(told.withLock { $0.count } == 3)
    await bench.store.close()
  }

  // MARK: Sign-ins

  private func token(_ number: UInt8) -> Data { Data([number]) }

  private func renew(_ bench: Bench, _ from: UInt8, _ to: UInt8) async throws -> Bool {
    let (old, new) = (token(from), token(to))
    return try await bench.run(.system) { try $0.renewSession(token: old, next: new, seconds: 100) } != nil
  }

  private func start(_ bench: Bench, _ number: UInt8, seen: String? = "adams") async throws -> Bool {
    let token = token(number)
    return try await bench.run(.system) {
      try $0.startSession(of: Self.admin.id, seen: seen, token: token, seconds: 100)
    } != nil
  }

  @Test("a token used twice ends its family, and only that", arguments: StoreFactory.all)
  func reuse(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    #expect(try await start(bench, 1))
    bench.clock.advance(seconds: 1)
    #expect(try await start(bench, 10))
    #expect(try await renew(bench, 1, 2))
    #expect(try await renew(bench, 2, 3))
    #expect(try await !renew(bench, 1, 4))
    #expect(try await !renew(bench, 3, 5))
    #expect(try await renew(bench, 10, 11))
    #expect(try await !renew(bench, 99, 6))
    #expect(try await bench.actions(Self.admin.id) == ["session.reused"])
    await bench.store.close()
  }

  @Test("signing out, another password and disabling end every sign-in", arguments: StoreFactory.all)
  func endings(factory: StoreFactory) async throws {
    let ways: [@Sendable (UseCases) throws -> Void] = [
      { try $0.endSessions(of: Self.admin.id) }, { try $0.setPassword(Self.admin.id, hash: "adams") },
      { try $0.disableUser(Self.admin.id) },
    ]
    for way in ways {
      let bench = try await bench(factory)
      #expect(try await start(bench, 1))
      #expect(try await start(bench, 2))
      bench.clock.advance(seconds: 1)
      try await bench.run(Bench.olga) { try way($0) }
      try await bench.run(Bench.olga) { _ = try $0.updateUser(Self.admin.id, UpdateUserBody(status: .active)) }
      #expect(try await !renew(bench, 1, 3))
      #expect(try await !renew(bench, 2, 4))
      bench.clock.advance(seconds: 1)
      #expect(try await start(bench, 5))
      #expect(try await renew(bench, 5, 6))
      await bench.store.close()
    }
  }

  @Test("a sign-in that was checked against an old password starts nothing", arguments: StoreFactory.all)
  func race(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    #expect(try await !start(bench, 1, seen: "older"))
    try await bench.run(Bench.olga) { try $0.disableUser(Self.admin.id) }
    #expect(try await !start(bench, 2))
    await bench.store.close()
  }

  @Test("one's own password needs the old one, in person", arguments: StoreFactory.all)
  func ownPassword(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    let new = NewPassword(hash: "new")
    let key = Actor(kind: .apiKey, id: Self.admin.id, name: "Adam", role: .operator, keyId: Sample.id(1))
    #expect(try await bench.code(key) { try $0.changeOwnPassword(new, seen: "adams") } == 403)
    #expect(try await bench.code(Self.admin) { try $0.changeOwnPassword(new, seen: "older") } == 409)
    try await bench.run(Self.admin) { try $0.changeOwnPassword(new, seen: "adams") }
    #expect(try await bench.store.read { try $0.user(Self.admin.id)?.passwordHash } == "new")
    await bench.store.close()
  }

  @Test("the clockwork forgets tokens that ran out, and no spent one before", arguments: StoreFactory.all)
  func trimming(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    #expect(try await start(bench, 1))
    #expect(try await renew(bench, 1, 2))
    try await bench.wait(seconds: 50)
    #expect(try await bench.store.read { try $0.refreshToken(hash: Data([1])) } != nil)
    #expect(try await !renew(bench, 1, 3))
    try await bench.wait(seconds: 3600)
    for number: UInt8 in [1, 2] {
      let hash = token(number)
      #expect(try await bench.store.read { try $0.refreshToken(hash: hash) } == nil)
    }
    await bench.store.close()
  }

  @Test("accounts come in pages, filtered and in both orders", arguments: StoreFactory.all)
  func listing(factory: StoreFactory) async throws {
    let bench = try await bench(factory)
    func emails(_ query: UserQuery = UserQuery(), _ sort: FactoryEngine.SortOrder? = nil) async throws -> [String] {
      try await bench.store.read { reader in
        let users: [User] = try StoreImage.all {
          var page = $0
          (page.limit, page.sort) = (2, sort)
          return try reader.users(query, page)
        }
        return users.map(\.email)
      }
    }
    let all = try await emails()
    #expect(all == ["olga", "ada", "ben", "cleo", "vera", "adam"].map { $0 + "@example.org" })
    #expect(try await emails(UserQuery(), SortOrder(field: "email", descending: true)) == all.sorted(by: >))
    #expect(try await emails(UserQuery(), SortOrder(field: "createdAt", descending: true)) == all.reversed())
    var query = UserQuery()
    query.role = .operator
    #expect(try await emails(query) == ["ada", "ben", "cleo"].map { $0 + "@example.org" })
    query.search = "CLE"
    #expect(try await emails(query) == ["cleo@example.org"])
    try await bench.run(Bench.olga) { try $0.disableUser(Bench.cleo.id) }
    query.status = .active
    #expect(try await emails(query) == [])
    let odd = PageRequest(sort: SortOrder(field: "password", descending: false))
    await #expect(throws: APIError.self) { try await bench.store.read { try $0.users(UserQuery(), odd) } }
    await bench.store.close()
  }
}
