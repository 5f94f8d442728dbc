// A coding agent's hook and a gated command, as the agent runs them: real processes, decided from another one.
import Foundation
import Testing

@Suite(.serialized) struct HookStories {
  private func input(_ command: String, call: String = "t1", folder: String = "/tmp") -> String {
    """
    {"session_id":"session-1","cwd":"\(folder)","hook_event_name":"PreToolUse","tool_name":"Bash",\
    "tool_input":{"command":"\(command)"},"tool_use_id":"\(call)"}
    """
  }

  /// The id of the only task with that in its title.
  private func waiting(_ sandbox: Sandbox, _ title: String) throws -> String {
    var id = ""
    try eventually("“\(title)” in the queue") {
      let line = try sandbox.factory("list").output.split(separator: "\n").first { $0.contains(title) }
      id = line.map { String($0.prefix(8)) } ?? ""
      return !id.isEmpty
    }
    return id
  }

  @Test(arguments: [("approve", "allow", "Approved by"), ("reject", "deny", "Rejected by")])
  func theAgentGoesOnAsDecided(_ verb: String, _ word: String, _ reason: String) throws {
    let sandbox = try Sandbox()
    let hook = try sandbox.start(["hook", "claude-code"], input: input("make deploy"))
    let id = try waiting(sandbox, "make deploy")
    #expect(hook.isRunning)
    let more = verb == "reject" ? ["--reason", "Not on a Friday"] : ["--notes", "Go"]
    #expect(try sandbox.start([verb, id] + more).finish().status == 0)
    let result = try hook.finish()
    #expect(result.status == 0)
    #expect(result.output.contains("\"permissionDecision\":\"\(word)\"") && result.output.contains(reason))
  }

  /// Three agents at once, in sessions of their own: each waits for its own decision and goes on by it.
  @Test func threeSessionsWaitAndGoOnWhenDecided() throws {
    let sandbox = try Sandbox()
    let hooks = try (1...3).map { number in
      let call = input("make part\(number)", call: "t\(number)").replacing("session-1", with: "session-\(number)")
      return try sandbox.start(["hook", "claude-code"], input: call)
    }
    let ids = try (1...3).map { try waiting(sandbox, "make part\($0)") }
    #expect(Set(ids).count == 3 && hooks.allSatisfy { $0.isRunning })
    #expect(try sandbox.start(["approve", ids[1]]).finish().status == 0)
    let second = try hooks[1].finish()
    #expect(second.output.contains(#""permissionDecision":"allow""#))
    #expect(hooks[0].isRunning && hooks[2].isRunning, "only the one that was decided goes on")
    #expect(try sandbox.start(["reject", ids[2], "--reason", "not now"]).finish().status == 0)
    #expect(try hooks[2].finish().output.contains("not now"))
    #expect(try sandbox.start(["approve", ids[0]]).finish().status == 0)
    #expect(try hooks[0].finish().output.contains(#""permissionDecision":"allow""#))
    #expect(try sandbox.factory("list").output.contains("Nothing waits"))
  }

  @Test func withoutADecisionItIsDeniedAndNothingIsLeft() throws {
    let sandbox = try Sandbox()
    let hook = try sandbox.factory("hook", "claude-code", "--wait", "1s", input: input("make"))
    #expect(hook.status == 0 && hook.output.contains("\"deny\"") && hook.output.contains("within 1s"))
    #expect(try sandbox.factory("list").output.contains("Nothing waits"))
    let asks = try sandbox.factory(
      "hook", "claude-code", "--wait", "1s", "--otherwise", "ask", input: input("make", call: "t2"))
    #expect(asks.output.contains("\"ask\""))
    let unreachable = try sandbox.factory(
      "hook", "claude-code", "--api-url", "http://127.0.0.1:9/v1", input: input("make"))
    #expect(
      unreachable.status == 0 && unreachable.output.contains("\"deny\"") && unreachable.output.contains("reached"))
  }

  @Test func readersAreLeftAloneAndGarbageIsDenied() throws {
    let sandbox = try Sandbox()
    let reader =
      #"{"session_id":"s","cwd":"/","hook_event_name":"PreToolUse","tool_name":"Read","tool_input":{"file_path":"a"}}"#
    let left = try sandbox.factory("hook", "claude-code", input: reader)
    #expect(left.status == 0 && left.output.isEmpty)
    let garbage = try sandbox.factory("hook", "claude-code", input: "{]")
    #expect(garbage.status == 2 && garbage.output.isEmpty && garbage.errors.contains("not one JSON object"))
  }

  @Test func whoIsGoneAsksNoMore() throws {
    let sandbox = try Sandbox()
    let hook = try sandbox.start(["hook", "claude-code"], input: input("make slow"))
    _ = try waiting(sandbox, "make slow")
    kill(hook.pid, SIGTERM)
    #expect(try hook.finish().status == 128 + SIGTERM)
    #expect(try sandbox.factory("list").output.contains("Nothing waits"))
  }

  @Test func aCommandRunsOnceItIsApproved() throws {
    let sandbox = try Sandbox()
    let gated = try sandbox.start(["hook", "exec", "--", "/bin/sh", "-c", "echo ran; exit 7"])
    let id = try waiting(sandbox, "exec:")
    #expect(try sandbox.factory("show", id).output.contains("/bin/sh -c 'echo ran; exit 7'"))
    #expect(gated.output.isEmpty)
    #expect(try sandbox.factory("approve", id).status == 0)
    let result = try gated.finish()
    #expect(result.status == 7 && result.output == "ran\n")
    let refused = try sandbox.start(["hook", "exec", "--", "/bin/sh", "-c", "echo ran"])
    #expect(try sandbox.factory("reject", try waiting(sandbox, "exec:"), "--reason", "no").status == 0)
    let answer = try refused.finish()
    #expect(answer.status == 126 && answer.output.isEmpty && answer.errors.contains("not run, rejected: no"))
  }

  @Test func aRuleLetsTheNextCallGoOnUntilItIsRevoked() throws {
    let sandbox = try Sandbox()
    let hook = try sandbox.start(["hook", "claude-code"], input: input("npm test"))
    let id = try waiting(sandbox, "npm test")
    #expect(try sandbox.factory("approve", id, "--allow", "kind", "--for", "2h").status == 0)
    #expect(try hook.finish().output.contains("\"allow\""))
    let next = try sandbox.factory("hook", "claude-code", "--wait", "1s", input: input("npm test --watch", call: "t2"))
    #expect(next.output.contains("\"allow\"") && next.output.contains("Allowed by rule 1, made by "), "\(next.output)")
    for command in ["npm install x", "npm test; rm x", "npm test > y", "npm test /etc/passwd"] {
      let other = try sandbox.factory("hook", "claude-code", "--wait", "1s", input: input(command, call: command))
      #expect(other.output.contains("\"deny\""), "\(command): \(other.output)")
    }
    let listed = try sandbox.factory("rules").output
    #expect(listed.contains("1  until ") && listed.contains("used 1") && listed.contains("npm test"))
    #expect(try sandbox.factory("rules", "show", "1", "--json").output.contains("\"useCount\" : 1"))
    #expect(try sandbox.factory("audit", "list", "--type", "rule").output.contains("rule.used"))
    #expect(try sandbox.factory("rules", "revoke", "1").output.contains("revoked by"))
    let asked = try sandbox.factory("hook", "claude-code", "--wait", "1s", input: input("npm test", call: "t4"))
    #expect(asked.output.contains("\"deny\""))
    #expect(try sandbox.factory("rules").output.contains("No rule is in force"))
  }

  @Test func rulesAreForPeopleAndNamedByNumber() throws {
    let sandbox = try Sandbox()
    let made = try sandbox.factory(
      "rules", "add", "--tool", "exec", "--agent", NSUserName(), "--command", "/bin/echo hello", "--for", "1h")
    #expect(made.status == 0 && made.output.contains("Rule 1, until"), "\(made.errors)")
    let gated = try sandbox.factory("hook", "exec", "--", "/bin/echo", "hello", "you")
    #expect(gated.status == 0 && gated.output == "hello you\n", "\(gated.errors)")
    let key = try sandbox.factory(
      "keys", "create", "ci", "--scope", "tasks:read", "--scope", "tasks:approve", "--scope", "pipelines:write"
    ).output
    let secret = key.trimmingCharacters(in: .whitespacesAndNewlines)
    sandbox.extra["FACTORY_API_KEY"] = secret
    for arguments in [["rules", "revoke", "1"], ["rules", "add", "--tool", "Bash", "--command", "ls"]] {
      let refused = try sandbox.start(arguments).finish()
      #expect(refused.status != 0 && refused.errors.contains("in person"), "\(refused.errors)")
    }
    sandbox.extra["FACTORY_API_KEY"] = nil
    for (arguments, words) in [
      (["rules", "show", "7"], "There is no rule 7"), (["rules", "add"], "--task or --tool"),
      (["rules", "add", "--tool", "x", "--for", "31d"], "--for"),
      (["approve", "x", "--allow", "all"], "--allow"),
      (["rules", "add", "--tool", "Bash", "--command", "rm x"], "high risk"),
    ] {
      let wrong = try sandbox.start(arguments).finish()
      #expect(wrong.status != 0 && wrong.errors.contains(words), "\(arguments): \(wrong.errors)")
    }
  }

  @Test func hooksAreInstalledAndTakenOut() throws {
    let sandbox = try Sandbox()
    let home = try #require(sandbox.environment["HOME"])
    let settings = "\(home)/.claude/settings.json"
    try FileManager.default.createDirectory(atPath: "\(home)/.claude", withIntermediateDirectories: true)
    let before = "{\n  \"model\": \"x\",\n  \"hooks\": {\n    \"Stop\": []\n  }\n}\n"
    try before.write(toFile: settings, atomically: true, encoding: .utf8)
    let unasked = try sandbox.factory("hook", "claude-code", "--install", input: "")
    #expect(unasked.status != 0 && unasked.output.contains("+") && unasked.errors.contains("--yes"))
    #expect(try String(contentsOfFile: settings, encoding: .utf8) == before)
    #expect(try sandbox.factory("hook", "claude-code", "--install", "--yes").status == 0)
    #expect(try String(contentsOfFile: settings, encoding: .utf8).contains("hook claude-code --wait 9m"))
    #expect(try sandbox.factory("hook", "claude-code", "--install", "--yes").output.contains("nothing to do"))
    #expect(try sandbox.factory("hook", "claude-code", "--uninstall", "--yes").status == 0)
    #expect(try String(contentsOfFile: settings, encoding: .utf8).contains("hook claude-code") == false)
    #expect(try sandbox.factory("goose", "install", "--yes").status == 0)
    #expect(try sandbox.factory("goose", "install", "--yes").output.contains("nothing to do"))
    #expect(try sandbox.factory("goose", "uninstall", "--yes").status == 0)
    #expect(try sandbox.factory("hook", "goose", "--install", "--yes").status == 0)
    #expect(FileManager.default.fileExists(atPath: "\(home)/.agents/plugins/goosefactory/hooks/hooks.json"))
    #expect(try sandbox.factory("hook", "goose", "--uninstall", "--yes").status == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(home)/.agents/plugins/goosefactory"))
    let denied = try sandbox.factory(
      "hook", "goose", "--wait", "1s",
      input:
        #"{"event":"PreToolUse","session_id":"s","tool_name":"shell","tool_input":{"command":"make"},"working_dir":"/tmp"}"#
    )
    #expect(denied.status == 0 && denied.output.contains(#""decision":"block""#))
  }
}
