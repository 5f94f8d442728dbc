// users create: people of a served store. Works on the store itself, so it needs no server and no first user.
import ArgumentParser
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import FactoryStorage
import Foundation

struct Users: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "People who may sign in to a store.",
    subcommands: [UsersCreate.self, UsersList.self])
}

struct UsersCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create a person who signs in with a password.",
    discussion: "Works on DATABASE_URL, or on your own store. The server of that store must not be running.")
  @Argument(help: "E-mail address.") var email: String
  @Option(help: "owner, admin, operator, viewer.") var role = "operator"
  @Option(help: "Name that others see; without it the part before the @.") var name: String?
  @Flag(help: "Read the password from standard input.") var passwordStdin = false
  @Flag(help: "Print the user as JSON.") var json = false

  func validate() throws {
    guard let named = Role.named(role), named != .agent else {
      throw ValidationError("--role: one of owner, admin, operator, viewer was expected, found \(role).")
    }
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !email.contains(where: \.isWhitespace) else {
      throw ValidationError("EMAIL: an address such as ana@example.org was expected, found \(email).")
    }
  }

  func run() async throws {
    let password = try PasswordInput.read(fromStandardInput: passwordStdin, prompt: "Password for \(email): ")
    guard password.count >= 8 else {
      throw CommandFailure(.usage, "The password has \(password.count) characters; 8 or more were expected.")
    }
    let hash = Scrypt.hash(password: password)
    let person = name ?? String(email.prefix { $0 != "@" })
    let role = Role.named(role) ?? .operator
    let user = try await StoreAccess.write { [email] cases in
      try cases.createUser(email: email, name: person, role: role, passwordHash: hash)
    }
    if json { try Output.json(user) } else { Output.line("\(user.id)  \(user.email)  \(user.role.rawValue)") }
  }
}

struct UsersList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the people of a store.")
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    let users = try await StoreAccess.read { try $0.users().map(\.user) }
    if json { return try Output.json(users) }
    for user in users {
      Output.line("\(user.id)  \(user.email)  \(user.role.rawValue)  \(user.status.rawValue)  \(user.name)")
    }
  }
}
