// The door is strict: what is ambiguous, slow or too large is refused, and each refusal names what is wrong and nothing else.
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct StrictnessTests {
  private func complete(_ rig: Rig, _ task: FactoryTask, _ body: String) async throws -> HTTPAnswer {
    try await rig.call("POST", "/v1/tasks/\(task.id)/complete", body: body)
  }

  @Test func aKeyThatComesTwiceDecidesNothing() async throws {
    try await Rig.with { rig in
      let task = try await rig.task()
      for body in [
        #"{"decision":"approved","decision":"rejected","notes":"x"}"#,
        #"{"decision":"approved","d\u0065cision":"rejected","notes":"x"}"#,
      ] {
        let answer = try await complete(rig, task, body)
        #expect(answer.status == 400 && answer.error?.code == .badRequest)
        #expect(answer.error?.message.contains("“decision”") == true)
      }
      #expect(try await rig.call("GET", "/v1/tasks/\(task.id)").data(FactoryTask.self).status == .pending)
    }
  }

  @Test func aReasonMustBeVisible() async throws {
    try await Rig.with { rig in
      let task = try await rig.task()
      for text in [
        "", "  \\n", "\u{200B}\u{2060}", "\u{FEFF} \u{202E}\u{2066}", "\u{00AD}\u{180E}\u{3164}", "\u{2800}",
      ] {
        let answer = try await complete(rig, task, #"{"decision":"rejected","notes":"\#(text)"}"#)
        #expect(answer.status == 400 && answer.error?.field == "notes", "\(text.unicodeScalars.map(\.value))")
        let titled = #"{"type":"decision","title":"\#(text)","context":{"summary":"s"}}"#
        #expect(try await rig.call("POST", "/v1/tasks", body: titled).error?.field == "title")
      }
      #expect(try await complete(rig, task, #"{"decision":"rejected","notes":"\#u{200B}no"}"#).status == 200)
    }
  }

  @Test(arguments: [
    (#"{"decision":"approved","graceSeconds":0.5}"#, ["graceSeconds: must be a whole number, not 0.5"]),
    (#"{"decision":"approved","graceSeconds":1e30}"#, ["graceSeconds: must be a whole number, not 1e+30"]),
    (
      #"{"decision":"odd","graceSeconds":0.5,"decisionData":{"x":1.5}}"#,
      [
        "decision: must be one of approved, rejected, deferred, escalated, not “odd”",
        "graceSeconds: must be a whole number, not 0.5",
      ]
    ),
    (#"{"graceSeconds":0.5}"#, ["decision: is required", "graceSeconds: must be a whole number, not 0.5"]),
    ("[1]", ["body: must be an object, not an array of 1"]),
  ])
  func namesWhatIsWrongAndNothingElse(_ body: String, _ sentences: [String]) throws {
    let error = try #require(throws: APIError.self) {
      try BodyDecoding.decode(CompleteTaskBody.self, from: Data(body.utf8))
    }
    let problems = (error.details?["validationErrors"]?.array ?? []).map {
      "\($0["field"]?.string ?? ""): \($0["message"]?.string ?? "")"
    }
    #expect(problems.sorted() == sentences)
  }

  @Test func namesTheNumberAmongOthers() throws {
    let body =
      #"{"type":"decision","title":"t","requiredApprovers":99999999999999999999,"context":{"summary":"s","extra":0.25}}"#
    let error = try #require(throws: APIError.self) {
      try BodyDecoding.decode(CreateTaskBody.self, from: Data(body.utf8))
    }
    #expect(error.details?["validationErrors"]?.array?.compactMap { $0["field"]?.string } == ["requiredApprovers"])
    #expect(error.field == "requiredApprovers")
  }

  @Test func aLongTitleIsToldTheLimit() async throws {
    try await Rig.with { rig in
      let body = #"{"type":"decision","title":"\#(String(repeating: "x", count: 600))","context":{"summary":"s"}}"#
      let message = try await rig.call("POST", "/v1/tasks", body: body).error?.message ?? ""
      #expect(message.contains("600 characters; at most \(TaskLimits.title) are allowed"), "\(message)")
    }
  }

  // MARK: Bodies

  @Test(arguments: ["/v1/tasks", "/v1/auth/login"]) func aDrippedBodyIsCut(_ path: String) async throws {
    try await Rig.with(configure: { $0.limits.bodySeconds = 0.5 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send(
        "POST \(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: 900\r\n\r\n")
      let dripping = Task {
        for _ in 0..<900 {
          try await wire.send(" ")
          try await Task.sleep(for: .milliseconds(50))
        }
      }
      let answer = try await wire.answer()
      #expect(answer.status == 400 && answer.error?.message.contains("in time") == true)
      dripping.cancel()
      _ = await dripping.result
    }
  }

  @Test func aStalledImportIsCutWithoutLookingWhole() async throws {
    try await Rig.with(configure: { $0.limits.bodySeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      let line = String(decoding: try FactoryJSON.encode(SnapshotLine(task: Sample.task(1))), as: UTF8.self)
      try await wire.send(
        "POST /v1/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: 90000\r\n\r\n\(line)\n{\"ta"
      )
      let text = String(decoding: try await wire.readToEnd(), as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 200") && text.contains("\"ok\":true"))
      #expect(!text.hasSuffix("0\r\n\r\n"))
      #expect(try await rig.call("GET", "/v1/tasks").meta()?.pagination?.total == 1)
    }
  }

  @Test func aLongUploadThatKeepsComingIsTaken() async throws {
    try await Rig.with(configure: {
      $0.limits.bodySeconds = 0.6
      $0.limits.bodyBytesPerSecond = 1000
    }) { rig in
      let wire = try await Wire.open(port: rig.port)
      let body = #"{"type":"decision","title":"t","context":{"summary":"s"}}"# + String(repeating: " ", count: 8000)
      try await wire.send(
        "POST /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      )
      for start in stride(from: 0, to: body.utf8.count, by: 1000) {
        try await wire.send(Array(body.utf8.dropFirst(start).prefix(1000)))
        try await Task.sleep(for: .milliseconds(150))
      }
      #expect(try await wire.answer().status == 201)
    }
  }

  @Test(arguments: [("/v1/auth/login", 1 << 30), ("/v1/tasks", 1 << 40)])
  func aBodyThatIsTooLargeIsRefusedBeforeItComes(_ path: String, _ length: Int) async throws {
    try await Rig.with(configure: { $0.limits.closeSeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send(
        "POST \(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\nContent-Length: \(length)\r\n\r\n"
      )
      let answer = try await wire.answer()
      #expect(answer.status == 400 && answer.error?.code == .badRequest)
      #expect(answer.error?.details?["limitBytes"] != nil)
      #expect(answer.headers["connection"] == "close")
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  /// Whoever is refused does not keep the connection by never ending the body.
  @Test func aRefusedBodyIsNotWaitedFor() async throws {
    try await Rig.with(configure: { $0.limits.closeSeconds = 0.3 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send("POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{")
      #expect(try await wire.answer().status == 401)
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  @Test func aRefusedSmallBodyLeavesTheConnection() async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      #expect(try await wire.call("POST", "/v1/tasks", body: "{}").status == 401)
      #expect(try await wire.call("POST", "/v1/tasks", headers: Rig.owner, body: "{}").status == 400)
    }
  }

  // MARK: HTTP

  @Test(arguments: ["", "Host: a\r\nHost: b\r\n"]) func theHostIsSaidOnce(_ lines: String) async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send("GET /healthz HTTP/1.1\r\n\(lines)\r\n")
      let answer = try await wire.answer()
      #expect(answer.status == 400 && answer.error?.message.contains("Host") == true)
      #expect(try await wire.readToEnd().isEmpty)
    }
  }

  @Test(arguments: ["", "Connection: keep-alive\r\n"]) func anOldCallerSeesTheEnd(_ lines: String) async throws {
    try await Rig.with { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send("GET /healthz HTTP/1.0\r\n\(lines)\r\n")
      let text = String(decoding: try await wire.readToEnd(), as: UTF8.self)
      #expect(text.contains(" 200 "))
    }
  }

  // MARK: The store's own sentence

  @Test func whatTheStoreSaysIsTold() async throws {
    let owner = Actor(kind: .user, id: Sample.id(1), name: "o", role: .owner)
    let log = ServerLog(level: .fatal) { _ in }
    func message(_ failure: StoreFailure, isOwner: Bool, isLocal: Bool) -> String {
      var call = ServerRequest(
        id: "r", now: Sample.start, method: "GET", path: "/", query: "", headers: HTTPFields(),
        peer: Peer(isLocal: isLocal, address: "x"))
      call.principal = Principal(actor: owner, email: "o@example.org", isLocalOwner: isOwner)
      return ErrorReplies.refusal(failure, for: call, log: log).error.message
    }
    let full = StoreFailure.unavailable("The disk is full; free some space and try again. It holds /srv/my data/f.db.")
    #expect(message(full, isOwner: true, isLocal: true) == full.description)
    #expect(
      message(full, isOwner: false, isLocal: false)
        == "The disk is full; free some space and try again.")
    let locked = StoreFailure.unavailable("The database /srv/f.db is locked by another program.")
    #expect(message(locked, isOwner: false, isLocal: true) == "The database is locked by another program.")
    let odd = StoreFailure.unavailable("Nobody knows what /srv/f.db holds.")
    #expect(message(odd, isOwner: false, isLocal: false) == "The store cannot be reached.")
  }
}
