// A real terminal: one tmux server with one session for each story, on a socket of its own.
import Foundation

final class Tmux {
  private let sandbox: Sandbox
  private let socket: String

  /// Starts a shell line in a terminal of that size.
  init(_ sandbox: Sandbox, width: Int = 120, height: Int = 40, _ line: String) throws {
    self.sandbox = sandbox
    socket = sandbox.folder + "/tmux-\(UInt32.random(in: .min ... .max))"
    let settings = sandbox.folder + "/tmux.conf"
    try "set -g default-terminal tmux-256color\nset -g escape-time 10\nset -g remain-on-exit on\nset -g status off\n"
      .write(toFile: settings, atomically: true, encoding: .utf8)
    try run("-f", settings, "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "exec " + line)
  }

  /// Waits for the program to be gone: a command center that still runs would start its server again.
  deinit {
    let pids = [try? run("display-message", "-p", "#{pid}"), try? run("display-message", "-p", "#{pane_pid}")]
      .compactMap { pid_t(($0 ?? "").trimmed) }
    _ = try? run("kill-server")
    for pid in pids where (try? eventually("the end of \(pid)", seconds: 5) { kill(pid, 0) != 0 }) == nil {
      kill(pid, SIGKILL)
    }
  }

  /// A line that starts the program under test.
  static func program(_ arguments: String = "") -> String { "'\(Sandbox.program)' \(arguments)" }

  /// What the person sees now, without colours.
  var screen: String { (try? run("capture-pane", "-p")) ?? "" }

  /// The same with the sequences that colours and attributes take.
  var painted: String { (try? run("capture-pane", "-p", "-e")) ?? "" }

  /// Keys by tmux's names (`Enter`, `Escape`, `C-a`) or letters.
  func press(_ keys: String...) throws {
    for key in keys { try run("send-keys", key) }
  }

  /// Presses a key until it is taken, as a person would: right after rows moved by themselves a decision is not taken, on
  /// purpose. One too many would show as a lower count.
  func press(_ key: String, until text: String) throws {
    for _ in 0..<5 {
      try press(key)
      if (try? waitFor(text, seconds: 1.5)) != nil { return }
    }
    try waitFor(text, seconds: 1)
  }

  /// Text as it is typed.
  func type(_ text: String) throws { try run("send-keys", "-l", text) }

  func resize(_ width: Int, _ height: Int) throws {
    try run("resize-window", "-x", "\(width)", "-y", "\(height)")
  }

  /// Waits until the screen shows every one of these.
  func waitFor(_ texts: String..., seconds: Double = 15) throws {
    try eventually("“\(texts.joined(separator: "”, “"))” on the screen", seconds: seconds, seen: { self.screen }) {
      let now = screen
      return texts.allSatisfy(now.contains)
    }
  }

  func waitUntilGone(_ text: String, seconds: Double = 15) throws {
    try eventually("a screen without “\(text)”", seconds: seconds, seen: { self.screen }) { !screen.contains(text) }
  }

  /// Process in the pane.
  var pid: pid_t? { (try? run("display-message", "-p", "#{pane_pid}")).flatMap { pid_t($0.trimmed) } }
  var isDead: Bool { (try? run("display-message", "-p", "#{pane_dead}"))?.trimmed == "1" }
  var exitStatus: Int? { (try? run("display-message", "-p", "#{pane_dead_status}")).flatMap { Int($0.trimmed) } }
  /// Whether the program is on the alternate screen.
  var isFullScreen: Bool { (try? run("display-message", "-p", "#{alternate_on}"))?.trimmed == "1" }

  func waitUntilDead() throws {
    try eventually("the end of the program", seen: { self.screen }) { isDead }
  }

  /// Leaves the command center; where decisions are not confirmed yet it asks, and they are kept.
  func quit() throws {
    try press("q")
    try eventually("the end of the program", seen: { self.screen }) {
      if screen.contains("Quit?") { try press("y") }
      return isDead
    }
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> String {
    let command = try RunningCommand(
      "/usr/bin/tmux", ["-u", "-S", socket] + arguments,
      environment: sandbox.environment.merging(["TERM": "xterm-256color"]) { $1 }, folder: sandbox.folder, input: nil)
    let result = try command.finish(seconds: 20)
    guard result.status == 0 else {
      throw StoryFailure(description: "tmux \(arguments.joined(separator: " ")): \(result.errors)")
    }
    return result.output
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
