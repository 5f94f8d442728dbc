// Commands of a person's own: run on the terminal, which is lent, or beside it. The loop's thread; background ones on a worker.
// Invariants: nothing of a task reaches the shell's text, only its environment; what asks twice runs at the second press of the same
// command within five seconds, and on the same item.
import FactoryContracts
import FactoryState
import Foundation
import TerminalKit

/// A command that waits for its second press.
struct AwaitedCommand: Hashable {
  var name: String
  var taskId: EntityID?
  var until: Timestamp
}

extension EventLoop {
  static let confirmSeconds = 5.0

  func run(_ custom: CustomCommand) {
    let now = options.clock()
    let subject = AwaitedCommand(name: custom.name, taskId: app.contextItem?.row.id, until: now)
    if custom.confirms || custom.isDangerous, !isConfirmed(subject, now) {
      awaited = AwaitedCommand(
        name: subject.name, taskId: subject.taskId, until: now.adding(seconds: Self.confirmSeconds))
      let words = custom.isDangerous ? "cannot be taken back" : "runs `\(custom.line)`"
      return apply(.notice(.warning, "\(custom.title) \(words): once more within 5 s does it.", now: now))
    }
    awaited = nil
    let job = CustomJob(line: custom.line, variables: variables(), diff: diffText())
    if custom.isBackground { return runBeside(custom, job) }
    outside { programs in
      if let problem = programs.run(job, isShown: true).sentence(custom.title) {
        apply(.notice(.warning, problem, now: options.clock()))
      }
    }
  }

  /// goose gets the terminal, with the item in its environment as a command of one's own has it.
  func lendToGoose() {
    guard options.programs.has("goose") else {
      return apply(
        .notice(.warning, "goose is not installed: no program of that name is in PATH.", now: options.clock()))
    }
    outside { programs in
      if let problem = programs.run(CustomJob(line: "exec goose session", variables: variables()), isShown: true)
        .sentence("goose")
      {
        apply(.notice(.warning, problem, now: options.clock()))
      }
    }
  }

  private func isConfirmed(_ subject: AwaitedCommand, _ now: Timestamp) -> Bool {
    awaited.map { $0.name == subject.name && $0.taskId == subject.taskId && $0.until > now } ?? false
  }

  private func runBeside(_ custom: CustomCommand, _ job: CustomJob) {
    let (programs, mailbox, clock) = (options.programs, mailbox, options.clock)
    apply(.notice(.info, "\(custom.title) runs.", now: clock()))
    runner.run(.own) { _ in
      let outcome = programs.run(job, isShown: false)
      let words = outcome.sentence(custom.title) ?? "\(custom.title) is done."
      mailbox.post(.action(.notice(outcome.isGood ? .info : .warning, words, now: clock())))
    }
  }

  /// What the command may read, all of it as data.
  private func variables() -> [String: String] {
    var variables = options.commandVariables
    guard let item = app.contextItem, app.screen.isList else {
      if case .pipeline(let id) = app.screen { variables["PIPELINE_ID"] = id.description }
      return variables
    }
    variables["TASK_ID"] = item.row.id.description
    variables["TASK_TITLE"] = SafeText.sanitize(item.row.title)
    variables["TASK_TYPE"] = item.row.type.rawValue
    variables["TASK_PRIORITY"] = item.row.priority.rawValue
    variables["PIPELINE_ID"] = item.pipeline?.pipeline.id.description ?? ""
    variables["PIPELINE_NAME"] = SafeText.sanitize(item.pipeline?.pipeline.name ?? "")
    return variables
  }

  private func diffText() -> String? {
    guard app.screen.isList, let diff = app.contextItem?.task?.context.diffSummary else { return nil }
    let patches = diff.files.compactMap(\.patch)
    return patches.isEmpty ? nil : patches.joined()
  }
}

/// A line for the shell with what it may read.
package struct CustomJob: Hashable, Sendable {
  package var line: String
  package var variables: [String: String]
  /// Put into a file that only its owner reads; its path is in `DIFF_FILE`.
  package var diff: String?
}

/// How it ended.
package enum CustomOutcome: Hashable, Sendable {
  case ended(Int32)
  case failed(String)

  var isGood: Bool { self == .ended(0) }

  /// nil when there is nothing to say.
  func sentence(_ title: String) -> String? {
    switch self {
    case .ended(0): nil
    case .ended(let code): "\(title) ended with code \(code)."
    case .failed(let sentence): sentence
    }
  }
}
