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

    /// The code that the last refusal named.
    func code() throws -> String {
      try sandbox.shell("cat answer").firstMatch(of: /"code"\s*:\s*"([A-Z_]+)"/).map { String($0.1) } ?? "none"
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
    try overToolsByHTTP(scene.sandbox, [scene.owned, scene.asked])
    try scene.check("tools over HTTP")
    try overTheSocket(scene)
    try scene.check("socket")
  }

  private func overREST(_ scene: Scene, _ id: String) throws {
    let decision = #"{"decision":"approved"}"#
    let me = try scene.sandbox.factory("whoami", "--json").output.firstMatch(of: /"id"\s*:\s*"([0-9a-f-]+)"/)?.1 ?? ""
    // Whatever it says about itself: a tool's name, none, the one of nobody's.
    for headers in [[], ["X-Factory-Tool: factory_approve_task"], ["X-Factory-Tool: x"]] {
      for (method, path, body, status, code) in [
        ("POST", "tasks/\(id)/complete", decision, 403, "FORBIDDEN"),
        ("POST", "tasks/\(id)/complete", #"{"decision":"approved","graceSeconds":5}"#, 403, "FORBIDDEN"),
        ("POST", "tasks/\(id)/complete", #"{"decision":"rejected","notes":"x"}"#, 403, "FORBIDDEN"),
        ("POST", "tasks/\(id)/complete", #"{"decision":"escalated","notes":"x"}"#, 403, "FORBIDDEN"),
        ("POST", "tasks/bulk", #"{"taskIds":["\#(id)"],"action":"approve"}"#, 403, "FORBIDDEN"),
        ("POST", "approvals/\(id)/approve", "{}", 403, "FORBIDDEN"),
        ("POST", "tasks/\(id)/claim", "{}", 403, "FORBIDDEN"),
        // Its own first, then decided: neither step.
        ("POST", "tasks/\(id)/reassign", #"{"assigneeId":"\#(me)"}"#, 403, "FORBIDDEN"),
        ("POST", "tasks/\(id)/complete", decision, 403, "FORBIDDEN"),
        ("POST", "tasks/\(id)/undo", "{}", 409, "CONFLICT"),
        // A PATCH takes the priority only and passes over the rest.
        ("PATCH", "tasks/\(id)", #"{"status":"completed","decision":"approved"}"#, 200, "none"),
      ] {
        let found = try scene.status(method, path, body, headers)
        #expect(found == status, "\(method) \(path) \(body) \(headers): \(found)")
        #expect(try scene.code() == code, "\(method) \(path) \(body) \(headers)")
      }
    }
    if id == scene.owned {
      #expect(try scene.status("POST", "tasks/\(id)/withdraw", "{}") == 403)
      #expect(try scene.code() == "FORBIDDEN")
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

  /// A gate that would pass by itself needs nobody's decision.
  @Test func noCredentialOfAnAgentTakesAGateAway() throws {
    let scene = try Scene()
    scene.sandbox.extra["FACTORY_API_KEY"] = nil
    let id = try scene.sandbox.factory("pipelines", "create", "guarded", "--platform", "x").output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    scene.sandbox.extra["FACTORY_API_KEY"] = scene.key
    let auto = #"{"stages":{"review":{"approvalType":"auto"},"production":{"approvalType":"auto"}}}"#
    for (method, path, body, status, code) in [
      ("PATCH", "pipelines/\(id)", #"{"config":\#(auto)}"#, 403, "FORBIDDEN"),
      ("PATCH", "pipelines/\(id)", #"{"config":{"stages":{"testing":{"validationRules":[]}}}}"#, 403, "FORBIDDEN"),
      ("PATCH", "pipelines/\(id)", #"{"metadata":{"deployVersion":{"production":"9"}}}"#, 400, "VALIDATION_ERROR"),
      ("POST", "pipelines", #"{"name":"free","platform":"x","config":\#(auto)}"#, 403, "FORBIDDEN"),
      ("POST", "pipelines/\(id)/stages/advance", #"{"skipValidation":true,"notes":"x"}"#, 403, "FORBIDDEN"),
      ("POST", "pipelines/\(id)/deploys", #"{"target":"production"}"#, 403, "FORBIDDEN"),
      ("POST", "pipelines/\(id)/deploys", #"{"target":"production","rollback":true}"#, 403, "FORBIDDEN"),
      ("POST", "import", #"{"task":{}}"#, 403, "FORBIDDEN"),
    ] {
      let found = try scene.status(method, path, body)
      #expect(try found == status && scene.code() == code, "\(method) \(path) \(body): \(found)")
    }
  }

  /// Also a person's own session: what the account asked is decided in person, or by another.
  @Test func whatASessionsAccountAskedIsNotDecidedThroughItsTools() throws {
    let sandbox = try Sandbox()
    let id = try sandbox.submit("Mine")
    let lines = [Self.initialize, Self.call(1, "factory_approve_task", id), Self.call(2, "factory_reject_task", id)]
    let result = try sandbox.factory("mcp", input: lines.joined(separator: "\n") + "\n")
    #expect(result.output.components(separatedBy: "\"isError\":true").count == 3, "\(result.output)")
    try overToolsByHTTP(sandbox, [id])
    #expect(try sandbox.factory("show", id, "--json").output.contains("\"decision\" : null"))
    #expect(try sandbox.factory("approve", id).status == 0, "in person, in one's own store")
  }

  private static let initialize =
    #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#

  private static func call(_ number: Int, _ tool: String, _ id: String) -> String {
    let reason = tool == "factory_reject_task" ? #","reason":"x""# : ""
    return
      #"{"jsonrpc":"2.0","id":\#(number),"method":"tools/call","params":{"name":"\#(tool)","arguments":{"task_id":"\#(id)"\#(reason)}}}"#
  }

  /// The tools that decide, over streamable HTTP with a session of the handshake, and each on its own in the stateless revision.
  private func overToolsByHTTP(_ sandbox: Sandbox, _ ids: [String]) throws {
    let token = "a-token-of-this-story-only"
    let before = sandbox.extra
    sandbox.extra.merge(["FACTORY_MCP_TRANSPORT": "http", "FACTORY_MCP_PORT": "0", "FACTORY_MCP_TOKEN": token]) { $1 }
    defer { sandbox.extra = before }
    let server = try sandbox.start(["mcp"])
    defer { kill(server.pid, SIGTERM) }
    var port: Substring?
    try eventually("an MCP server that listens", seen: { server.errors }) {
      port = server.errors.firstMatch(of: /127\.0\.0\.1:(\d+)\/mcp/)?.1
      return port != nil
    }
    func post(_ body: String, _ headers: [String] = []) throws -> String {
      let more = headers.map { "-H '\($0)'" }.joined(separator: " ")
      return try sandbox.shell(
        "curl -s -i --max-time 20 -H 'Authorization: Bearer \(token)' -H 'Content-Type: application/json' "
          + "-H 'Accept: application/json, text/event-stream' \(more) -d '\(body)' http://127.0.0.1:\(port ?? "0")/mcp")
    }
    let begun = try post(Self.initialize)
    let session = try #require(begun.firstMatch(of: /[Mm]cp-[Ss]ession-[Ii]d: (\S+)/)?.1, "\(begun)")
    for (number, id) in ids.enumerated() {
      for (step, tool) in ["factory_approve_task", "factory_reject_task"].enumerated() {
        let call = Self.call(number * 2 + step + 1, tool, id)
        let answer = try post(call, ["Mcp-Session-Id: \(session)", "MCP-Protocol-Version: 2025-11-25"])
        #expect(answer.contains("\"isError\":true"), "\(tool): \(answer)")
        let meta =
          #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}},"name""#
        let alone = try post(
          call.replacingOccurrences(of: "\"params\":{\"name\"", with: "\"params\":{\(meta)"),
          ["MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: \(tool)"])
        #expect(alone.contains("\"isError\":true"), "\(tool): \(alone)")
      }
    }
  }

  private func overTools(_ scene: Scene) throws {
    var lines = [Self.initialize]
    for (number, id) in [scene.owned, scene.asked].enumerated() {
      for (step, tool) in ["factory_approve_task", "factory_reject_task"].enumerated() {
        lines.append(Self.call(number * 2 + step + 1, tool, id))
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
