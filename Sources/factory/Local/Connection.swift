// Which server, with which credential (design §2): flags, then environment, then the config file, then the embedded server.
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

/// Flags that every command talking to a server has.
struct ServerOptions: ParsableArguments {
  @Option(
    name: .customLong("api-url"),
    help: ArgumentHelp(
      "Server to talk to: http(s)://host:port/v1 or unix:/path. Also FACTORY_API_URL.", valueName: "url"))
  var apiURL: String?

  @Flag(help: "Print the API's data as one JSON document; errors as JSON on standard error.")
  var json = false
}

extension ServerOptions {
  /// As if it had been read from the command line. Not optimized: where Swift 6.3 inlines it, the compiler ends with an ownership error.
  @inline(never) @_optimize(none)
  init(apiURL: String?) {
    self.init()
    self.apiURL = apiURL
    json = false
  }
}

/// A server and the credential for it.
struct Connection {
  let address: ServerAddress
  /// Shared by calls and socket, so that both use a renewed token.
  let source: CredentialSource
  let api: RESTClient
  /// The socket's own address where `FACTORY_WS_URL` names one.
  let socketAddress: ServerAddress
  /// Whether it is this user's embedded server, and which.
  let embedded: EmbeddedServer?
  /// Whose decisions these are, as far as it can be told without asking: unsent ones of different people never mix.
  let principal: EntityID

  var isEmbedded: Bool { embedded != nil }

  /// Whether e-mail and password would help: a server elsewhere, and nothing in the environment that goes before them.
  var canSignIn: Bool { !isEmbedded && EnvironmentCredential.name(ProcessInfo.processInfo.environment) == nil }
  var needsSignIn: Bool { canSignIn && source.current == nil }

  static func open(
    _ options: ServerOptions, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Connection {
    let paths = Paths(environment: environment)
    if let (text, source) = try configuredURL(options, environment, paths) {
      return try remote(text, from: source, environment: environment, paths: paths)
    }
    let own = try embedded(folder: paths.data)
    // Who names a credential means it, also on the own server; a wrong one is refused, not passed over.
    guard let given = try sentence(.usage, { try EnvironmentCredential.read(environment, for: own.address) }) else {
      return own
    }
    return Connection(
      own.address, CredentialSource(given), socket: own.socketAddress, embedded: own.embedded,
      principal: Principal.of(given))
  }

  /// Whether a server is named anywhere, so that it is not the user's own.
  static func isConfigured(_ options: ServerOptions, _ environment: [String: String]) throws -> Bool {
    try configuredURL(options, environment, Paths(environment: environment)) != nil
  }

  /// Where the server's address was found; nil: nowhere, it is the user's own.
  static func place(_ options: ServerOptions, _ environment: [String: String]) throws -> String? {
    try configuredURL(options, environment, Paths(environment: environment))?.source
  }

  /// The user's own server, or the one of a throw-away folder.
  static func embedded(folder: String, lifeline: Int32? = nil) throws -> Connection {
    let files = ServerFiles(folder: folder)
    let server = EmbeddedServer(files: files, lifeline: lifeline)
    let state = try server.ensureRunning()
    guard let token = try files.readToken() else {
      throw CommandFailure(.failed, "The local server has no token at \(files.token); end it with: factory server stop")
    }
    let address = ServerAddress.unix(state.socket)
    let source = try sentence {
      CredentialSource(try Credential(.bearer, secret: token, for: address, source: files.token))
    }
    return Connection(address, source, socket: address, embedded: server, principal: state.ownerId)
  }

  private init(
    _ address: ServerAddress, _ source: CredentialSource, socket: ServerAddress, embedded: EmbeddedServer?,
    principal: EntityID
  ) {
    self.address = address
    self.source = source
    var options = ClientOptions()
    if let embedded { options.revive = { _ = try? embedded.ensureRunning() } }
    api = RESTClient(address: address, source: source, options: options)
    socketAddress = socket
    self.embedded = embedded
    self.principal = principal
  }

  private static func configuredURL(
    _ options: ServerOptions, _ environment: [String: String], _ paths: Paths
  ) throws -> (String, source: String)? {
    if let url = options.apiURL { return (url, "--api-url") }
    if let url = environment["FACTORY_API_URL"], !url.isEmpty { return (url, "FACTORY_API_URL") }
    if let url = try ConfigFile.read(paths.gooseConfig)?.apiURL {
      return (url, "\(paths.gooseConfig), factory.api_url")
    }
    return nil
  }

  private static func remote(
    _ text: String, from place: String, environment: [String: String], paths: Paths
  ) throws -> Connection {
    try sentence(.usage) {
      let address = try ServerAddress(parsing: text, source: place)
      var socket = address
      if let url = environment["FACTORY_WS_URL"], !url.isEmpty {
        socket = try ServerAddress(parsing: url, source: "FACTORY_WS_URL")
      }
      let source = try source(for: address, environment, paths)
      return Connection(address, source, socket: socket, embedded: nil, principal: Principal.of(source.current))
    }
  }

  private static func source(
    for address: ServerAddress, _ environment: [String: String], _ paths: Paths
  ) throws -> CredentialSource {
    if let given = try EnvironmentCredential.read(environment, for: address) { return CredentialSource(given) }
    return try SignIn.source(address: address, store: .here(environment, paths))
  }
}

extension CredentialStore {
  /// Where this user's sign-ins are kept: the Secret Service of the session, else files of their own (ruling R26).
  static func here(
    _ environment: [String: String] = ProcessInfo.processInfo.environment, _ paths: Paths = Paths()
  ) -> CredentialStore {
    CredentialStore(configFolder: paths.config, vault: SecretTool.find(environment))
  }
}

/// Runs what reports its trouble as a sentence and ends the command with it.
func sentence<Value>(_ status: ExitStatus = .failed, _ work: () throws -> Value) throws -> Value {
  do { return try work() } catch let failure as CommandFailure {
    throw failure
  } catch let failure as APIFailure {
    throw CommandFailure(failure)
  } catch {
    throw CommandFailure(status, "\(error)")
  }
}

extension RESTClient {
  /// A request whose failure ends the command.
  func ask<Body, Reply>(
    _ endpoint: Endpoint<Body, Reply>, _ body: Body, path: [String] = [], query: [(String, String)] = [],
    ifMatch: Int? = nil, key: EntityID? = nil, json: Bool = false
  ) throws -> (data: Reply, meta: ResponseMeta?) {
    do {
      return try request(endpoint, body, path: path, query: query, ifMatch: ifMatch, key: key)
    } catch {
      var failure = CommandFailure(error, json: json)
      if case .refused(let refusal) = error, refusal.code == .unauthorized { failure.sentence += SignInHint.sentence() }
      throw failure
    }
  }

  func ask<Reply>(
    _ endpoint: Endpoint<Empty, Reply>, path: [String] = [], query: [(String, String)] = [], json: Bool = false
  ) throws -> (data: Reply, meta: ResponseMeta?) {
    try ask(endpoint, Empty(), path: path, query: query, json: json)
  }
}
