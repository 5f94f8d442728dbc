// Where accounts are administered: over the API of a server, or in a store that no server has open. The rules are the engine's in both.
import FactoryClient
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation

enum People {
  case server(RESTClient, json: Bool)
  case store

  static func open(
    _ options: ServerOptions, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> People {
    if try Connection.isConfigured(options, environment) {
      return .server(try Connection.open(options, environment: environment).api, json: options.json)
    }
    if environment["DATABASE_URL"]?.isEmpty == false { return .store }
    let files = ServerFiles(folder: Paths(environment: environment).data)
    guard let state = files.readState(), EmbeddedServer(files: files).answers(state) else { return .store }
    return .server(try Connection.open(options, environment: environment).api, json: options.json)
  }

  func create(_ body: CreateUserBody) async throws -> User {
    switch self {
    case .server(let api, let json): return try api.ask(Endpoints.createUser, body, json: json).data
    case .store:
      let password = body.password.map(Self.hashed)
      return try await StoreAccess.write { try $0.createUser(body, password: password) }
    }
  }

  func all() async throws -> [User] {
    switch self {
    case .store: return try await StoreAccess.read { try $0.users().map(\.user) }
    case .server(let api, let json):
      var users: [User] = []
      var cursor: String?
      repeat {
        let query = [("limit", "100")] + (cursor.map { [("cursor", $0)] } ?? [])
        let page = try api.ask(Endpoints.listAccounts, query: query, json: json)
        users += page.data
        cursor = page.meta?.nextCursor
      } while cursor != nil
      return users
    }
  }

  /// By address or id.
  func find(_ text: String) async throws -> User {
    let wanted = text.lowercased()
    guard let user = try await all().first(where: { $0.email == wanted || $0.id.description == wanted }) else {
      throw CommandFailure(.failed, "There is no account \(text).")
    }
    return user
  }

  func update(_ id: EntityID, _ body: UpdateUserBody) async throws -> User {
    switch self {
    case .server(let api, let json):
      return try api.ask(Endpoints.updateUser, body, path: [id.description], json: json).data
    case .store: return try await StoreAccess.write { try $0.updateUser(id, body) }
    }
  }

  func setPassword(_ id: EntityID, _ password: String) async throws {
    switch self {
    case .server(let api, let json):
      _ = try api.ask(Endpoints.setPassword, SetPasswordBody(password: password), path: [id.description], json: json)
    case .store:
      let hashed = Self.hashed(password)
      try await StoreAccess.write { try $0.setPassword(id, hashed) }
    }
  }

  static func change(_ person: String, _ body: UpdateUserBody, _ options: ServerOptions) async throws {
    let people = try open(options)
    let user = try await people.update(try await people.find(person).id, body)
    try options.json ? Output.json(user) : Output.line(line(user))
  }

  static func line(_ user: User) -> String {
    "\(user.id)  \(user.email)  \(user.role.rawValue)  \(user.status.rawValue)  \(user.name)"
  }

  private static func hashed(_ password: String) -> NewPassword {
    if let problem = NewPassword.problem("password", password) { return NewPassword(problem: problem) }
    return NewPassword(hash: Scrypt.hash(password: password))
  }
}
