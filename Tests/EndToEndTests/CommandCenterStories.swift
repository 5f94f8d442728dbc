// The command center as its operator uses it: the real program in a real terminal, against its own server.
import Foundation
import Testing

@Suite(.serialized) struct CommandCenterStories {
  @Test func aQueueWorkedFromTheKeyboard() throws {
    let sandbox = try Sandbox()
    for number in 1...12 {
      _ = try sandbox.submit("Task number \(number)", "--priority", number < 3 ? "critical" : "low")
    }
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "12 waiting", "Task number 12")

    // Decide ten; each key acts on what has been on the screen.
    for done in 1...10 {
      try terminal.press("a", until: " \(12 - done) waiting")
    }
    // The last one is taken back within its grace.
    try terminal.press("u")
    try terminal.waitFor(" 3 waiting")
    // A reason is for what stands there: the taking back changes the item once more when the server has it.
    try eventually("the undo in the audit") {
      try sandbox.factory("audit", "--action", "task.decision_undone").output.contains("decision_undone")
    }
    // A reason is part of the key.
    try terminal.press("r")
    try terminal.waitFor("Reason")
    try terminal.type("needs a rollback step")
    try terminal.press("Enter")
    try terminal.waitFor(" 2 waiting")

    // Whether or not the server has the rejection by now.
    try terminal.quit()
    // Decisions take effect when their grace is over, also after the terminal is gone.
    try eventually("the rejection in the audit") {
      try sandbox.factory("audit", "--action", "task.rejected").output.split(separator: "\n").count == 1
    }
    try eventually("two open tasks") { try taskIds(sandbox).count == 2 }
  }

  @Test func theFilterNarrowsAndIsKept() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Rotate the keys", "--priority", "high")
    _ = try sandbox.submit("Paint the shed", "--priority", "low")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("Rotate the keys", "Paint the shed")
    try terminal.press("/")
    try terminal.type("priority:high")
    try terminal.waitUntilGone("Paint the shed")
    try terminal.press("Enter")
    _ = try sandbox.submit("Rename the boat", "--priority", "high")
    try terminal.waitFor("Rename the boat")
    #expect(!terminal.screen.contains("Paint the shed"))
  }

  @Test func theConfiguredFirstViewIsShown() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Something")
    try sandbox.shell(
      "mkdir -p home/.config/goose; printf 'factory:\\n  operator:\\n    default_view: kanban\\n' > home/.config/goose/config.yaml"
    )
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("Scaffolding")
    try terminal.press("b")
    try terminal.waitFor("Something")
  }

  @Test func whoeverWaitsInAnotherPaneGoesOn() throws {
    let sandbox = try Sandbox()
    try sandbox.shell(
      "mkdir repo && cd repo && git init -q && git config user.email a@example.org && git config user.name Ana"
        + " && echo one > file && git add . && git commit -qm 'First' && echo two > file && git commit -qam 'Second line'"
    )
    let waiting = try sandbox.start(
      ["submit", "--git", "HEAD~1..HEAD", "--repository", sandbox.folder + "/repo", "--wait"])
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("Second line", "file")
    #expect(waiting.isRunning)
    try terminal.press("a", until: "0 waiting")
    let result = try waiting.finish()
    #expect(result.status == 0, "\(result)")
  }

  @Test func killingTheServerLosesAndDoublesNothing() throws {
    let sandbox = try Sandbox()
    for number in 1...6 { _ = try sandbox.submit("Task number \(number)") }
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "6 waiting")
    for round in 1...3 {
      if let pid = sandbox.serverPid { kill(pid, SIGKILL) }
      try terminal.press("a", until: " \(6 - round) waiting")
    }
    try terminal.waitFor("live", seconds: 30)
    try eventually("three decisions in the store", seconds: 40, seen: { terminal.screen }) {
      try taskIds(sandbox).count == 3
    }
    try eventually("each decision once in the audit") {
      try sandbox.factory("audit", "--action", "task.approved").output.split(separator: "\n").count == 3
    }
  }

  @Test func aServerThatIsSilentIsNotLive() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Something")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "1 waiting")
    guard let pid = sandbox.serverPid else { throw StoryFailure(description: "no server") }
    kill(pid, SIGSTOP)
    defer { kill(pid, SIGCONT) }
    try terminal.waitFor("stale", seconds: 6)
    kill(pid, SIGCONT)
    try terminal.waitFor("live", seconds: 10)
  }

  @Test func aScreenThatShowsNothingDecidesNothing() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Something")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "1 waiting")
    try terminal.resize(19, 4)
    try terminal.waitFor("Too small")
    try terminal.press("a", "Space", "C-a", "y")
    try terminal.resize(120, 40)
    try terminal.waitFor("1 waiting")
    #expect(try taskIds(sandbox).count == 1)
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10), (200, 60), (60, 80)])
  func everySizeShowsTheQueueAndItsKeys(_ width: Int, _ height: Int) throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Approve the deploy")
    let terminal = try Tmux(sandbox, width: width, height: height, Tmux.program())
    try terminal.waitFor("Approve the deploy", "1 waiting")
    try terminal.resize(width + 20, height + 5)
    try terminal.waitFor("Approve the deploy", "1 waiting")
    try terminal.resize(width, height)
    try terminal.waitFor("Approve the deploy", "1 waiting")
  }

  @Test(arguments: ["TERM", "HUP", "SEGV"]) func whateverEndsItTheTerminalIsLeftClean(_ signal: String) throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Something")
    let terminal = try Tmux(sandbox, "sh -c \"\(Tmux.program()); echo left; stty -a; cat\"")
    try terminal.waitFor("Something")
    #expect(terminal.isFullScreen)
    try sandbox.shell("pkill -\(signal) -P \(terminal.pid ?? 0)")
    try terminal.waitFor("left", " icanon", " echo")
    #expect(!terminal.isFullScreen)
  }

  @Test func hostileTitlesAreShownNotObeyed() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("a\u{1b}[2Jb\u{202e}c\u{9b}5md\u{7}e")
    _ = try sandbox.submit("Plain below")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("Plain below", "2 waiting")
    #expect(!terminal.screen.unicodeScalars.contains { $0.value == 0x202e })
  }

  @Test func withoutColourAndInAsciiItWorks() throws {
    let sandbox = try Sandbox()
    sandbox.extra = ["NO_COLOR": "1", "LC_ALL": "C", "LANG": "C"]
    _ = try sandbox.submit("Plain")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("Plain", "1 waiting")
    let isPlain = terminal.screen.allSatisfy { $0.isASCII }
    #expect(isPlain)
    try terminal.press("a", until: " 0 waiting")
  }
}
