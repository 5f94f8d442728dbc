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
}
