// login, logout, whoami: who this user is on a remote server. The credential is stored for its origin only (ruling R58).
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct Login: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", abstract: "Sign in to a server and keep the credential for it.",
    discussion: "Example: factory login --api-url https://factory.example.org/v1 --email ana@example.org")
  @Option(help: "Who you are there.") var email: String
  @Flag(help: "Read the password from standard input.") var passwordStdin = false
  @OptionGroup var server: ServerOptions

  func run() throws {
    let connection = try Connection.open(server)
    guard !connection.isEmbedded else {
      throw CommandFailure(
        .usage, "--api-url: the server to sign in to was expected; your own local one needs no login.")
    }
    let password = try PasswordInput.read(fromStandardInput: passwordStdin, prompt: "Password for \(email): ")
    try sentence {
      let login = try SignIn.login(address: connection.address, email: email, password: password)
      try CredentialStore(configFolder: Paths().config).write(login, for: connection.address)
    }
    Output.line("Signed in to \(connection.address.origin) as \(email).")
  }
}

struct Logout: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout", abstract: "Revoke and forget the credential for a server.")
  @OptionGroup var server: ServerOptions

  func run() throws {
    let connection = try Connection.open(server)
    guard !connection.isEmbedded else {
      throw CommandFailure(.usage, "Your own local server needs no login, so no logout.")
    }
    // What the server says of it does not matter: the credential is forgotten here in any case.
    _ = try? connection.api.ask(Endpoints.logout)
    try sentence { _ = try CredentialStore(configFolder: Paths().config).remove(for: connection.address) }
    Output.line("Signed out of \(connection.address.origin).")
  }
}

struct WhoAmI: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "whoami", abstract: "Say who the server takes you for.")
  @OptionGroup var server: ServerOptions

  func run() throws {
    let me = try Connection.open(server).api.ask(Endpoints.currentUser, json: server.json).data
    if server.json { return try Output.json(me) }
    Output.line("\(me.name) <\(me.email)>, \(me.role.rawValue), \(me.id)")
  }
}

/// A password: typed without echo, or one line of standard input.
enum PasswordInput {
  static func read(fromStandardInput: Bool, prompt: String) throws -> String {
    let line: String?
    if fromStandardInput {
      line = readLine(strippingNewline: true)
    } else {
      guard isatty(0) == 1 else {
        throw CommandFailure(.usage, "--password-stdin: needed where no terminal is there to type the password.")
      }
      line = withoutEcho(prompt)
    }
    guard let line, !line.isEmpty else { throw CommandFailure(.usage, "A password was expected, nothing was given.") }
    return line
  }

  private static func withoutEcho(_ prompt: String) -> String? {
    FileHandle.standardError.write(Data(prompt.utf8))
    var modes = termios()
    tcgetattr(0, &modes)
    var silent = modes
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(0, TCSAFLUSH, &silent)
    defer {
      tcsetattr(0, TCSAFLUSH, &modes)
      FileHandle.standardError.write(Data("\n".utf8))
    }
    return readLine(strippingNewline: true)
  }
}
