// keys: create, list, rotate, revoke; the credentials of programs (ruling R42). A key is printed once, when it is made.
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "API keys: credentials of programs, for owners and admins.",
    subcommands: [KeysCreate.self, KeysList.self, KeysRotate.self, KeysRevoke.self], defaultSubcommand: KeysList.self)
}

struct KeysCreate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make an API key and print it; it is shown this once.",
    discussion: "Example: factory keys create ci --scope pipelines:write --scope tasks:read --days 90")
  @Argument(help: "What it is for.") var name: String
  @Option(name: .customLong("scope"), help: "A scope, such as tasks:read; give it once for each.")
  var scopes: [String] = []
  @Option(help: "Days until it ends; without it never.") var days: Int?
  @Option(help: "Id of the agent it is for; without it yourself.") var agent: String?
  @OptionGroup var server: ServerOptions

  func validate() throws {
    if scopes.isEmpty { throw ValidationError("--scope: one or more scopes were expected, none was given.") }
    for scope in scopes { try check(scope, Scope.self, "--scope") }
    if let days, !(1...3650).contains(days) {
      throw ValidationError("--days: a number from 1 to 3650 was expected, found \(days).")
    }
    if let agent, EntityID(agent) == nil { throw ValidationError("--agent: an id was expected, found \(agent).") }
  }

  func run() throws {
    let body = CreateKeyBody(
      name: name, scopes: scopes.compactMap { Scope.named($0) }, expiresInDays: days,
      principalId: agent.flatMap { EntityID($0) })
    let made = try Connection.open(server).api.ask(Endpoints.createKey, body, json: server.json).data
    try KeyOutput.show(made, json: server.json)
  }
}

struct KeysList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List API keys, newest first.")
  @Option(help: "Rows, 1–100.") var limit = 100
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100 was expected, found \(limit).") }
  }

  func run() throws {
    let query = [("limit", "\(limit)")]
    let keys = try Connection.open(server).api.ask(Endpoints.listKeys, query: query, json: server.json).data
    if server.json { return try Output.json(keys) }
    for key in keys { Output.line(KeyOutput.line(key, now: .current)) }
  }
}

struct KeysRotate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Replace an API key and print the new one; it is shown this once.")
  @Argument(help: "Id of the key; without it the key in FACTORY_API_KEY.") var key: String?
  @Option(help: "Seconds that the old one goes on, up to 604800.") var grace = 0
  @OptionGroup var server: ServerOptions

  func validate() throws {
    if let key, EntityID(key) == nil { throw ValidationError("KEY: an id was expected, found \(key).") }
    guard (0...604_800).contains(grace) else {
      throw ValidationError("--grace: a number from 0 to 604800 was expected, found \(grace).")
    }
  }

  func run() throws {
    let body = RotateKeyBody(keyId: key.flatMap { EntityID($0) }, graceSeconds: grace)
    let made = try Connection.open(server).api.ask(Endpoints.rotateKey, body, json: server.json).data
    try KeyOutput.show(made, json: server.json)
  }
}

struct KeysRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Revoke an API key at once.")
  @Argument(help: "Id of the key.") var key: String
  @OptionGroup var server: ServerOptions

  func validate() throws {
    if EntityID(key) == nil { throw ValidationError("KEY: an id was expected, found \(key).") }
  }

  func run() throws {
    _ = try Connection.open(server).api.ask(Endpoints.revokeKey, path: [key], json: server.json)
    Output.remark("revoked")
  }
}

enum KeyOutput {
  /// The key alone on standard output, so that a script can take it; its id is a remark.
  static func show(_ made: KeyReply, json: Bool) throws {
    if json { return try Output.json(made) }
    guard let key = made.apiKey else { throw CommandFailure(.failed, "The server did not show the key again.") }
    Output.line(key)
    Output.remark("key \(made.keyId); it is not shown again")
  }

  static func line(_ key: APIKey, now: Timestamp) -> String {
    let state =
      key.isLive(at: now) ? key.endsAt.map { "until \($0)" } ?? "active" : key.revokedAt == nil ? "expired" : "revoked"
    let used = key.lastUsedAt.map { "used \($0)" } ?? "never used"
    let scopes = key.scopes.map(\.rawValue).joined(separator: ",")
    return "\(key.id)  \(key.prefix)  \(state)  \(used)  \(scopes)  \(key.name)"
  }
}
