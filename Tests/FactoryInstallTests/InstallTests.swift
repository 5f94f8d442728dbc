// Entries in other programs' settings: everything else stays as it was, byte by byte where it stands; twice is once; out is as before.
import FactoryContracts
import FactoryInstall
import Foundation
import Testing
import Yams

@Suite struct InstallTests {
  static let settings = [
    "", "  \n", "{}", "{ }\n", "{\"model\": \"x\"}", "{\n  \"z\": 1,\n  \"a\": [1, 2],\n  \"e\": \"\\\"}{\"\n}\n",
    "{\"hooks\": {}}",
    "{\n\t\"hooks\": {\n\t\t\"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"x\"}]}]\n\t},\n\t\"y\": null\n}\n",
    "{\"hooks\": {\"PreToolUse\": []}, \"b\": 1.50}",
    "{\"hooks\": {\"PreToolUse\": [{\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"lint\"}]}], \"Stop\": []}}",
    "{\r\n  \"a\": 1\r\n}\r\n",
  ]

  @Test(arguments: settings) func claudeSettingsKeepTheRest(_ text: String) throws {
    let new = try #require(try ClaudeSettings.installed(text, program: "factory"))
    #expect(new.contains("factory hook claude-code --wait 9m") && new.contains("mcp__.*"))
    #expect(try ClaudeSettings.installed(new, program: "/other/factory") == nil)
    let back = try #require(try ClaudeSettings.removed(new))
    func values(_ text: String) throws -> [String: JSONValue] {
      if text.allSatisfy(\.isWhitespace) { return [:] }
      var members = try #require(try FactoryJSON.decode(JSONValue.self, from: Data(text.utf8)).object)
      // Empty lists and objects of hooks go with the last hook.
      if var hooks = members["hooks"]?.object {
        if hooks["PreToolUse"]?.array?.isEmpty == true { hooks["PreToolUse"] = nil }
        members["hooks"] = hooks.isEmpty ? nil : .object(hooks)
      }
      return members
    }
    #expect(try values(back) == values(text))
    #expect(try ClaudeSettings.removed(back) == nil)
    // Lines that were there are there, in their order.
    let lines = new.split(separator: "\n")
    var place = lines.startIndex
    for line in text.split(separator: "\n") where line.contains(where: \.isLetter) && !line.contains("{") {
      let key = line.trimmingCharacters(in: CharacterSet(charactersIn: ", \t\r"))
      place = try #require(lines[place...].firstIndex { $0.contains(key) }, "\(key)")
    }
  }

  @Test func onlyOurHookLeavesAnEntryWithOthers() throws {
    let text =
      #"{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"command": "a"}, {"command": "factory hook claude-code"}, {"command": "b"}]}]}}"#
    #expect(
      try ClaudeSettings.removed(text)
        == #"{"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"command": "a"}, {"command": "b"}]}]}}"#)
  }

  @Test(arguments: ["[]", "{", "x", "{\"hooks\": 1}", "{\"hooks\": {\"PreToolUse\": {}}}", "// note\n{}"])
  func whatIsNoSettingsIsLeftAlone(_ text: String) {
    #expect(throws: InstallFault.self) { try ClaudeSettings.installed(text, program: "factory") }
    #expect(throws: InstallFault.self) { try ClaudeSettings.removed(text) }
  }

  static let configs = [
    "", "# only a note\n", "GOOSE_MODEL: x\n", "GOOSE_MODEL: x", "extensions:\n", "extensions: {}  # none yet\nb: 2\n",
    "a: 1\nextensions:\n# theirs\nb: 2\n",
    "extensions: ~\n",
    "extensions:\n  # mine\n  developer:\n    enabled: true   # on\n    timeout: 3\n\n# end\nz: [1, 2]\n",
    "z: 1\nextensions:\n      developer: {enabled: true}\n",
    "extensions:\r\n  developer:\r\n    enabled: true\r\nz: 1\r\n",
    "extensions:\n  developer: &d\n    enabled: true\n  other: *d\n",
    "---\nextensions:\n  a:\n    b: |\n      text\n\n      more\n",
  ]

  @Test(arguments: configs) func gooseConfigKeepsEveryLine(_ text: String) throws {
    let new = try #require(try GooseConfig.installed(text, program: "/opt/a b/factory"))
    let ours =
      try #require((try Yams.load(yaml: new) as? [String: Any])?["extensions"] as? [String: Any])["factory"]
      as? [String: Any]
    #expect(
      ours?["cmd"] as? String == "/opt/a b/factory" && ours?["type"] as? String == "stdio"
        && ours?["args"] as? [String] == ["mcp"])
    #expect(try GooseConfig.installed(new, program: "factory") == nil)
    for line in text.split(separator: "\n") where !line.hasPrefix("extensions:") {
      #expect(new.split(separator: "\n").contains(line), "\(line)")
    }
    if text.contains("# none yet") { #expect(new.contains("# none yet")) }
    let back = try #require(try GooseConfig.removed(new))
    if text.contains("extensions:\n  ") || text.contains("extensions:\r\n  ") { #expect(back == text) }
    #expect(try GooseConfig.removed(back) == nil)
  }

  @Test(arguments: [
    "[1]", "a: [", "a: 1\n---\nb: 2\n", "extensions: [1]\n", "extensions: {developer: {enabled: true}}\n", "{a: 1}\n",
    "extensions: text\n",
    "extensions:\n  factory:\n    type: builtin\n",
  ])
  func whatCannotBeDoneSafelyIsLeftAlone(_ text: String) {
    #expect(throws: InstallFault.self) { try GooseConfig.installed(text, program: "factory") }
  }

  @Test func goosePluginIsOneFileThatFailsClosed() throws {
    let file = try FactoryJSON.decode(JSONValue.self, from: Data(GoosePlugin.text(program: "factory").utf8))
    let hook = file.object?["hooks"]?.object?["PreToolUse"]?.array?.first?.object?["hooks"]?.array?.first?.object
    #expect(
      hook?["on_failure"] == "block" && hook?["command"] == "factory hook goose --wait 9m" && hook?["timeout"] == 600)
  }
}
