// The error table: what is wrong, and how it is answered (contract §1.3, §7.1, rulings R3, R5, R6, R8, R18, R32).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct RefusalTests {
  @Test func requestsThatAreWrong() async throws {
    try await Rig.with { rig in
      let task = try await rig.task()
      let nobody = Sample.id(404)
      let json = "application/json"
      let rows: [(String, String, [(String, String)], String?, Int, ErrorCode, String?)] = [
        ("GET", "/v1/tasks?limit=101", [], nil, 400, .validationError, "limit"),
        ("GET", "/v1/tasks?status=odd&limit=0", [], nil, 400, .validationError, "limit"),
        ("GET", "/v1/tasks?pipelineId=x", [], nil, 400, .validationError, "pipelineId"),
        ("GET", "/v1/tasks?sort=secret", [], nil, 400, .validationError, "sort"),
        ("GET", "/v1/audit?since=today", [], nil, 400, .validationError, "since"),
        ("GET", "/v1/events?limit=1001", [], nil, 400, .validationError, "limit"),
        ("GET", "/v1/tasks/7", [], nil, 404, .notFound, nil),
        ("GET", "/v1/tasks/\(nobody)", [], nil, 404, .notFound, nil),
        ("GET", "/v1/pipelines/\(nobody)/stages", [], nil, 404, .notFound, nil),
        ("GET", "/v1/approvals/\(nobody)", [], nil, 404, .notFound, nil),
        ("POST", "/v1/tasks", [("Content-Type", "text/plain")], "{}", 400, .badRequest, nil),
        ("POST", "/v1/tasks", [("Content-Type", json)], "{", 400, .badRequest, nil),
        ("POST", "/v1/tasks", [("Content-Type", "\(json); charset=utf-8")], "{}", 400, .validationError, "type"),
        ("POST", "/v1/tasks", [], String(repeating: "[", count: 65), 400, .badRequest, nil),
        ("POST", "/v1/tasks/\(nobody)/complete", [], #"{"decision":"odd"}"#, 404, .notFound, nil),
        ("POST", "/v1/tasks/\(nobody)/complete", [], #"{"decision":"approved"}"#, 404, .notFound, nil),
        ("POST", "/v1/tasks/\(task.id)/complete", [], #"{"decision":"odd"}"#, 400, .validationError, "decision"),
        ("POST", "/v1/tasks/\(task.id)/complete", [], #"{"decision":"rejected"}"#, 400, .validationError, "notes"),
        (
          "POST", "/v1/tasks/\(task.id)/complete", [("If-Match", "x")], #"{"decision":"approved"}"#, 400, .badRequest,
          "If-Match"
        ),
        (
          "POST", "/v1/tasks/\(task.id)/complete", [("If-Match", "\"99\"")], #"{"decision":"approved"}"#, 409,
          .conflict, nil
        ),
        (
          "POST", "/v1/tasks/\(task.id)/complete", [("Idempotency-Key", "x")], #"{"decision":"approved"}"#, 400,
          .badRequest, "Idempotency-Key"
        ),
        ("POST", "/v1/pipelines", [], #"{"name":"x"}"#, 400, .validationError, "platform"),
      ]
      for (method, path, headers, body, status, code, field) in rows {
        let answer = try await rig.call(method, path, headers: Rig.owner + headers, body: body)
        #expect(answer.status == status, "\(method) \(path) \(body ?? "")")
        #expect(answer.error?.code == code, "\(method) \(path) \(body ?? "")")
        if let field { #expect(answer.error?.field == field, "\(method) \(path)") }
        #expect(answer.headers["content-type"] == "application/json")
      }
      #expect(try await rig.call("GET", "/v1/tasks/\(task.id)").data(FactoryTask.self).status == .pending)
    }
  }

  @Test func theOrderOfChecks() async throws {
    try await Rig.with { rig in
      let nobody = Sample.id(404)
      let viewer = try rig.bearer(.viewer)
      // 401 before everything.
      #expect(try await rig.call("POST", "/v1/tasks", headers: [], body: "{").status == 401)
      // 400 for what is no JSON before the scope, the scope before the entity.
      #expect(try await rig.call("POST", "/v1/tasks/\(nobody)/claim", headers: viewer, body: "{").status == 400)
      #expect(try await rig.call("POST", "/v1/tasks/\(nobody)/claim", headers: viewer, body: "{}").status == 403)
      // A scope that hangs on the body, before the entity.
      let complete = "/v1/tasks/\(nobody)/complete"
      for decision in ["approved", "deferred", "escalated"] {
        let answer = try await rig.call("POST", complete, headers: viewer, body: #"{"decision":"\#(decision)"}"#)
        #expect(answer.error?.details?["requiredScope"]?.string == "tasks:approve")
      }
      let reject = try await rig.call("POST", complete, headers: viewer, body: #"{"decision":"rejected","notes":"n"}"#)
      #expect(reject.error?.details?["requiredScope"]?.string == "tasks:reject")
      let approver = [("Authorization", "Bearer \(try rig.token(.operator, scopes: [.tasksRead, .tasksApprove]))")]
      let bulk = try await rig.call(
        "POST", "/v1/tasks/bulk", headers: approver, body: #"{"action":"reject","taskIds":[],"notes":"n"}"#)
      #expect(bulk.error?.details?["requiredScope"]?.string == "tasks:reject")
    }
  }

  @Test func tooManyRequests() async throws {
    try await Rig.with(configure: { $0.rateLimit = 5 }) { rig in
      let bearer = try rig.bearer(.operator)
      let wire = try await Wire.open(port: rig.port)
      var statuses: [Int] = []
      var last: HTTPAnswer?
      for _ in 0..<8 {
        let answer = try await wire.call("GET", "/v1/tasks", headers: bearer)
        statuses.append(answer.status)
        last = answer
      }
      #expect(statuses == [200, 200, 200, 200, 200, 429, 429, 429])
      #expect(last?.error?.code == .rateLimited)
      #expect((last?.headers["retry-after"].flatMap(Int.init) ?? 0) > 0)
      for _ in 0..<20 { #expect(try await wire.call("GET", "/v1/tasks", headers: Rig.owner).status == 200) }
    }
  }

  @Test func bodiesHaveASize() async throws {
    try await Rig.with(configure: {
      $0.limits.body = 1000
      $0.limits.evidence = 5000
    }) { rig in
      var wire = try await Wire.open(port: rig.port)
      let long = String(repeating: "x", count: 2000)
      let task = #"{"type":"decision","title":"t","context":{"summary":"\#(long)"}}"#
      #expect(try await wire.call("POST", "/v1/tasks", headers: Rig.owner, body: task).status == 201)
      let pipeline = #"{"name":"t","platform":"\#(long)"}"#
      let refused = try await wire.call("POST", "/v1/pipelines", headers: Rig.owner, body: pipeline)
      #expect(refused.status == 400)
      #expect(refused.error?.code == .badRequest)
      #expect(refused.headers["connection"] == "close")
      // Without a declared length too.
      wire = try await Wire.open(port: rig.port)
      try await wire.send(
        "POST /v1/pipelines HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "7d0\r\n\(long)\r\n0\r\n\r\n")
      #expect(try await wire.answer().status == 400)
      // Others are not concerned.
      #expect(try await rig.call("GET", "/v1/tasks").status == 200)
    }
  }

  @Test func aKeyActsOnce() async throws {
    try await Rig.with { rig in
      let key = [("Idempotency-Key", Sample.id(1).description)]
      let body = #"{"type":"decision","title":"once","context":{"summary":"s"}}"#
      let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
        for _ in 0..<8 {
          group.addTask { try await rig.call("POST", "/v1/tasks", headers: Rig.owner + key, body: body) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.allSatisfy { $0.status == 201 })
      #expect(Set(answers.map(\.body)).count == 1)
      #expect(answers.filter { $0.headers["idempotent-replayed"] == "true" }.count == 7)
      #expect(Set(answers.compactMap { $0.headers["x-request-id"] }).count == 8)
      #expect(try await rig.call("GET", "/v1/tasks").meta()?.pagination?.total == 1)
      let other = try await rig.call(
        "POST", "/v1/tasks", headers: Rig.owner + key, body: body.replacingOccurrences(of: "once", with: "twice"))
      #expect(other.status == 409)
      // A refusal is remembered too; a key belongs to its caller and path.
      let reject = "/v1/tasks/\(Sample.id(404))/claim"
      #expect(try await rig.call("POST", reject, headers: Rig.owner + key).status == 404)
      let again = try await rig.call("POST", reject, headers: Rig.owner + key)
      #expect(again.status == 404 && again.headers["idempotent-replayed"] == "true")
      let someone = try rig.bearer(.operator)
      let own = try await rig.call("POST", "/v1/tasks", headers: someone + key, body: body)
      #expect(own.status == 201 && own.headers["idempotent-replayed"] == nil)
    }
  }
}
