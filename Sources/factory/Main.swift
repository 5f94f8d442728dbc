// The entry point: parses the command line, runs one command, turns whatever went wrong into one sentence and a stable exit code.
// Main thread; a command that needs the event loops of the server is awaited, every other one may block here.
import ArgumentParser
import Foundation

@main
enum Main {
  static func main() async {
    StandardDescriptors.fill()
    Signals.ignoreBrokenPipe()
    Memory.keepSmall()
    do {
      if let flags = HookFlags.quick("claude-code", CommandLine.arguments) {
        try HookClaudeCode.answer(flags)
        Leaving.now(0)
      }
      if let flags = HookFlags.quick("goose", CommandLine.arguments) {
        try HookGoose.answer(flags)
        Leaving.now(0)
      }
      var command = try Factory.parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
      Leaving.now(0)
    } catch let failure as CommandFailure {
      failure.printAndExit()
    } catch let code as ExitCode {
      // Said already, by whoever threw it.
      Leaving.now(code.rawValue)
    } catch {
      // Help and version are printed as they are; what is wrong in the arguments is one safe sentence.
      guard Factory.exitCode(for: error) != .success else { Factory.exit(withError: error) }
      let words = Factory.message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
      CommandFailure(.init(rawValue: Factory.exitCode(for: error).rawValue) ?? .failed, words).printAndExit()
    }
  }
}

/// The end of the process. Not `exit`: its handlers take libraries down that a thread which is still closing a connection may be
/// using, and a command that was done would end with a signal.
enum Leaving {
  static func now(_ code: Int32) -> Never {
    fflush(nil)
    _exit(code)
  }
}

/// The whole surface of the program (design §2).
struct Factory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factory",
    abstract: "Where a human decides: every decision with its evidence, from the keyboard, exactly once.",
    discussion: """
      Without a command it opens the command center. Without a configured server it uses one of your own, started in the \
      background when it is first needed.

      Exit codes: 0 done or approved, 1 rejected, 2 deferred, 3 timed out, 4 server not reachable, 5 withdrawn, \
      64 wrong usage, 70 anything else.
      """,
    version: ProgramVersion.current,
    groupedSubcommands: [
      CommandGroup(
        name: "Deciding",
        subcommands: [Run.self, Demo.self, Watch.self, Open.self, List.self, Show.self, Search.self, Status.self]),
      CommandGroup(
        name: "Decisions from scripts",
        subcommands: [
          Submit.self, Wait.self, Approve.self, Reject.self, Defer.self, Escalate.self, Claim.self, Undo.self,
          Withdraw.self, Hook.self, Rules.self,
        ]),
      CommandGroup(name: "Pipelines", subcommands: [Pipelines.self, Rollback.self, Assets.self, AgentCommand.self]),
      CommandGroup(name: "Agents and hosts", subcommands: [MCP.self, Goose.self]),
      CommandGroup(
        name: "Servers and people",
        subcommands: [
          Doctor.self, Serve.self, Server.self, Login.self, Logout.self, WhoAmI.self, Users.self, Keys.self,
        ]),
      CommandGroup(
        name: "Records",
        subcommands: [
          Audit.self, Import.self, Export.self, Backup.self, Restore.self, Docs.self,
        ]),
      CommandGroup(name: "Looks", subcommands: [Themes.self, Completions.self]),
    ],
    defaultSubcommand: Run.self)
}

/// The version that `--version`, the server and its state file speak of.
enum ProgramVersion {
  static let current = "0.1.0"
}
