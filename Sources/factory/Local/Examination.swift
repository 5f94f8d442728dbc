// What `factory doctor` looks at: settings, terminal, files, server, socket. Main thread; each question to a server waits 3 s at most.
// Invariant: nothing is started, written or changed.
import FactoryClient
import FactoryContracts
import FactoryServer
import FactoryState
import FactoryTUI
import Foundation
import NcursesTerminal
import Synchronization
import TerminalKit

struct Examination {
  let options: ServerOptions
  let environment: [String: String]
  private var paths: Paths { Paths(environment: environment) }

  init(options: ServerOptions, environment: [String: String]) {
    (self.options, self.environment) = (options, environment)
  }

  func findings() -> [Finding] { settings() + terminal() + files() + answers() }

  private func line(
    _ part: String, _ name: String, _ value: String, _ source: String? = nil, _ state: Finding.State = .fine
  ) -> Finding {
    Finding(part: part, name: name, value: value, source: source, state: state)
  }

  // MARK: Settings

  private func settings() -> [Finding] {
    let part = "Settings"
    do {
      let config = try ConfigFile.read(paths.gooseConfig)
      let file = "\(paths.gooseConfig), factory"
      func value(_ name: String, _ given: String?, _ key: String, otherwise: String) -> Finding {
        line(part, name, given ?? otherwise, given == nil ? "default" : "\(file).\(key)")
      }
      return [
        line(part, "config file", paths.gooseConfig, config == nil ? "has no section factory:" : nil, .note),
        value("theme", config?.theme, "theme", otherwise: "dark"),
        value("grace", config?.graceSeconds.map { "\($0) s" }, "grace_seconds", otherwise: "5 s"),
        value("first screen", config?.defaultView.map { "\($0)" }, "operator.default_view", otherwise: "queue"),
        value("builder", config?.builderCommand, "builder.command", otherwise: "the templates"),
        program("pager", ["PAGER"], "less"), program("editor", ["VISUAL", "EDITOR"], "vi"),
      ] + theme(config?.theme, file) + own(config, file) + ownServer(config, file)
        + (config?.unknown ?? []).map { line(part, "unknown", "\($0) means nothing here", paths.gooseConfig, .note) }
    } catch {
      let failure = error as? CommandFailure
      return ([failure?.sentence ?? "\(error)"] + (failure?.more ?? [])).map {
        line(part, "config file", $0, nil, .fault)
      }
    }
  }

  /// What the screen and the calls keep to.
  private func own(_ config: ConfigFile?, _ file: String) -> [Finding] {
    let own = config?.own ?? OwnSettings()
    func value(_ name: String, _ field: String, _ words: String, otherwise: String? = nil) -> Finding {
      let isSet = config?.isSet(field) ?? false
      return line("Settings", name, isSet ? words : otherwise ?? words, isSet ? "\(file).\(field)" : "default")
    }
    func onOff(_ isOn: Bool) -> String { isOn ? "on" : "off" }
    let standard = Dictionary(CommandTable.all.map { ($0.id, $0.keys) }, uniquingKeysWith: { first, _ in first })
    let bound = own.commands.all.filter { standard[$0.id].map { [keys = $0.keys] in $0 != keys } ?? false }
    let added = own.commands.all.filter { standard[$0.id] == nil }
    func names(_ names: [String]) -> String { names.isEmpty ? "none of your own" : names.joined(separator: ", ") }
    return [
      value("mouse", "mouse", onOff(own.reportsMouse)),
      value("diff filter", "diff_filter", own.diffFilter ?? "none", otherwise: "none"),
      value("bell", "operator.sound_notifications", onOff(own.alerts.sounds)),
      value("notices", "operator.desktop_notifications", onOff(own.alerts.notifies)),
      value(
        "quiet hours", "notifications.quiet_hours_start", config?.serverVariables["FACTORY_QUIET_HOURS"] ?? "none",
        otherwise: "none for bell and notices"),
      value("keys", "keys", names(bound.map(\.id.rawValue))),
      value("commands", "commands", names(added.map(\.id.rawValue))),
      value("sections", "sections", names(own.sections.map(\.name))),
    ]
  }

  /// What servers of this account are started with: the environment, else the file, else what the table says.
  private func ownServer(_ config: ConfigFile?, _ file: String) -> [Finding] {
    OwnServer.fields.map { field, variable in
      let fallback = ServerSettings.all.first { $0.name == variable }?.fallback ?? "none"
      if let value = environment[variable], !value.isEmpty { return line("Your own server", field, value, variable) }
      guard let value = config?.serverVariables[variable] else {
        return line("Your own server", field, fallback, "default")
      }
      return line("Your own server", field, value, "\(file).\(field)")
    }
  }

  private func theme(_ name: String?, _ file: String) -> [Finding] {
    guard let name, case .failure(let problem) = ThemeCatalog(folder: paths.config + "/themes").theme(named: name)
    else { return [] }
    return [line("Settings", "theme", problem.sentence, "\(file).theme", .fault)]
  }

  private func program(_ name: String, _ variables: [String], _ otherwise: String) -> Finding {
    let variable = variables.first { !(environment[$0] ?? "").isEmpty }
    let command = variable.flatMap { environment[$0] } ?? otherwise
    let word = command.split(separator: " ").first.map(String.init) ?? command
    let isThere = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(word)" }.contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard isThere || FileManager.default.isExecutableFile(atPath: word) else {
      return line(
        "Settings", name, "\(command) is not installed", variable ?? "default", variable == nil ? .note : .fault)
    }
    return line("Settings", name, command, variable ?? "default")
  }

  // MARK: Terminal and files

  private func terminal() -> [Finding] {
    let report = TerminalReport(environment)
    let part = "Terminal"
    guard report.isKnown else {
      let words = report.term.isEmpty ? "TERM is not set" : "this machine has no description of \(report.term)"
      return [
        line(part, "TERM", "\(words); factory run --plain works on any", nil, report.size == nil ? .note : .fault)
      ]
    }
    var lines = [line(part, "TERM", report.term), line(part, "abilities", report.words)]
    if !environment["NO_COLOR", default: ""].isEmpty {
      lines.append(line(part, "NO_COLOR", "set: no colours", nil, .note))
    }
    if let size = report.size, size.columns < 20 || size.rows < 5 {
      lines.append(line(part, "size", "too small: 20×5 is the least", nil, .fault))
    }
    return lines
  }

  private func files() -> [Finding] {
    [("data", paths.data), ("state", paths.state), ("credentials", paths.config)].map { name, folder in
      guard FileManager.default.fileExists(atPath: folder) else {
        return line("Files", name, "\(folder) (made when it is first needed)", nil, .note)
      }
      return FileManager.default.isWritableFile(atPath: folder)
        ? line("Files", name, folder) : line("Files", name, "\(folder) cannot be written", nil, .fault)
    } + unsent()
  }

  private func unsent() -> [Finding] {
    let kept = OutboxInspector(stateFolder: paths.state).count()
    return kept == 0
      ? [] : [line("Files", "not sent", "\(kept) decisions are kept until their server is back", nil, .note)]
  }

  // MARK: Server

  private func answers() -> [Finding] {
    let part = "Server"
    do {
      guard let place = try Connection.place(options, environment) else { return try own() }
      let connection = try Connection.open(options, environment: environment)
      return [line(part, "address", connection.address.description, place)] + ask(connection)
    } catch {
      return [line(part, "address", (error as? CommandFailure)?.sentence ?? "\(error)", nil, .fault)]
    }
  }

  /// The user's own server, as it is: one that does not run is no fault.
  private func own() throws -> [Finding] {
    let files = ServerFiles(folder: paths.data)
    guard let state = files.readState(), EmbeddedServer(files: files).answers(state) else {
      return [line("Server", "address", "your own server, not running; it starts when it is needed", nil, .note)]
    }
    let connection = try Connection.embedded(folder: paths.data)
    return [line("Server", "address", "your own server, pid \(state.pid), unix:\(state.socket)", "default")]
      + ask(connection)
  }

  private func ask(_ connection: Connection) -> [Finding] {
    let part = "Server"
    let begun = Date()
    do throws(APIFailure) {
      let health = try connection.api.request(Endpoints.ready, Empty(), timeoutSeconds: 3).data
      let took = Int(Date().timeIntervalSince(begun) * 1000)
      let isSame = health.version == ProgramVersion.current
      var lines = [
        line(
          part, "answers",
          "after \(took) ms; version \(health.version)\(isSame ? "" : ", this program is \(ProgramVersion.current)")",
          nil, isSame ? .fine : .note)
      ]
      let me = try connection.api.request(Endpoints.currentUser, Empty(), timeoutSeconds: 3).data
      lines.append(line(part, "signed in", "\(me.name) (\(me.role.rawValue))", credentialSource(connection)))
      return lines + [socket(connection)]
    } catch {
      var sentence = FailureWords.sentence(error)
      if case .refused(let refusal) = error, refusal.code == .unauthorized {
        sentence += SignInHint.sentence(environment)
      }
      return [line(part, "answers", sentence, nil, .fault)]
    }
  }

  private func credentialSource(_ connection: Connection) -> String {
    EnvironmentCredential.name(environment) ?? (connection.isEmbedded ? "the server's own token" : "factory login")
  }

  /// Opens the live link and waits for its first word.
  private func socket(_ connection: Connection) -> Finding {
    let reader = SocketReader(address: connection.socketAddress, source: connection.source)
    let outcome = Mutex<String?>(nil)
    let done = DispatchSemaphore(value: 0)
    let begun = Date()
    reader.start(channels: ["tasks:*"], since: nil) { event in
      switch event {
      case .connected: outcome.withLock { $0 = "" }
      case .disconnected(let reason, _): outcome.withLock { $0 = reason }
      case .refused(let error): outcome.withLock { $0 = error.message }
      default: return
      }
      done.signal()
    }
    let answered = done.wait(timeout: .now() + 3) == .success
    reader.stop()
    let name = "live link"
    guard answered, let reason = outcome.withLock({ $0 }) else {
      return line("Server", name, "no answer within 3 s from \(connection.socketAddress)", nil, .fault)
    }
    guard reason.isEmpty else { return line("Server", name, reason, nil, .fault) }
    return line("Server", name, "open after \(Int(Date().timeIntervalSince(begun) * 1000)) ms")
  }
}
