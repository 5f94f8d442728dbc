// Accounts of people and agents (ruling R18). Passwords are hashed before the transaction, away from the event loops.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation

extension RouteBuilder {
  mutating func addUsers() {
    page(Endpoints.listAccounts, sortFields: UserQuery.sortFields, kept: false) { query, _ in
      var filter = UserQuery()
      filter.role = query.named("role")
      filter.status = query.named("status")
      filter.search = query.text("search")
      return { [filter] reader, paging in try reader.users(filter, paging) }
    }
    value(Endpoints.getUser) { reader, request in
      guard let user = try reader.user(try request.id(of: .user)) else { throw EntityKind.user.notFound }
      return (try FactoryJSON.encode(user.user), nil)
    }
    change(Endpoints.updateUser, on: .user) { useCases, change in try .json(useCases.updateUser(change.id, change.body))
    }
    addPasswords()
  }

  private mutating func addPasswords() {
    let signIn = services.signIn
    secretChange(
      Endpoints.createUser,
      prepare: { body, _ in try await body.password.asyncMap { try await signIn.newPassword("password", $0) } },
      { useCases, change, password in try .json(useCases.createUser(change.body, password: password)) })
    secretChange(
      Endpoints.setPassword, on: .user,
      prepare: { body, _ in try await signIn.newPassword("password", body.password) },
      { useCases, change, password in
        try useCases.setPassword(change.id, password)
        return .nothing
      })
    secretChange(
      Endpoints.changeOwnPassword,
      prepare: { body, request in
        let seen = try await signIn.confirm(body.currentPassword, request)
        return (seen, try await signIn.newPassword("newPassword", body.newPassword))
      },
      { useCases, _, prepared in
        try useCases.changeOwnPassword(prepared.1, seen: prepared.0)
        return .nothing
      })
  }
}

extension Optional where Wrapped: Sendable {
  func asyncMap<Value: Sendable>(_ transform: @Sendable (Wrapped) async throws -> Value) async rethrows -> Value? {
    guard let self else { return nil }
    return try await transform(self)
  }
}
