// Ruling R19 as an adversary would try it: with an agent's own credential, by every way there is, on what it asked for itself and on what
// others asked. Nothing of it decides anything, and nothing of it makes a credential, an account, a rule or a setting that would.
import Foundation
import Testing

@Suite(.serialized) struct AdversaryStories {
  private struct Identity: Decodable { var key: String }

  /// A factory with an agent that has an account and a key, the task it asked for and one of its owner.
  private struct Scene {
    let sandbox: Sandbox
    let key: String
    let owned: String
    let asked: String

    init() throws {
      sandbox = try Sandbox()
      owned = try sandbox.submit("Owners question")
      let agent = try sandbox.start(["agent", "run", "--type", "ai_builder", "--name", "adversary"])
      let path = sandbox.folder + "/home/.local/share/goosefactory/agents/agents/adversary.json"
      var found: String?
      try eventually("an agent with a key", seen: { agent.errors }) {
        found = FileManager.default.contents(atPath: path).flatMap {
          try? JSONDecoder().decode(Identity.self, from: $0).key
        }
        return found != nil && agent.errors.contains("is ready")
      }
      kill(agent.pid, SIGTERM)
      _ = try agent.finish(seconds: 15)
      key = found ?? ""
      sandbox.extra["FACTORY_API_KEY"] = key
      asked = try sandbox.submit("Agents question")
    }

    var base: String { "http://127.0.0.1:\(sandbox.serverPort ?? 0)/v1" }

    /// The status of a request with the agent's key.
    func status(_ method: String, _ path: String, _ body: String, _ headers: [String] = []) throws -> Int {
      let more = headers.map { "-H '\($0)'" }.joined(separator: " ")
      let line =
        "curl -s -o answer -w '%{http_code}' -X \(method) -H 'X-API-Key: \(key)' -H 'Content-Type: application/json' "
        + "\(more) -d '\(body)' '\(base)/\(path)'"
      return Int(try sandbox.shell(line)) ?? 0
    }

    /// Both still wait, undecided, as the owner sees it.
    func check(_ what: String) throws {
      sandbox.extra["FACTORY_API_KEY"] = nil
      defer { sandbox.extra["FACTORY_API_KEY"] = key }
      for id in [owned, asked] {
        let text = try sandbox.factory("show", id, "--json").output
        #expect(
          text.contains("\"decision\" : null") && !text.contains("\"status\" : \"completed\""), "\(what): \(text)")
      }
    }
  }

  @Test func noCredentialOfAnAgentDecides() throws {
    let scene = try Scene()
    for id in [scene.owned, scene.asked] {
      for words in [
        ["approve", id], ["reject", id, "--reason", "x"], ["defer", id], ["escalate", id, "--reason", "x"],
      ] {
        let result = try scene.sandbox.start(words).finish()
        #expect(result.status != 0, "\(words): \(result.output)")
      }
      try overREST(scene, id)
    }
    try scene.check("CLI and REST")
    try overTools(scene)
    try scene.check("tools")
    try overTheSocket(scene)
    try scene.check("socket")
  }

  private func overREST(_ scene: Scene, _ id: String) throws {
    let decision = #"{"decision":"approved"}"#
    // Whatever it says about itself: a tool's name, none, the one of nobody's.
    for headers in [[], ["X-Factory-Tool: factory_approve_task"], ["X-Factory-Tool: x"]] {
      for (method, path, body) in [
        ("POST", "tasks/\(id)/complete", decision),
        ("POST", "tasks/\(id)/complete", #"{"decision":"rejected","notes":"x"}"#),
        ("POST", "tasks/bulk", #"{"taskIds":["\#(id)"],"action":"approve"}"#),
        ("PATCH", "tasks/\(id)", #"{"status":"completed","decision":"approved"}"#),
        ("POST", "approvals/\(id)/approve", "{}"),
      ] {
        let status = try scene.status(method, path, body, headers)
        // A PATCH takes the priority only and passes over the rest.
        #expect(status >= 400 || method == "PATCH", "\(method) \(path) \(headers): \(status)")
      }
    }
  }

  /// What would let it decide later.
  @Test func noCredentialOfAnAgentMakesAWayToDecide() throws {
    let scene = try Scene()
    for (method, path, body) in [
      ("POST", "auth/keys", #"{"name":"x","scopes":["tasks:approve"]}"#),
      ("POST", "users", #"{"email":"x@example.org","name":"x","role":"owner","password":"long enough 123"}"#),
      (
        "POST", "rules",
        #"{"scope":"kind","tool":"Bash","commands":[{"words":["ls"],"exact":true}],"folder":"/tmp","seconds":60}"#
      ),
      ("POST", "auth/login", #"{"email":"owner@localhost","password":""}"#),
    ] {
      let status = try scene.status(method, path, body)
      #expect(status >= 400, "\(method) \(path): \(status)")
    }
    for words in [
      ["keys", "create", "x", "--scope", "tasks:approve"], ["rules", "add", "--tool", "Bash", "--command", "ls"],
      ["users", "create", "x@example.org", "--role", "owner", "--password-stdin"],
    ] {
      let result = try scene.sandbox.start(words, input: "long enough 123\n").finish()
      #expect(result.status != 0, "\(words): \(result.output)")
    }
    try scene.check("a way to decide")
  }

  private func overTools(_ scene: Scene) throws {
    var lines = [
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#
    ]
    for (number, id) in [scene.owned, scene.asked].enumerated() {
      for (step, tool) in ["factory_approve_task", "factory_reject_task"].enumerated() {
        lines.append(
          #"{"jsonrpc":"2.0","id":\#(number * 2 + step + 1),"method":"tools/call","params":{"name":"\#(tool)","arguments":{"task_id":"\#(id)"\#(step == 1 ? #","reason":"x""# : "")}}}"#
        )
      }
    }
    let result = try scene.sandbox.factory("mcp", input: lines.joined(separator: "\n") + "\n")
    #expect(result.output.components(separatedBy: "\"isError\":true").count == 5, "\(result.output)")
  }

  /// The socket knows no decision; what is said there in its form is an error message.
  private func overTheSocket(_ scene: Scene) throws {
    let python = """
      import os, socket, struct, json, base64
      def frame(text):
          data = text.encode(); mask = os.urandom(4)
          head = bytes([0x81]) + (bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack(">H", len(data)))
          return head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data))
      s = socket.create_connection(("127.0.0.1", \(scene.sandbox.serverPort ?? 0))); s.settimeout(10)
      s.sendall(("GET /v1/ws HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\n"
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode() + "\\r\\nX-API-Key: \(scene.key)\\r\\n\\r\\n").encode())
      got = b""
      while b"\\r\\n\\r\\n" not in got: got += s.recv(4096)
      assert b" 101 " in got.split(b"\\r\\n")[0], got
      for kind in ("complete", "approve", "decide"):
          s.sendall(frame(json.dumps({"type": kind, "taskId": "\(scene.owned)", "decision": "approved"})))
      text = got.split(b"\\r\\n\\r\\n", 1)[1]
      while text.count(b'"error"') < 3: text += s.recv(4096)
      print("three errors")
      """
    try python.write(toFile: scene.sandbox.folder + "/adversary.py", atomically: true, encoding: .utf8)
    #expect(try scene.sandbox.shell("python3 adversary.py").contains("three errors"))
  }
}
