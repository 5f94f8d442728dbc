// login, logout, whoami: who this user is on a remote server. The credential is stored for its origin only (ruling R58).
import ArgumentParser
import FactoryClient
import FactoryContracts
import FactoryEngine
import Foundation

struct Login: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", abstract: "Sign in to a server and keep the credential for it.",
    discussion: """
      Example: factory login --api-url https://factory.example.org/v1 --email ana@example.org

      It is kept in the Secret Service where secret-tool is installed and a session bus answers, else in a file that only you can read.
      """)
  @Option(help: "Who you are there.") var email: String?
  @Flag(help: "Read the password from standard input.") var passwordStdin = false
  @Flag(help: "Keep an API key, read from standard input, in place of signing in with a password.") var keyStdin = false
  @OptionGroup var server: ServerOptions

  func validate() throws {
    if keyStdin == (email != nil) { throw ValidationError("--email: either --email or --key-stdin was expected.") }
  }

  func run() throws {
    let connection = try Connection.open(server)
    guard !connection.isEmbedded else {
      throw CommandFailure(
        .usage, "--api-url: the server to sign in to was expected; your own local one needs no login.")
    }
    let login = try email.map { try signIn($0, connection.address) } ?? key(connection.address)
    let place = try sentence { try CredentialStore.here().write(login, for: connection.address) }
    Output.line("Signed in to \(connection.address.origin) as \(login.email ?? "").")
    Output.remark("kept in \(place)")
  }

  private func signIn(_ email: String, _ address: ServerAddress) throws -> StoredLogin {
    let password = try PasswordInput.read(fromStandardInput: passwordStdin, prompt: "Password for \(email): ")
    return try sentence { try SignIn.login(address: address, email: email, password: password) }
  }

  /// A key that the server takes.
  private func key(_ address: ServerAddress) throws -> StoredLogin {
    let secret = readLine(strippingNewline: true) ?? ""
    return try sentence {
      let credential = try Credential(.apiKey, secret: secret, for: address, source: "The key on standard input")
      let me = try RESTClient(address: address, source: CredentialSource(credential)).ask(Endpoints.currentUser).data
      return StoredLogin(
        origin: address.origin, kind: .apiKey, secret: secret, expiresAt: me.expiresAt, email: me.email, userId: me.id)
    }
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
    try sentence { _ = try CredentialStore.here().remove(for: connection.address) }
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
    Output.line(Self.credential(me))
  }

  /// By what the server knows the caller, and until when.
  private static func credential(_ me: CurrentUser) -> String {
    let end = me.expiresAt.map { ", until \($0)" } ?? ""
    let scopes = me.scopes.map(\.rawValue).joined(separator: ", ")
    switch me.credential {
    case .localOwner: return "by the local owner's token"
    case .apiKey: return "by API key \(me.keyId.map(\.description) ?? "")\(end): \(scopes)"
    case .accessToken: return "by an access token\(end)"
    case .unknown, nil: return "by a credential of a kind that this version does not know"
    }
  }
}

/// A password: typed without echo, or one line of standard input.
enum PasswordInput {
  /// A password that is to be used from now on; typed twice.
  static func new(fromStandardInput: Bool, for person: String) throws -> String {
    let password = try read(fromStandardInput: fromStandardInput, prompt: "New password for \(person): ")
    guard password.count >= NewPassword.length.lowerBound else {
      throw CommandFailure(
        .usage, "The password has \(password.count) characters; \(NewPassword.length.lowerBound) or more were expected."
      )
    }
    if !fromStandardInput, try read(fromStandardInput: false, prompt: "Once more: ") != password {
      throw CommandFailure(.usage, "The two passwords differ.")
    }
    return password
  }

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
    Output.error(prompt, end: "")
    var modes = termios()
    tcgetattr(0, &modes)
    var silent = modes
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(0, TCSAFLUSH, &silent)
    defer {
      tcsetattr(0, TCSAFLUSH, &modes)
      Output.error("")
    }
    return readLine(strippingNewline: true)
  }
}
