// Puts the command center together: terminal, client, outbox and link for one connection. Main thread, until the operator leaves.
import FactoryClient
import FactoryContracts
import FactoryMCP
import FactoryState
import FactoryTUI
import Foundation
import NcursesTerminal
import TerminalKit

struct CenterProcess {
  var connection: Connection
  /// The same server again, after somebody signed in; nil: nobody is asked.
  var reopen: (() throws -> Connection)?
  /// Outbox and recent reasons.
  let stateFolder: String
  var title = "factory"
  var theme: String?
  var grace: Int?
  var readOnly = false
  /// What it opens with.
  var firstLink: DeepLink?
  /// Where the sitting is written down, as asciicast v2.
  var recordPath: String?
  /// The monitor in place of the screens, and whether it rings.
  var isMonitor = false
  var rings = true

  /// Begins on a thread of its own what takes milliseconds and asks for nothing: the theme, the libraries behind the client.
  static func prepare() {
    Thread.detachNewThread { _ = ShippedThemes.standard() }
    Thread.detachNewThread { RESTClient.prepare() }
  }

  /// - Throws: a sentence when there is no such theme, or it cannot be read.
  static func check(theme: String) throws {
    if case .failure(let problem) = ThemeCatalog(folder: Paths().config + "/themes").theme(named: theme) {
      let sentence = problem.sentence
      throw CommandFailure(.usage, sentence.hasPrefix("theme: ") ? "--\(sentence)" : "--theme: \(sentence)")
    }
  }

  func run() throws {
    let config = try ConfigFile.read(Paths().gooseConfig)
    try Paths.makePrivate(stateFolder)
    let terminal = try sentence(.usage) { try NcursesTerminal() }
    let record = try startRecord(of: terminal)
    // What is typed to sign in is never recorded: that dialog has the bare terminal.
    let recorded: any Terminal = record.map { RecordingTerminal(terminal, record: $0) } ?? terminal
    defer {
      terminal.close()
      if let problem = record?.close() { Output.remark(problem) }
    }
    Scheduling.answerKeys()
    var center = self
    if center.connection.needsSignIn, try !center.signIn(at: terminal, config, why: nil) { return }
    while true {
      let summary = center.sit(at: recorded, config)
      guard summary.reason == .signIn else {
        if let words = summary.sentence { Output.remark(words) }
        return
      }
      center.firstLink = nil
      guard try center.signIn(at: terminal, config, why: "The server no longer accepts this sign-in.") else { return }
    }
  }

  private func startRecord(of terminal: any Terminal) throws -> SessionRecord? {
    try recordPath.map { path in
      do {
        return try SessionRecord(
          path: path, size: terminal.size, charset: terminal.charset, depth: terminal.colorDepth, title: title,
          term: ProcessInfo.processInfo.environment["TERM"] ?? "")
      } catch {
        terminal.close()
        throw CommandFailure(.usage, "\(error)")
      }
    }
  }

  /// One sitting, until the operator leaves or is to sign in.
  private func sit(at terminal: any Terminal, _ config: ConfigFile?) -> ExitSummary {
    var options = options(config)
    let door = isMonitor ? nil : CenterDoor(connection, stateFolder: stateFolder)
    defer { door?.close() }
    if let door { options.links = { door.listen($0) } }
    return CommandCenter(
      terminal: terminal, api: connection.api, link: link(), outbox: outbox(), options: options
    ).run()
  }

  /// Asks for e-mail and password; false when the operator leaves. The connection is then that person's.
  private mutating func signIn(at terminal: any Terminal, _ config: ConfigFile?, why: String?) throws -> Bool {
    if let name = theme ?? config?.theme,
      case .success(let theme) = ThemeCatalog(folder: Paths().config + "/themes").theme(named: name)
    {
      terminal.theme = theme
    }
    let (address, store) = (connection.address, CredentialStore.here())
    let email = (try? store.read(for: address))??.email ?? ""
    let state = SignInState(server: address.description, email: email, problem: why)
    let isSignedIn = SignInLoop(terminal: terminal, state: state) { email, password in
      do {
        let login = try sentence { try SignIn.login(address: address, email: email, password: password) }
        try sentence { _ = try store.write(login, for: address) }
        return nil
      } catch let failure as CommandFailure { return failure.sentence } catch { return "\(error)" }
    }.run()
    if isSignedIn, let reopen { connection = try reopen() }
    return isSignedIn
  }

  private func options(_ config: ConfigFile?) -> CommandCenterOptions {
    let paths = Paths()
    var options = CommandCenterOptions()
    options.graceSeconds = grace ?? config?.graceSeconds ?? options.graceSeconds
    options.theme = theme ?? config?.theme
    if let own = config?.own { options.own = own }
    options.commandVariables = ["API_URL": connection.address.description]
    options.firstScreen = config?.defaultView ?? .queue
    options.firstFrameHold = 60
    options.themesFolder = paths.config + "/themes"
    options.recentReasonsPath = stateFolder + "/reasons.json"
    options.seenFilesPath = stateFolder + "/seen-files"
    options.commentsPath = stateFolder + "/comments.json"
    options.readOnly = readOnly
    let watch = ConfigWatch(
      configPath: paths.gooseConfig, themesFolder: paths.config + "/themes", fixedTheme: theme)
    options.changes = { watch.start($0) }
    options.title = title
    options.isMonitor = isMonitor
    options.canSignIn = reopen != nil && connection.canSignIn
    options.rings = rings
    if isMonitor { options.firstScreen = .activity }
    options.loaded = { Memory.giveBackSoon() }
    options.firstLink = firstLink
    let console = Console(office: Office(door: OpenDoor(connection: connection), clock: { .current }))
    options.console = { words in
      let answer = console.answer(words)
      return (answer.text, answer.isGood)
    }
    options.saveSection = { SectionKeeping.keep($0, $1, path: paths.gooseConfig) }
    options.keepAsset = { [api = connection.api] asset, place, goesOn in
      AssetKeeping.keep(asset, place, api, goesOn: goesOn)
    }
    return options
  }

  private func outbox() -> any DecisionOutbox {
    if isMonitor { return NoOutbox() }
    return FileOutbox(
      stateFolder: stateFolder, origin: connection.address.origin, principal: connection.principal.description,
      client: connection.api)
  }

  /// The user's own server is started again when it is gone.
  private func link() -> any EventLink {
    var options = SocketOptions()
    // A header that says "live" must be right within three seconds.
    options.pingInterval = 2.4
    options.silentAfter = 3
    options.deadAfter = 20
    let reader = SocketReader(address: connection.socketAddress, source: connection.source, options: options)
    guard let server = connection.embedded else { return reader }
    return RevivingLink(reader, server: server)
  }
}

/// The screen's own way to the factory, for its chat.
private struct OpenDoor: FactoryDoor {
  let connection: Connection

  func open() throws -> FactoryRoom {
    FactoryRoom(api: connection.api) { [address = connection.socketAddress, source = connection.source] in
      SocketReader(address: address, source: source)
    }
  }
}
