// The endpoint table, the roles, and the registry of errors.
import FactoryContracts
import FactoryLearningContracts
import Foundation
import TestSupport
import Testing

@Suite struct EndpointTests {
  @Test func signaturesAreUniqueAndPathsWellFormed() {
    let signatures = Endpoints.all.map(\.signature)
    #expect(Set(signatures).count == signatures.count)
    // Two paths that differ only in the names of parameters would be one route.
    let shapes = Endpoints.all.map { endpoint in
      endpoint.method.rawValue
        + endpoint.path.split(separator: "/").map { $0.hasPrefix(":") ? ":" : String($0) }.joined(separator: "/")
    }
    #expect(Set(shapes).count == shapes.count)
    for endpoint in Endpoints.all {
      #expect(
        endpoint.path.hasPrefix("/v1/") || ["/healthz", "/readyz", "/metrics", "/open/:form"].contains(endpoint.path),
        "\(endpoint.path)")
      #expect(!endpoint.summary.isEmpty && !endpoint.summary.hasSuffix("."), "\(endpoint.path)")
      #expect(Set(endpoint.query.map(\.name)).count == endpoint.query.count, "\(endpoint.path)")
      #expect(endpoint.idempotent == (endpoint.method != .get), "\(endpoint.path)")
      #expect((endpoint.status == 204) == (endpoint.reply == "NoContent"), "\(endpoint.path)")
    }
  }

  @Test func theContractsAndRulingsEndpointsAreThere() {
    let signatures = Set(Endpoints.all.map(\.signature))
    for expected in [
      "POST /v1/auth/login", "POST /v1/auth/refresh", "POST /v1/auth/logout", "GET /v1/pipelines", "POST /v1/pipelines",
      "GET /v1/pipelines/:pipelineId", "PATCH /v1/pipelines/:pipelineId", "DELETE /v1/pipelines/:pipelineId",
      "GET /v1/pipelines/:pipelineId/stages", "POST /v1/pipelines/:pipelineId/stages/advance", "GET /v1/tasks",
      "GET /v1/tasks/:taskId", "POST /v1/tasks/:taskId/claim", "POST /v1/tasks/:taskId/complete",
      "POST /v1/tasks/:taskId/reassign", "POST /v1/tasks/bulk", "GET /v1/tasks/stats", "GET /v1/approvals",
      "GET /v1/approvals/:approvalId", "POST /v1/approvals/:approvalId/approve",
      "POST /v1/approvals/:approvalId/reject", "POST /v1/approvals/:approvalId/escalate", "GET /v1/agents",
      "GET /v1/audit", "GET /v1/dashboard/summary", "POST /v1/tasks", "PATCH /v1/tasks/:taskId",
      "POST /v1/tasks/:taskId/undo", "POST /v1/tasks/:taskId/withdraw", "GET /v1/users/me", "GET /v1/events",
      "GET /v1/agents/:agentId", "POST /v1/agents/:agentId/heartbeat", "GET /v1/agents/:agentId/activity",
      "POST /v1/agents", "POST /v1/jobs/claim", "POST /v1/jobs/:jobId/log", "POST /v1/jobs/:jobId/complete",
      "GET /v1/pipelines/:pipelineId/build-logs",
      "GET /v1/snapshot", "POST /v1/import", "POST /v1/auth/keys", "GET /v1/auth/keys", "POST /v1/auth/keys/rotate",
      "DELETE /v1/auth/keys/:keyId", "POST /v1/users", "GET /v1/users/accounts", "GET /v1/users/:userId",
      "PATCH /v1/users/:userId", "POST /v1/users/:userId/password", "POST /v1/users/me/password", "GET /healthz",
      "GET /readyz", "GET /v1/blockers", "GET /v1/notifications", "POST /v1/notifications/:notificationId/read",
      "POST /v1/notifications/read-all",
    ] {
      #expect(signatures.contains(expected), "\(expected)")
    }
  }

  @Test func onlyWhatMustBeIsOpen() {
    let open = Endpoints.all.filter { $0.access == .open }.map(\.signature)
    #expect(
      Set(open) == ["POST /v1/auth/login", "POST /v1/auth/refresh", "GET /healthz", "GET /readyz", "GET /open/:form"])
  }

  @Test(arguments: Endpoints.all.map(\.path)) func everyParameterIsFilledAndEncoded(_ path: String) throws {
    let endpoint = Endpoint<Empty, Empty>(.get, path, .open, "")
    let hostile = "a/b?c=#d %é\u{202e}\n\"<&:"
    let parts = path.split(separator: "/")
    let parameters = parts.filter { $0.hasPrefix(":") }.map { _ in hostile }
    let filled = try endpoint.call(path: parameters).path
    let filledParts = filled.split(separator: "/")
    #expect(filledParts.count == parts.count)
    #expect(filled.utf8.allSatisfy { $0 < 0x7f && $0 > 0x20 && !"?#\"<>:&".utf8.contains($0) })
    for (part, original) in zip(filledParts, parts) {
      #expect(part.removingPercentEncoding == (original.hasPrefix(":") ? hostile : String(original)))
    }
  }

  @Test func queriesAndBodiesOfCalls() throws {
    let call = try Endpoints.listTasks.call(query: [("search", "a b&c=ü"), ("open", "true")])
    #expect(call.target == "/v1/tasks?search=a%20b%26c%3D%C3%BC&open=true")
    #expect(call.body == nil && call.method == .get)
    let complete = try Endpoints.completeTask.call(
      path: [Sample.id(1).description], body: CompleteTaskBody(decision: .approved))
    #expect(complete.target == "/v1/tasks/\(Sample.id(1))/complete")
    #expect(complete.body == Data(#"{"decision":"approved"}"#.utf8))
  }

  @Test func percentCodingComesBack() {
    for scalar in (1...0x2ff).compactMap({ Unicode.Scalar($0) }) {
      let text = String(Character(scalar))
      #expect(PercentCoding.encode(text).removingPercentEncoding == text)
    }
  }
}

@Suite struct RoleTests {
  @Test(arguments: Role.allCases) func aRolesScopesAreDeclaredOnce(_ role: Role) {
    #expect(Set(role.scopes).count == role.scopes.count)
    #expect(!role.scopes.contains(.unknown))
    #expect(role.scopes.isEmpty == (role == .unknown))
  }

  @Test func whoMayDoWhat() {
    #expect(Role.owner.scopes == Scope.declared && Role.admin.scopes == Scope.declared)
    for scope in [Scope.tasksApprove, .tasksReject, .deployProduction, .agentsManage, .learningWrite] {
      #expect(!Role.agent.scopes.contains(scope), "\(scope)")
    }
    #expect(Role.viewer.scopes.allSatisfy { $0.rawValue.hasSuffix(":read") })
    #expect(Role.operator.scopes.contains(.tasksApprove) && Role.operator.scopes.contains(.deployProduction))
    #expect(!Role.operator.scopes.contains(.agentsManage) && !Role.operator.scopes.contains(.learningWrite))
  }
}

@Suite struct ErrorTests {
  @Test func codesHaveTheContractsStatus() {
    let table: [(ErrorCode, Int, Bool)] = [
      (.badRequest, 400, false), (.validationError, 400, false), (.unauthorized, 401, false), (.forbidden, 403, false),
      (.notFound, 404, false), (.conflict, 409, false), (.gone, 410, false), (.rateLimited, 429, true),
      (.internalError, 500, true), (.serviceUnavailable, 503, true), (.timeout, 504, true),
    ]
    #expect(table.map(\.0) == ErrorCode.declared)
    for (code, status, isRetryable) in table {
      #expect(code.status == status && code.isRetryable == isRetryable, "\(code)")
    }
  }

  @Test func detailsAreReadAsFactsAndWrittenBack() throws {
    let facts = FactoryErrorDetails(
      currentState: "completed", requiredState: "pending",
      validationErrors: [ValidationProblem(field: "title", message: "Too long.", received: 9, expected: "text")],
      requiredScope: .tasksApprove, userScopes: [.tasksRead])
    #expect(APIError(code: .conflict, message: "", details: facts.json).facts == facts)
    let direct = try FactoryJSON.decode([String: JSONValue].self, from: FactoryJSON.encode(facts))
    #expect(direct == facts.json)
    #expect(APIError(code: .conflict, message: "").facts == FactoryErrorDetails())
    let odd: [String: JSONValue] = ["currentState": 7, "userScopes": ["tasks:read", "new:scope", 3], "extra": true]
    #expect(FactoryErrorDetails(odd) == FactoryErrorDetails(userScopes: [.tasksRead, .unknown]))
  }
}
