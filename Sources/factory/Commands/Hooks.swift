// hook claude-code, exec: a coding agent's call, or any command, waits until the operator answers. Fails closed: without an answer
// the call is denied with a sentence.
import ArgumentParser
import FactoryContracts
import FactoryHooks
import Foundation
import TerminalKit

struct Hook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook", abstract: "Make coding agents and commands wait for a decision.",
    subcommands: [HookClaudeCode.self, HookGoose.self, HookExec.self])
}

/// How long an operator has, and what happens without an answer.
struct HookFlags: ParsableArguments {
  enum Otherwise: String, ExpressibleByArgument, CaseIterable { case deny, ask }

  @Option(help: ArgumentHelp("How long it waits for a decision.", valueName: "duration")) var wait = "9m"
  @Option(help: "Without a server or a decision in time: deny, or ask (the agent asks its own user).")
  var otherwise = Otherwise.deny
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard Duration(argument: wait) == nil else { return }
    throw ValidationError("--wait: a duration such as 90s, 30m or 1h30m was expected, found \(wait).")
  }

  var seconds: Double { Duration(argument: wait)?.seconds ?? 0 }
}

struct HookClaudeCode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claude-code", abstract: "Answer a PreToolUse or PermissionRequest hook of Claude Code.",
    discussion: """
      Reads the hook's JSON on standard input and prints its answer. Tools that only read are left to Claude Code's own rules. \
      --install puts it into Claude Code's settings.
      """)
  @OptionGroup var flags: HookFlags
  @OptionGroup var settings: InstallFlags

  func run() throws {
    if settings.isAsked { return try settings.changeClaude() }
    try Self.answer(flags)
  }

  static func answer(_ flags: HookFlags) throws {
    let call: HookCall
    do { call = try HookCall.claudeCode(FileHandle.standardInput.readDataToEndOfFile()) } catch {
      // Exit code 2 is how a hook of Claude Code denies when it cannot say which event it answers.
      Output.error("factory: \(error.sentence)")
      throw ExitCode(2)
    }
    if HookRisk.isReader(call.tool) { return }
    Output.raw(try HookJudge(flags: flags).verdict(call).claudeCode(event: call.event) + Data("\n".utf8))
  }
}

extension HookFlags {
  /// It stands in every call of every agent, and reading its few options by the declarations costs more than the rest of its start.
  /// nil: whatever is wrong or asked beside them is left to the whole tree of commands.
  /// - Parameter name: the hook, `claude-code` or `goose`.
  @_optimize(none)  // As `ServerOptions(apiURL:)`.
  static func quick(_ name: String, _ arguments: [String]) -> HookFlags? {
    guard arguments.count > 2, arguments[1] == "hook", arguments[2] == name else { return nil }
    var (wait, otherwise, address): (String, Otherwise, String?) = ("9m", .deny, nil)
    var rest = arguments.dropFirst(3)
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { return nil }
      switch option {
      case "--wait": wait = value
      case "--api-url": address = value
      case "--otherwise":
        guard let known = Otherwise(rawValue: value) else { return nil }
        otherwise = known
      default: return nil
      }
    }
    var flags = HookFlags()
    flags.wait = wait
    flags.otherwise = otherwise
    flags.server = ServerOptions(apiURL: address)
    return (try? flags.validate()) == nil ? nil : flags
  }
}

struct HookGoose: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goose", abstract: "Answer a PreToolUse hook of goose.",
    discussion: """
      Reads the hook's JSON on standard input and prints its answer. --install makes the plugin that goose finds it by. goose has no \
      third answer: what is put off is blocked.
      """)
  @OptionGroup var flags: HookFlags
  @OptionGroup var settings: InstallFlags

  func run() throws {
    if settings.isAsked { return try settings.changeGoose() }
    try Self.answer(flags)
  }

  static func answer(_ flags: HookFlags) throws {
    let call: HookCall
    do { call = try HookCall.goose(FileHandle.standardInput.readDataToEndOfFile()) } catch {
      Output.error("factory: \(error.sentence)")
      throw ExitCode(2)
    }
    if HookRisk.isReader(call.tool) { return }
    Output.raw(try HookJudge(flags: flags).verdict(call).goose() + Data("\n".utf8))
  }
}

/// What becomes of a call of an agent: by a rule, by the operator, or without either as the flags say.
struct HookJudge {
  let flags: HookFlags

  func verdict(_ call: HookCall) -> HookVerdict {
    do {
      let record = call.record(resolve: Places.resolve)
      let shortcut = RuleShortcut(flags.server, ProcessInfo.processInfo.environment)
      if let record, let reason = shortcut?.allowance(record) { return .allow(reason: reason) }
      let asking = HookAsking(flags: flags, connection: try Connection.open(flags.server))
      if let reason = try asking.allowance(record) { return .allow(reason: reason) }
      let question = { try HookEvidence.question(call, deadline: $0, record: record, read: Places.text) }
      guard let task = try asking.ask(question) else { return otherwise("Nobody decided within \(flags.wait).") }
      return HookVerdict(task)
    } catch let failure as CommandFailure {
      return otherwise(failure.sentence)
    } catch { return .deny(reason: (error as? HookFault)?.sentence ?? "\(error)") }
  }

  private func otherwise(_ sentence: String) -> HookVerdict {
    flags.otherwise == .ask ? .ask(reason: sentence) : .deny(reason: "Not allowed: \(sentence)")
  }
}

struct HookExec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command once it was approved.",
    discussion: "Ends as the command does; with 126 when it was not approved.")
  @OptionGroup var flags: HookFlags
  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments, behind --.") var command: [String]

  func run() throws {
    let words = command.first == "--" ? Array(command.dropFirst()) : command
    guard !words.isEmpty else { throw CommandFailure(.usage, "A command was expected: factory hook exec -- COMMAND.") }
    let line = words.map(Self.quoted).joined(separator: " ")
    let call = HookCall(
      agent: NSUserName(), event: "exec", session: "\(getppid())", folder: FileManager.default.currentDirectoryPath,
      tool: "exec", input: ["command": .string(line)], callId: RandomIDSource().next(at: .current).description)
    let asking = HookAsking(flags: flags, connection: try Connection.open(flags.server))
    let record = call.record(resolve: Places.resolve)
    if let reason = try asking.allowance(record) {
      Output.remark("factory: \(reason)")
      return try become(words)
    }
    let task = try asking.ask { try HookEvidence.question(call, deadline: $0, record: record) { _ in nil } }
    guard let task else { return try refuse("nobody decided within \(flags.wait)") }
    guard case .allow = HookVerdict(task) else {
      return try refuse([TaskText.state(task), task.decisionNotes].compactMap { $0 }.joined(separator: ": "))
    }
    try become(words)
  }

  private func refuse(_ why: String) throws {
    Output.error("factory: not run, \(SafeText.sanitize(why))")
    throw ExitCode(126)
  }

  private func become(_ words: [String]) throws {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    // What this process ignores the command would ignore too.
    signal(SIGPIPE, SIG_DFL)
    execvp(words[0], arguments)
    throw CommandFailure(.failed, "\(words[0]) cannot be run: \(String(cString: strerror(errno))).")
  }

  /// As a shell would take it: what is shown is what runs.
  static func quoted(_ word: String) -> String {
    let plain =
      !word.isEmpty
      && word.utf8.allSatisfy {
        ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x2B && $0 <= 0x3A) || $0 == 0x5F || $0 == 0x3D
      }
    return plain ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}

/// Asks and waits. A question that nobody waits for any more is withdrawn.
struct HookAsking {
  let flags: HookFlags
  let connection: Connection

  /// By which rule the call goes on without asking; nil: somebody must be asked.
  func allowance(_ record: AgentCall?) throws -> String? {
    guard let record else { return nil }
    do {
      let answer = try connection.api.request(Endpoints.checkRules, CheckRuleBody(call: record)).data
      return answer.allowed ? answer.reason : nil
    } catch .refused {
      // An older server knows no rules, and a rule is never needed to ask.
      return nil
    } catch { throw CommandFailure(error) }
  }

  /// - Returns: the decided task; nil when there was no decision in time.
  func ask(_ question: (Timestamp) throws -> CreateTaskBody) throws -> FactoryTask? {
    let body = try question(Timestamp.current.adding(seconds: flags.seconds))
    let task = try connection.api.ask(Endpoints.createTask, body, key: RandomIDSource().next(at: .current)).data
    let ended = Ending.whenAsked { withdraw(task.id, connection, "The one who asked is gone.") }
    defer {
      ended.forEach { $0.cancel() }
      for number in Ending.signals { signal(number, SIG_DFL) }
    }
    if let decided = try Waiting.decided(task.id, connection, timeout: flags.seconds, json: false) { return decided }
    withdraw(task.id, connection, "Nobody decided within \(flags.wait).")
    return nil
  }

  private func withdraw(_ id: EntityID, _ connection: Connection, _ reason: String) {
    _ = try? connection.api.request(
      Endpoints.withdrawTask, WithdrawTaskBody(reason: reason), path: [id.description],
      key: RandomIDSource().next(at: .current), timeoutSeconds: 3)
  }
}
