// A day of an operator, each story one kind of sitting: a full queue, a bad link, a huge change, a colleague, a flood, a narrow pane, no colours.
// (Plain mode, remapped keys and deep links have their own files.)
import Foundation
import Testing

@Suite(.serialized) struct DayStories {
  /// What became of the tasks, by decision; `open` where nobody decided.
  private func outcomes(_ sandbox: Sandbox) throws -> [String: Int] {
    struct Line: Decodable {
      struct Task: Decodable { var decision: String? }
      var task: Task?
    }
    let lines = try sandbox.factory("export", "--entities", "tasks").output.split(separator: "\n")
    return try lines.compactMap { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).task }
      .reduce(into: [:]) { $0[$1.decision ?? "open", default: 0] += 1 }
  }

  @Test func aMorningsTriageOf200() throws {
    let sandbox = try Sandbox()
    try importTasks(200, into: sandbox)
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "200 waiting")
    // What is of low priority goes as one: 50 of them, after a sheet.
    try terminal.press(":")
    try terminal.type("mark priority:low")
    try terminal.press("Enter", "C-a")
    try terminal.waitFor("Approve 50 items")
    try terminal.press("y")
    try terminal.waitFor(" 150 waiting")
    // Three are rejected: the second and third with a reason used before.
    try terminal.press("r", until: "Reason")
    try terminal.type("no rollback step")
    try terminal.press("Enter")
    try terminal.waitFor(" 149 waiting")
    for left in [148, 147] {
      try terminal.press("r", until: "1 no rollback step")
      try terminal.press("1", "Enter")
      try terminal.waitFor(" \(left) waiting")
    }
    for left in stride(from: 146, through: 143, by: -1) { try terminal.press("a", until: " \(left) waiting") }
    try terminal.press("u")
    try terminal.waitFor(" 144 waiting")
    // The rest is looked through and approved by what it is.
    for priority in ["critical", "high", "medium"] {
      try terminal.press("/")
      try terminal.type("priority:\(priority)")
      try terminal.press("Enter", "*", "C-a")
      try terminal.waitFor("Approve ")
      try terminal.press("y")
      try terminal.waitFor("Nothing matches")
      // Esc and a key right behind it would be Alt and that key.
      try terminal.press("Escape")
      try terminal.waitUntilGone("priority:")
    }
    try terminal.waitFor(" 0 waiting", "Nothing waits")
    try terminal.quit()
    try eventually("197 approved and 3 rejected", seconds: 20, seen: { (try? "\(outcomes(sandbox))") ?? "" }) {
      try outcomes(sandbox) == ["approved": 197, "rejected": 3]
    }
  }

  /// 200 ms there and back at 100 kbit/s, then nothing at all, then the link again.
  @Test func aBadLink() throws {
    let sandbox = try Sandbox()
    try importTasks(20, into: sandbox)
    let relay = try SlowRelay(to: sandbox.serverPort ?? 0, delay: 0.1, bytesPerSecond: 12_500)
    defer { relay.stop() }
    let token = try String(
      contentsOfFile: sandbox.folder + "/home/.local/share/goosefactory/owner.token", encoding: .utf8)
    let away = try Sandbox()
    away.extra = [
      "FACTORY_API_URL": "http://127.0.0.1:\(relay.port)/v1",
      "FACTORY_TOKEN": token.trimmingCharacters(in: .whitespacesAndNewlines),
    ]
    let terminal = try Tmux(away, Tmux.program())
    try terminal.waitFor("live", "20 waiting", seconds: 30)
    try terminal.press("a", until: " 19 waiting")
    relay.cut()
    try terminal.waitFor("offline")
    // The screen goes on: what is decided is kept.
    try terminal.press("a", until: " 18 waiting")
    try terminal.press("a", until: " 17 waiting")
    try terminal.waitFor("kept")
    relay.mend()
    try terminal.waitFor("live", seconds: 30)
    try eventually("three decisions, each once", seconds: 30, seen: { (try? "\(outcomes(sandbox))") ?? "" }) {
      try outcomes(sandbox) == ["approved": 3, "open": 17]
    }
    let rows = try sandbox.factory("audit", "--action", "task.approved", "--limit", "100").output
    #expect(rows.split(separator: "\n").count == 3)
  }

  @Test func aChangeOf100000Lines() throws {
    let sandbox = try Sandbox()
    try sandbox.shell(
      "mkdir repo && cd repo && git init -q && git config user.email a@example.org && git config user.name Ana"
        + " && echo 0 > lines.txt && git add . && git commit -qm First && seq 1 100000 > lines.txt && git commit -qam 'Many lines'"
    )
    let asked = try sandbox.factory("submit", "--git", "HEAD~1..HEAD", "--repository", sandbox.folder + "/repo")
    #expect(asked.status == 0, "\(asked.errors)")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("Many lines", "+100000")
    try terminal.press("Enter", "2")
    try terminal.waitFor("lines.txt")
    // To the end, up a page and back to the start: each shows within two seconds, most of which tmux and this story take.
    try terminal.press("G")
    try terminal.waitFor("100000", seconds: 2)
    try terminal.press("C-u")
    try terminal.waitFor("99970", seconds: 2)
    try terminal.press("g")
    try terminal.waitFor("+1", seconds: 2)
    try terminal.press("a", until: " 0 waiting")
  }

  @Test func twoOperators() throws {
    let served = try Served()
    for person in ["ana", "ben"] {
      #expect(try served.login("root@example.org", "first password") == 0)
      let made = try served.run(
        "users", "create", "\(person)@example.org", "--role", "operator", "--password-stdin",
        input: "\(person)s password\n")
      #expect(made.status == 0, "\(made.errors)")
    }
    for number in 1...2 { _ = try served.sandbox.submit("Question \(number)") }
    let screens = try ["ana", "ben"].map { person in
      let home = try Sandbox()
      home.extra["FACTORY_API_URL"] = served.url
      let login = try home.factory(
        "login", "--email", "\(person)@example.org", "--password-stdin", input: "\(person)s password\n")
      #expect(login.status == 0, "\(login.errors)")
      return try Tmux(home, Tmux.program())
    }
    for screen in screens { try screen.waitFor("live", "2 waiting", "Question 1") }
    // Who else looks at it is on the item.
    try screens[1].waitFor("Also here", "ana")
    try screens[0].press("a", until: " 1 waiting")
    try screens[1].waitFor("1 waiting", "by ana")
    // The second one is too late for that item, and hears who was first.
    try screens[1].press("k", "k", "a")
    try screens[1].waitFor("ana")
    try screens[1].press("j")
    try screens[1].press("a", until: " 0 waiting")
    try screens[0].waitFor("0 waiting")
    for screen in screens { try screen.press("q") }
    let owner = served.sandbox
    try eventually("two decisions, one of each", seen: { (try? "\(outcomes(owner))") ?? "" }) {
      try outcomes(owner) == ["approved": 2]
    }
    let rows = try owner.factory("audit", "--action", "task.approved").output
    #expect(rows.contains("ana") && rows.contains("ben"), "\(rows)")
    try served.stop()
  }

  /// Two thousand tasks come in while somebody works: every key is answered, nothing is decided that was not looked at.
  @Test func aFlood() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.submit("The one that matters", "--priority", "critical")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "The one that matters")
    let path = try writeTasks(2_000, in: sandbox, priorities: ["low"])
    let flood = try sandbox.start(["import", path])
    while flood.isRunning {
      for key in ["j", "k"] { try terminal.press(key) }
      try terminal.press("/")
      try terminal.type("matters")
      try terminal.waitFor("/ matters", seconds: 3)
      try terminal.press("Escape")
      try terminal.waitUntilGone("/ matters", seconds: 3)
    }
    #expect(try flood.finish().status == 0)
    try terminal.waitFor("2001 waiting", seconds: 30)
    try terminal.press("g")
    try terminal.press("a", until: "2000 waiting")
    try terminal.quit()
    try eventually("one decision", seen: { (try? "\(outcomes(sandbox))") ?? "" }) {
      try outcomes(sandbox) == ["approved": 1, "open": 2_000]
    }
    #expect(try sandbox.factory("show", first).output.contains("approved"))
  }

  @Test func aPaneOf40By10() throws {
    let sandbox = try Sandbox()
    for title in ["Rotate the keys", "Paint the shed", "Rename the boat"] { _ = try sandbox.submit(title) }
    let terminal = try Tmux(sandbox, width: 40, height: 10, Tmux.program())
    try terminal.waitFor("3 waiting", "Rotate", "Paint", "Rename")
    try terminal.press("Enter")
    try terminal.waitFor("what Rotate the keys is about")
    try terminal.waitFor("claimed by you")
    try terminal.press("a", until: "what Paint the shed is about")
    try terminal.press("r", until: "Reason")
    try terminal.type("in spring")
    try terminal.press("Enter")
    try terminal.waitFor("what Rename the boat is about")
    try terminal.press("u", "Escape")
    try terminal.waitFor("2 waiting", "Paint", "Rename")
    try terminal.press("?")
    try terminal.waitFor("Approve")
    try terminal.press("Escape")
    try terminal.waitUntilGone("Approve")
    try terminal.quit()
    try eventually("one decision", seen: { (try? "\(outcomes(sandbox))") ?? "" }) {
      try outcomes(sandbox) == ["approved": 1, "open": 2]
    }
  }

  /// Without colours every state has a sign or a word, and the selected row stands out.
  @Test func aSessionWithoutColours() throws {
    let sandbox = try Sandbox()
    sandbox.extra["NO_COLOR"] = "1"
    _ = try sandbox.submit("Ship the release", "--priority", "critical")
    _ = try sandbox.submit("Paint the shed", "--priority", "low")
    let terminal = try Tmux(sandbox, Tmux.program("run --theme mono"))
    try terminal.waitFor("live", "▲▲", "▌", "Ship the release")
    let painted = terminal.painted
    // SGR 30–49 and 90–107 are colours; 1, 2, 4 and 7 are not.
    #expect(painted.firstMatch(of: /\u{1b}\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m/) == nil)
    #expect(painted.contains("\u{1b}["), "the selected row stands out")
    try terminal.press("a", until: " 1 waiting")
    try terminal.waitFor("✓")
    try terminal.press("r", until: "Reason")
    try terminal.type("rain")
    try terminal.press("Enter")
    try terminal.waitFor("✗", " 0 waiting")
  }
}
