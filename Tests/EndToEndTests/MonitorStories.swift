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
}
