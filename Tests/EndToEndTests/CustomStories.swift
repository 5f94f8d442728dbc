// Keys and commands of one's own, from the configuration file of a person, while the command center runs.
import Foundation
import Testing

@Suite struct CustomStories {
  private func write(_ text: String, _ sandbox: Sandbox) throws {
    let folder = sandbox.folder + "/home/.config/goose"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: folder + "/config.yaml", atomically: true, encoding: .utf8)
  }

  @Test func keysAndCommandsAreTheFilesAndFollowIt() throws {
    let sandbox = try Sandbox()
    try write(
      """
      GOOSE_MODEL: other
      factory:
        keys:
          approve: Y
        commands:
          - name: note-it
            key: T
            run: printf '%s' "$TASK_TITLE" > "$HOME/seen"
            background: true
      """, sandbox)
    _ = try sandbox.submit("Quote $(touch /tmp/never) \"it\"")
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "1 waiting", "Y approve", "what Quote")
    try terminal.press("T")
    try eventually("the command ran") {
      (try? String(contentsOfFile: sandbox.folder + "/home/seen", encoding: .utf8))
        == "Quote $(touch /tmp/never) \"it\""
    }
    try write("factory:\n  keys:\n    approve: [\n", sandbox)
    try terminal.waitFor("Settings kept as they were", "Y approve")
    try write("factory:\n  keys:\n    approve: Z\n", sandbox)
    try terminal.waitFor("Z approve")
    try terminal.press("Z", until: "0 waiting")
  }

  @Test func aFilterIsKeptAsASectionAndTheFileStaysTheirs() throws {
    let sandbox = try Sandbox()
    let file = sandbox.folder + "/home/.config/goose/config.yaml"
    try write(
      "GOOSE_MODEL: other  # mine\nfactory:\n  sections:\n    # what burns\n    hot: priority:critical\n", sandbox)
    _ = try sandbox.submit("Quiet one")
    let urgent = try sandbox.factory("submit", "--title", "Loud one", "--priority", "critical", "--json")
    #expect(urgent.status == 0)
    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "2 waiting", "all 2 │ hot 1")
    try terminal.press("Tab", until: "Loud one")
    try terminal.press("Escape", until: "Quiet one")
    try terminal.press("/", until: "found")
    try terminal.type("quiet")
    try terminal.press("Enter", until: "1 found")
    try terminal.type(":save-section calm")
    try terminal.press("Enter", until: "calm 1")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(
      text.hasPrefix(
        "GOOSE_MODEL: other  # mine\nfactory:\n  sections:\n    # what burns\n    hot: priority:critical\n"))
    #expect(text.contains("    calm: quiet\n"))
    // What a mouse sends: a press and a release on the header's `calm`, then on the first row.
    try terminal.press("Escape", until: "Loud one")
    let line = try #require(terminal.screen.split(separator: "\n").first)
    let column = try #require(line.range(of: "calm")).lowerBound
    let x = line.distance(from: line.startIndex, to: column) + 1
    try terminal.type("\u{1B}[<0;\(x);1M\u{1B}[<0;\(x);1m")
    try terminal.waitFor("Quiet one")
    try terminal.type(":drop-section")
    try terminal.press("Enter", until: "Loud one")
    #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("calm"))
    try terminal.quit()
  }

  /// Deadlines of one's own server are those of the file; a fault there starts no server.
  @Test func slasAreTheFiles() throws {
    let sandbox = try Sandbox()
    try write("factory:\n  sla:\n    critical_seconds: 7\n", sandbox)
    let refused = try sandbox.factory("list")
    #expect(refused.status == 64 && refused.errors.contains("factory.sla.critical_seconds"), "\(refused.errors)")
    try write("factory:\n  notifications:\n    quiet_hours_start: late\n", sandbox)
    #expect(try sandbox.factory("list").errors.contains("factory.notifications.quiet_hours_start: a time of day"))
    try write(
      "factory:\n  sla: {critical_seconds: 600}\n  notifications: {quiet_hours_start: 22:00, quiet_hours_end: \"07:30\"}\n",
      sandbox)
    let made = try sandbox.factory("submit", "--title", "Burning", "--priority", "critical", "--json")
    let text = try #require(made.output.isEmpty ? nil : made.output)
    let task = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let fields = (task["data"] as? [String: Any]) ?? (task["task"] as? [String: Any]) ?? task
    let times = ["createdAt", "slaDeadline"].compactMap { (fields[$0] as? String).flatMap(Self.seconds) }
    #expect(times.count == 2 && abs(times[1] - times[0] - 600) < 1, "\(text.prefix(600))")
  }

  private static func seconds(_ text: String) -> Double? {
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    return format.date(from: text)?.timeIntervalSince1970
  }

  @Test func faultsAreSentencesWithTheirLine() throws {
    let sandbox = try Sandbox()
    try write("factory:\n  keys:\n    approve: r\n    nothing: x\n", sandbox)
    let refused = try sandbox.factory("docs", "keys")
    #expect(refused.status == 64 && refused.errors.contains("line 4, factory.keys.nothing"))
    try write("factory:\n  keys:\n    approve: r\n", sandbox)
    #expect(try sandbox.factory("docs", "keys").errors.contains("line 3, factory.keys.approve"))
    try write("factory:\n  keys:\n    approve: Y\n", sandbox)
    #expect(try sandbox.factory("docs", "keys").output.contains("`Y` in the queue"))
  }
}
