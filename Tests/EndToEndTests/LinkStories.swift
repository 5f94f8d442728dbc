// Links from another pane: into the command center that runs, into a new one, and as text where there is no terminal.
import Foundation
import Testing

@Suite struct LinkStories {
  @Test func aLinkReachesTheCommandCenterInTheOtherPane() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Rotate the keys", "--priority", "critical")
    let second = try sandbox.submit("Paint the shed", "--priority", "low")
    let printed = try sandbox.factory("open", "factory://task?id=\(second)")
    #expect(printed.status == 0 && printed.output.contains("Paint the shed"))

    let terminal = try Tmux(sandbox, Tmux.program())
    try terminal.waitFor("live", "2 waiting", "what Rotate the keys is about")
    let handed = try sandbox.factory("open", "factory://approve?task_id=\(second)")
    #expect(handed.status == 0 && handed.output.isEmpty)
    try terminal.waitFor("what Paint the shed is about", "The link asks to approve this")
    // Only the key decides.
    #expect(try sandbox.factory("list").output.contains("Paint the shed"))
    try terminal.press("a", until: " 1 waiting")
    // Leaving with a decision on its way would ask.
    try eventually("the server has it") { try sandbox.factory("status").output.hasPrefix("1 waiting") }
    try terminal.waitFor("undo: u")
    try terminal.press("q")
    try terminal.waitUntilDead()

    let other = try Tmux(sandbox, Tmux.program("open 'factory://dashboard'"))
    try other.waitFor("live", "1 waiting")
  }

  @Test func whatIsNoLinkIsOneSentence() throws {
    let sandbox = try Sandbox()
    for link in ["https://example.org", "factory://task?id=1", "factory://delete?id=1"] {
      let refused = try sandbox.factory("open", link)
      #expect(refused.status == 64 && refused.errors.split(separator: "\n").count == 1, "\(link)")
    }
    let installed = try sandbox.factory("open", "--install")
    #expect(installed.status == 0 && installed.output.contains("goosefactory-links.desktop"))
  }
}
