// Rules over real HTTP: used as meant, used wrongly, and tried by agents and keys from every side (ruling R19).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct RuleTests {
  private static let call =
    #"{"agent":"Claude Code","folder":"/home/ana/shop","session":"s1","tool":"Bash","command":"npm test"}"#

  private func data(_ answer: HTTPAnswer) -> String { String(decoding: answer.body, as: UTF8.self) }

  private func ask(_ rig: Rig, _ headers: [(String, String)], _ call: String = call) async throws -> FactoryTask {
    let body = #"{"type":"approval","title":"Bash: npm test","context":{"summary":"May I?","call":\#(call)}}"#
    return try await rig.call("POST", "/v1/tasks", headers: headers, body: body).data(FactoryTask.self)
  }

  private func check(_ rig: Rig, _ headers: [(String, String)], _ call: String = call) async throws -> RuleAnswer {
    try await rig.call("POST", "/v1/rules/check", headers: headers, body: #"{"call":\#(call)}"#).data(RuleAnswer.self)
  }

  @Test func anApprovalReachesFurther() async throws {
    try await Rig.with { rig in
      let agent = try rig.bearer(.agent)
      let task = try await ask(rig, agent)
      #expect(task.context.call?.offers?.count == 2)
      #expect(try await check(rig, agent).allowed == false)
      let decision = #"{"decision":"approved","decisionData":{"allowMore":{"scope":"kind"}}}"#
      let done = try await rig.call(
        "POST", "/v1/tasks/\(task.id)/complete", headers: try rig.bearer(.operator), body: decision)
      #expect(done.status == 200, "\(data(done))")
      let answer = try await check(rig, agent)
      #expect(
        answer.allowed && answer.rules == [1] && answer.reason.hasPrefix("Allowed by rule 1, made by Operator, until "))
      let rules = try await rig.call("GET", "/v1/rules?live=true&number=1").data([HookRule].self)
      let rule = try #require(rules.first)
      #expect(rules.count == 1 && rule.useCount == 1 && rule.principalId == rig.users[.agent]?.id)
      #expect(try await rig.call("GET", "/v1/rules/\(rule.id)").data(HookRule.self) == rule)
      let ended = try await rig.call("DELETE", "/v1/rules/\(rule.id)").data(HookRule.self)
      #expect(ended.revokedByName == "Owner")
      #expect(try await check(rig, agent).allowed == false)
      #expect(try await rig.call("GET", "/v1/rules?live=true").data([HookRule].self).isEmpty)
      #expect(try await rig.call("GET", "/v1/rules").data([HookRule].self).count == 1)
      let audit = try await rig.call("GET", "/v1/audit?entityId=\(rule.id)").data([AuditEntry].self)
      #expect(audit.map(\.action) == ["rule.revoked", "rule.used", "rule.created"])
      #expect(audit[1].metadata["what"]?.string == "npm test" && audit[1].actorType == .agent)
    }
  }

  @Test func agentsAndKeysGetNowhere() async throws {
    try await Rig.with { rig in
      let agent = try rig.bearer(.agent)
      let owner = try await rig.call(
        "POST", "/v1/auth/keys", body: #"{"name":"mine","scopes":["tasks:read","tasks:approve","pipelines:write"]}"#)
      let key = [("X-API-Key", try #require(try owner.data(KeyReply.self).apiKey))]
      let tool = Rig.owner + [("X-Factory-Tool", "factory_approve")]
      let forged = [
        ("Authorization", "Bearer \(try rig.token(.agent, scopes: Scope.declared))")
      ]
      let task = try await ask(rig, agent)
      let made = try await rig.call("POST", "/v1/rules", body: #"{"scope":"kind","taskId":"\#(task.id)"}"#)
      #expect(made.status == 201, "\(data(made))")
      let rule = try made.data(HookRule.self)
      for caller in [agent, key, tool, forged, try rig.bearer(.viewer)] {
        for (method, path, body) in [
          ("POST", "/v1/rules", #"{"scope":"kind","taskId":"\#(task.id)"}"#),
          ("POST", "/v1/rules", #"{"scope":"session","call":\#(Self.call)}"#), ("DELETE", "/v1/rules/\(rule.id)", nil),
          (
            "POST", "/v1/tasks/\(task.id)/complete",
            #"{"decision":"approved","decisionData":{"allowMore":{"scope":"kind"}}}"#
          ),
        ] as [(String, String, String?)] {
          let answer = try await rig.call(method, path, headers: caller, body: body)
          #expect(answer.status == 403, "\(caller) \(method) \(path): \(data(answer))")
        }
      }
      // Another account's rule is no use, and what is sent of offers is dropped.
      #expect(try await check(rig, key).allowed == false)
      let lie =
        #"{"agent":"A","folder":"/w","session":"s","tool":"Bash","command":"rm x","offers":[{"scope":"kind","covers":"ls"}]}"#
      #expect(try await ask(rig, agent, lie).context.call?.offers == [])
      #expect(try await rig.call("GET", "/v1/rules").data([HookRule].self).map(\.id) == [rule.id])
      #expect(try await rig.call("GET", "/v1/tasks/\(task.id)").data(FactoryTask.self).status == .pending)
    }
  }

  @Test(arguments: [
    (#"{"scope":"odd","call":CALL}"#, "scope"), (#"{"scope":"kind"}"#, "call"),
    (#"{"scope":"kind","taskId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}"#, "taskId"),
    (#"{"scope":"kind","call":CALL,"expiresAt":"2020-01-01T00:00:00Z"}"#, "expiresAt"),
    (#"{"scope":"kind","call":CALL,"expiresAt":"2999-01-01T00:00:00Z"}"#, "expiresAt"),
    (#"{"scope":"kind","call":{"agent":"","folder":"/w","session":"s","tool":"Bash","command":"ls"}}"#, "call.agent"),
    (#"{"scope":"kind","call":{"agent":"A","folder":"/w","session":"s","tool":"Bash","command":"rm x"}}"#, "scope"),
    (#"{"scope":"kind","call":{"agent":"A","folder":"w","session":"s","tool":"Bash","command":"ls"}}"#, "scope"),
    (#"{"scope":"kind","call":{"agent":"A","folder":"/w","session":"s","tool":"Bash"}}"#, "scope"),
    (#"{"scope":"kind","call":CALL,"principalId":"0197a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b"}"#, "principalId"),
  ])
  func whatIsWrongIsNamed(_ body: String, _ field: String) async throws {
    try await Rig.with { rig in
      let answer = try await rig.call(
        "POST", "/v1/rules", body: body.replacingOccurrences(of: "CALL", with: Self.call))
      #expect(answer.status == 400 && answer.error?.field == field, "\(data(answer))")
    }
  }
}
