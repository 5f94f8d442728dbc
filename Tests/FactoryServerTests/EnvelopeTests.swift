// The envelope and the headers of every answer (contract §1.1, §1.3, rulings R4, R5, R20).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct EnvelopeTests {
  @Test func everyAnswerIsNamedAndVersioned() async throws {
    try await Rig.with { rig in
      let own = Sample.id(5).description
      for (path, headers) in [
        ("/v1/tasks", Rig.owner), ("/v1/tasks", []), ("/nothing", []), ("/healthz", []), ("/v1/snapshot", Rig.owner),
      ] {
        let named = try await rig.call("GET", path, headers: headers + [("X-Request-Id", own.uppercased())])
        #expect(named.headers["x-request-id"] == own)
        #expect(named.headers["x-api-version"] == "1")
        #expect(named.headers["date"] != nil)
        let unnamed = try await rig.call("GET", path, headers: headers + [("X-Request-Id", "mine\"}")])
        let given = try #require(unnamed.headers["x-request-id"].flatMap { EntityID($0) })
        #expect(given != Sample.id(5))
        if let error = unnamed.error { #expect(error.requestId == given.description) }
      }
    }
  }

  @Test func listsCarryPagesSeqAndLimits() async throws {
    try await Rig.with { rig in
      for index in 1...5 { _ = try await rig.task("Task \(index)") }
      let bearer = try rig.bearer(.operator)
      let first = try await rig.call("GET", "/v1/tasks?limit=2", headers: bearer)
      let meta = try #require(try first.meta())
      #expect(
        meta.pagination == PaginationMeta(page: 1, limit: 2, total: 5, totalPages: 3, hasNext: true, hasPrev: false))
      #expect(meta.rateLimit?.limit == 1200)
      #expect((meta.seq ?? 0) >= 5)
      #expect(meta.requestId == first.headers["x-request-id"])
      #expect(
        JSONReader.read(APIResponse<[FactoryTask]>.self, from: first.body) != nil,
        "the command center's first page takes the slow way")
      let cursor = try #require(meta.nextCursor)
      var seen = Set(try first.data([FactoryTask].self).map(\.id))
      var next: String? = cursor
      while let cursor = next {
        let page = try await rig.call(
          "GET", "/v1/tasks?limit=2&cursor=\(PercentCoding.encode(cursor))", headers: bearer)
        for task in try page.data([FactoryTask].self) { #expect(seen.insert(task.id).inserted) }
        next = try page.meta()?.nextCursor
      }
      #expect(seen.count == 5)
      let last = try await rig.call("GET", "/v1/tasks?limit=2&page=3", headers: bearer)
      #expect(try last.meta()?.pagination?.hasNext == false)
      #expect(try last.meta()?.pagination?.hasPrev == true)
      let owned = try await rig.call("GET", "/v1/tasks")
      #expect(try owned.meta()?.rateLimit == nil)
    }
  }

  @Test func singleEntitiesHaveAnETag() async throws {
    try await Rig.with { rig in
      let task = try await rig.task()
      let answer = try await rig.call("GET", "/v1/tasks/\(task.id)")
      #expect(answer.headers["etag"] == "\"\(task.version ?? 0)\"")
      #expect(try answer.data(FactoryTask.self).id == task.id)
      let pipeline = try await rig.pipeline()
      #expect(
        try await rig.call("GET", "/v1/pipelines/\(pipeline.id)").headers["etag"] == "\"\(pipeline.version ?? 0)\"")
    }
  }

  @Test func connectionsAreKept() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      for _ in 0..<50 { #expect(try await wire.call("GET", "/v1/tasks", headers: Rig.owner).status == 200) }
      // Pipelined: all are answered, in order.
      let request =
        "GET /v1/tasks/stats HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nX-Request-Id: "
      let names = (1...20).map { Sample.id($0).description }
      try await wire.send(names.map { "\(request)\($0)\r\n\r\n" }.joined())
      for name in names { #expect(try await wire.answer().headers["x-request-id"] == name) }
    }
  }

  @Test func logsSayWhoAndWhatButNoSecret() async throws {
    try await Rig.with { rig in
      _ = try await rig.call("GET", "/v1/tasks?search=hidden-words")
      _ = try await SocketWire.open(port: rig.port, target: "/v1/ws?token=\(Rig.ownerToken)", headers: [])
      _ = try await rig.call("POST", "/v1/auth/login", headers: [], body: #"{"email":"a@b","password":"hidden-pass"}"#)
      #expect(await eventually { rig.lines.all.contains("/v1/auth/login") })
      let lines = rig.lines.all.split(separator: "\n")
      let first = try FactoryJSON.decode(JSONValue.self, from: Data((lines.dropFirst().first ?? "").utf8))
      #expect(lines.first?.contains("Listening") == true)
      #expect(first["message"]?.string == "GET /v1/tasks")
      #expect(first["data"]?["status"]?.int == 200)
      #expect(first["userId"]?.string == rig.users[.owner]?.id.description)
      for secret in [Rig.ownerToken, "hidden-words", "hidden-pass", "Bearer"] {
        #expect(!rig.lines.all.contains(secret))
      }
    }
  }
}
