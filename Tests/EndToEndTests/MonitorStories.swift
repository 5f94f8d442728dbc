// `factory watch` and `factory doctor` as their users see them: the real program in a small pane, and on the command line.
import Foundation
import Testing

@Suite struct MonitorStories {
  @Test func aSmallPaneFollowsTheQueue() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Rotate the keys", "--priority", "critical")
    let terminal = try Tmux(sandbox, width: 30, height: 5, Tmux.program("watch"))
    try terminal.waitFor("1 waiting", "Rotate the keys")
    let second = try sandbox.submit("Paint the shed", "--priority", "low")
    try terminal.waitFor("2 waiting", "Paint the shed")
    _ = try sandbox.factory("approve", second)
    try terminal.waitFor("1 waiting", "approved Paint")
    try terminal.press("a")
    try terminal.press("q")
    try terminal.waitUntilDead()
    #expect(try sandbox.factory("list").output.contains("Rotate the keys"))
  }

  @Test func theDoctorNamesWhatIsWrong() throws {
    let sandbox = try Sandbox()
    let idle = try sandbox.factory("doctor")
    #expect(idle.status == 0 && idle.output.contains("not running"))
    _ = try sandbox.submit("One")
    let well = try sandbox.factory("doctor")
    #expect(well.status == 0 && well.output.contains("signed in") && well.output.contains("live link"))
    let away = try sandbox.factory("doctor", "--api-url", "http://127.0.0.1:1/v1")
    #expect(away.status == 70 && away.output.contains("✗") && away.output.contains("--api-url"))
  }

  @Test func theDoctorSaysEachValueAndEveryFault() throws {
    let sandbox = try Sandbox()
    let folder = sandbox.folder + "/home/.config/goose"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ text: String) throws {
      try text.write(toFile: folder + "/config.yaml", atomically: true, encoding: .utf8)
    }
    try write(
      """
      GOOSE_MODEL: other
      factory:
        mouse: false
        them: dark
        operator: { sound_notifications: false }
        notifications: { quiet_hours_start: "21:00", quiet_hours_end: "07:00" }
        sla: { high_seconds: 7200 }
        keys: { approve: Y }
        sections: { hot: priority:critical }
      """)
    let words = try sandbox.factory("doctor").output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    for expected in [
      "mouse off (", "bell off (", "notices on (default)", "quiet hours 21:00-07:00 (", "keys approve (",
      "sections hot (", "sla.high_seconds 7200 (", "sla.low_seconds 259200 (default)",
      "unknown factory.them means nothing",
    ] { #expect(words.contains { $0.contains(expected) }, "\(expected): \(words)") }
    try write(
      """
      factory:
        mouse: maybe
        operator:
          default_view: foo
        sla:
          high_seconds: 5
        keys:
          nonsense: x
      """)
    let faults = try sandbox.factory("doctor")
    #expect(faults.status == 70)
    for expected in [
      "line 2, factory.mouse: true or false was expected, found maybe", "line 4, factory.operator.default_view",
      "line 6, factory.sla.high_seconds", "line 8, factory.keys.nonsense",
    ] { #expect(faults.output.contains(expected), "\(expected): \(faults.output)") }
    let list = try sandbox.factory("list")
    #expect(list.status == 64 && list.errors.split(separator: "\n").count == 4, "\(list.errors)")
  }

  @Test func completionsWorkInTheirShell() throws {
    let sandbox = try Sandbox()
    let wrong = try sandbox.factory("completions", "tcsh")
    #expect(wrong.status == 64 && wrong.errors.contains("one of bash, zsh, fish was expected, found tcsh"))
    for shell in ["zsh", "fish"] { #expect(try sandbox.factory("completions", shell).output.contains("pipelines")) }
    try sandbox.factory("completions", "bash").output
      .write(toFile: sandbox.folder + "/complete.bash", atomically: true, encoding: .utf8)
    try """
    source "$1"
    COMP_WORDS=(factory list --priority ''); COMP_CWORD=3; COMP_LINE='factory list --priority '; COMP_POINT=${#COMP_LINE}
    _factory factory '' --priority
    echo "${COMPREPLY[@]}"
    """.write(toFile: sandbox.folder + "/try.bash", atomically: true, encoding: .utf8)
    let found = try sandbox.shell("bash --norc '\(sandbox.folder)/try.bash' '\(sandbox.folder)/complete.bash'")
    #expect(found == "critical high medium low\n")
  }
}
