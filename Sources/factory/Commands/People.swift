// users: accounts of people and agents, in a store without its server or over the API of one that runs.
import ArgumentParser
import FactoryClient
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation

struct Users: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "People and agents who may come in.",
    discussion: """
      Where a server is named (--api-url, FACTORY_API_URL, the configuration file) they are asked for there, which needs an owner or \
      admin. Without one, the commands work on DATABASE_URL or on your own store, whose server must not be running \
      then, but for your own: it is asked where it runs.
      """,
    subcommands: [
      UsersCreate.self, UsersList.self, UsersDisable.self, UsersEnable.self, UsersRole.self, UsersPassword.self,
    ])
}

struct UsersCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Make an account; a person signs in with a password, an agent with an API key.")
  @Argument(help: "E-mail address.") var email: String
  @Option(help: "owner, admin, operator, viewer or agent.") var role = "operator"
  @Option(help: "Name that others see; without it the part before the @.") var name: String?
  @Flag(help: "Read the password from standard input.") var passwordStdin = false
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(role, Role.self, "--role")
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !email.contains(where: \.isWhitespace) else {
      throw ValidationError("EMAIL: an address such as ana@example.org was expected, found \(email).")
    }
  }

  func run() async throws {
    let role = Role.named(role) ?? .operator
    let password = role == .agent ? nil : try PasswordInput.new(fromStandardInput: passwordStdin, for: email)
    let user = try await People.open(server).create(
      CreateUserBody(email: email, name: name, role: role, password: password))
    try server.json ? Output.json(user) : Output.line(People.line(user))
  }
}

struct UsersList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List accounts, oldest first.")
  @OptionGroup var server: ServerOptions

  func run() async throws {
    let users = try await People.open(server).all()
    if server.json { return try Output.json(users) }
    for user in users { Output.line(People.line(user)) }
  }
}

struct UsersDisable: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "End somebody's access at once; what they decided stays.")
  @Argument(help: "E-mail address or id.") var person: String
  @OptionGroup var server: ServerOptions
  func run() async throws { try await People.change(person, UpdateUserBody(status: .disabled), server) }
}

struct UsersEnable: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "enable", abstract: "Let somebody in again.")
  @Argument(help: "E-mail address or id.") var person: String
  @OptionGroup var server: ServerOptions
  func run() async throws { try await People.change(person, UpdateUserBody(status: .active), server) }
}

struct UsersRole: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "role", abstract: "Give somebody another role.")
  @Argument(help: "E-mail address or id.") var person: String
  @Argument(help: "owner, admin, operator or viewer.") var role: String
  @OptionGroup var server: ServerOptions
  func validate() throws { try check(role, Role.self, "ROLE") }
  func run() async throws { try await People.change(person, UpdateUserBody(role: Role.named(role)), server) }
}

struct UsersPassword: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "passwd", abstract: "Change a password, your own without a name; sign-ins with the old one end.")
  @Argument(help: "E-mail address or id; without it yourself, on the server you are signed in to.") var person: String?
  @Flag(help: "Read it from standard input; one's own: the old one on the first line, the new one on the second.")
  var passwordStdin = false
  @OptionGroup var server: ServerOptions

  func run() async throws {
    if let person {
      let password = try PasswordInput.new(fromStandardInput: passwordStdin, for: person)
      let people = try People.open(server)
      try await people.setPassword(try await people.find(person).id, password)
    } else {
      let old = try PasswordInput.read(fromStandardInput: passwordStdin, prompt: "Current password: ")
      let new = try PasswordInput.new(fromStandardInput: passwordStdin, for: "yourself")
      let body = ChangePasswordBody(currentPassword: old, newPassword: new)
      _ = try Connection.open(server).api.ask(Endpoints.changeOwnPassword, body, json: server.json)
    }
    Output.remark("changed")
  }
}
