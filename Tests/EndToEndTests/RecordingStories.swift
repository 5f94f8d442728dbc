// `--record`: a sitting played back in another terminal shows what the operator saw.
import Foundation
import Testing

@Suite struct RecordingStories {
  @Test func whatWasShownIsPlayedBack() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Rotate the 鍵 keys", "--priority", "critical")
    _ = try sandbox.submit("Paint the shed", "--priority", "low")
    let cast = sandbox.folder + "/sitting.cast"
    let terminal = try Tmux(sandbox, width: 90, height: 20, Tmux.program("run --record '\(cast)'"))
    try terminal.waitFor("live", "2 waiting")
    try terminal.press("a", until: " 1 waiting")
    try terminal.press("?")
    try terminal.waitFor("Decide")
    try terminal.press("Escape")
    try terminal.waitUntilGone("Decide")
    try terminal.quit()
    let played = try play(cast)
    #expect(played.keys.hasPrefix("a") && played.keys.hasSuffix("?\u{1B}q"))
    try played.output.write(toFile: sandbox.folder + "/out", atomically: true, encoding: .utf8)
    let other = try Tmux(sandbox, width: 90, height: 20, "sh -c \"cat '\(sandbox.folder)/out'; exec sleep 60\"")
    try other.waitFor("live", " 1 waiting", "✓ Rotate the 鍵 keys", "Paint the shed")
    #expect(!other.screen.contains("Decide"))

    let again = try Tmux(
      sandbox, width: 200, "sh -c \"\(Tmux.program("run --record '\(cast)'")); echo left with \\$?; exec sleep 60\"")
    try again.waitFor("is there already", "left with 64")
  }

  @Test func linesOfTextAreWrittenDownToo() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Rotate the keys")
    let cast = sandbox.folder + "/lines.cast"
    #expect(try sandbox.factory("run", "--plain", "--record", cast, input: "1 a\nq\n").status == 0)
    let played = try play(cast)
    #expect(played.keys == "1 a\rq\r" && played.output.contains("Rotate the keys") && played.output.contains("> 1 a"))
    let nowhere = try sandbox.factory("run", "--record", sandbox.folder + "/never.cast")
    #expect(nowhere.status == 64 && nowhere.errors.contains("--record: a terminal"))
  }

  private func play(_ path: String) throws -> (output: String, keys: String) {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
    let events = try lines.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [Any]) }
    func all(_ kind: String) -> String {
      events.filter { $0[1] as? String == kind }.compactMap { $0[2] as? String }.joined()
    }
    return (all("o"), all("i"))
  }
}
