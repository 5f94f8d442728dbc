// Running the server: figures, packing, pages of other hosts, bodies that stall, TLS.
import FactoryContracts
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct OperationsTests {
  @Test func figuresNeedNoCredentialHereAndHaveBoundedLabels() async throws {
    try await Rig.with { rig in
      _ = try await rig.task()
      _ = try await rig.call("GET", "/v1/tasks")
      for path in ["/nowhere/1", "/nowhere/2"] { _ = try await rig.call("GET", path) }
      let socket = try await rig.socket()
      var answer = try await rig.call("GET", "/metrics", headers: [])
      let isCounted = try await eventually {
        answer = try await rig.call("GET", "/metrics", headers: [])
        return String(decoding: answer.body, as: UTF8.self).contains("factory_sockets 1\n")
      }
      #expect(isCounted)
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      let text = String(decoding: answer.body, as: UTF8.self)
      for line in [
        #"factory_http_requests_total{endpoint="createTask",status="201"} 1"#,
        #"factory_http_requests_total{endpoint="listTasks",status="200"} 1"#,
        #"factory_http_requests_total{endpoint="none",status="404"} 2"#,
        #"factory_http_request_duration_seconds_bucket{endpoint="listTasks",le="+Inf"} 1"#,
        "# TYPE factory_http_request_duration_seconds histogram", "# TYPE factory_store_commits_total counter",
        "factory_store_queue 0",
      ] {
        #expect(text.contains(line + "\n"), "\(line)")
      }
      #expect(!text.contains("nowhere"))
      for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        #expect(line.wholeMatch(of: /[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+/) != nil, "\(line)")
      }
      socket.wire.close()
    }
  }

  @Test func largeAnswersArePackedForWhoAsks() async throws {
    try await Rig.with(configure: { $0.compressFrom = 1024 }) { rig in
      for number in 1...12 { _ = try await rig.task("Task \(number)") }
      let plain = try await rig.call("GET", "/v1/tasks")
      #expect(plain.headers["content-encoding"] == nil)
      #expect(plain.headers["content-length"] == "\(plain.body.count)")
      #expect(plain.headers["vary"] == "Accept-Encoding")
      let packed = try await rig.call("GET", "/v1/tasks", headers: Rig.owner + [("Accept-Encoding", "gzip")])
      #expect(packed.headers["content-encoding"] == "gzip")
      #expect(packed.body.count * 3 < plain.body.count && packed.body.starts(with: [0x1f, 0x8b]))
      let small = try await rig.call("GET", "/v1/users/me", headers: Rig.owner + [("Accept-Encoding", "gzip")])
      #expect(small.headers["content-encoding"] == nil)
    }
    try await Rig.with(configure: { $0.compressFrom = 0 }) { rig in
      for number in 1...12 { _ = try await rig.task("Task \(number)") }
      let never = try await rig.call("GET", "/v1/tasks", headers: Rig.owner + [("Accept-Encoding", "gzip")])
      #expect(never.headers["content-encoding"] == nil)
    }
  }

  @Test func pagesOfOtherHostsGetNothingUnlessNamed() async throws {
    let page = [("Origin", "https://app.example")]
    let ask = page + [("Access-Control-Request-Method", "POST")]
    try await Rig.with { rig in
      let answer = try await rig.call("GET", "/v1/tasks", headers: Rig.owner + page)
      #expect(answer.status == 200 && !answer.headers.keys.contains { $0.hasPrefix("access-control") })
      #expect(try await rig.call("OPTIONS", "/v1/tasks", headers: ask).status == 401)
    }
    try await Rig.with(configure: { $0.corsOrigins = ["https://app.example"] }) { rig in
      let allowed = try await rig.call("OPTIONS", "/v1/tasks", headers: ask)
      #expect(allowed.status == 204)
      #expect(allowed.headers["access-control-allow-origin"] == "https://app.example")
      #expect(allowed.headers["access-control-allow-headers"]?.contains("Idempotency-Key") == true)
      let refused = try await rig.call("GET", "/v1/tasks", headers: page)
      #expect(refused.status == 401 && refused.headers["access-control-allow-origin"] == "https://app.example")
      let other = try await rig.call("GET", "/v1/tasks", headers: Rig.owner + [("Origin", "https://evil.example")])
      #expect(other.headers["access-control-allow-origin"] == nil && other.headers["vary"] == "Origin")
      let (socket, shaken) = try await SocketWire.open(port: rig.port, headers: Rig.owner + page)
      #expect(shaken.status == 101)
      socket.wire.close()
      let (_, closed) = try await SocketWire.open(
        port: rig.port, headers: Rig.owner + [("Origin", "https://evil.example")])
      #expect(closed.status == 403)
    }
  }

  @Test func anImportThatStallsIsCutOffAndNeverLooksWhole() async throws {
    try await Rig.with(configure: { $0.limits.bodySeconds = 0.4 }) { rig in
      let wire = try await Wire.open(port: rig.port)
      try await wire.send(
        "POST /v1/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(Rig.ownerToken)\r\n"
          + "Content-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n{}\n")
      let end = try await wire.readToEnd()
      let text = String(decoding: end, as: UTF8.self)
      #expect(!text.hasSuffix("0\r\n\r\n"))
      #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 "))
    }
  }
}

/// Certificates are made by the openssl program, which the tests need anyway.
@Suite struct TLSTests {
  private struct Folder: ~Copyable {
    let path: String
    init() throws {
      path = NSTemporaryDirectory() + "/tls-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var files: TLSFiles { TLSFiles(certificate: path + "/c.pem", key: path + "/k.pem") }

    func make(_ name: String) throws {
      _ = try TLSTests.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=\(name) "
          + "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout \(path)/k.pem -out \(path)/c.pem 2>/dev/null")
    }
  }

  @discardableResult
  private static func run(_ line: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private static func curl(_ folder: String, _ rig: Rig, _ more: String) async throws -> String {
    let line = "curl -s --max-time 20 --cacert \(folder)/c.pem -H 'Authorization: Bearer \(Rig.ownerToken)' \(more)"
    let port = rig.port
    return try await away(line.replacingOccurrences(of: "HOST", with: "https://localhost:\(port)"))
  }

  /// On a thread of its own: the server in this process needs those of the pool.
  private static func away(_ line: String) async throws -> String {
    try await withCheckedThrowingContinuation { caller in
      Thread.detachNewThread { caller.resume(with: Result { try run(line) }) }
    }
  }

  @Test func servesBothWaysWhateverTheSize() async throws {
    let folder = try Folder()
    try folder.make("one")
    try await Rig.with(configure: { $0.tls = folder.files }) { rig in
      let health = try await Self.curl(folder.path, rig, "HOST/healthz")
      #expect(health.contains("\"ok\":true"))
      // Larger than any record and any buffer on the way, in both directions.
      let summary = String(repeating: "words ", count: 1600)
      let details = String(repeating: "0123456789", count: 90_000)
      let body =
        #"{"type":"decision","title":"Big","context":{"summary":"\#(summary)","details":"\#(details)"}}"#
      try body.write(toFile: folder.path + "/body", atomically: true, encoding: .utf8)
      let made = try await Self.curl(
        folder.path, rig, "-H 'Content-Type: application/json' --data-binary @\(folder.path)/body HOST/v1/tasks")
      let task = try FactoryJSON.decode(APIResponse<FactoryTask>.self, from: Data(made.utf8)).data
      #expect(task.context.details == details)
      let read = try await Self.curl(folder.path, rig, "HOST/v1/tasks/\(task.id) HOST/v1/tasks/\(task.id)")
      #expect(read.count > 1_800_000)
      let snapshot = try await Self.curl(folder.path, rig, "--compressed HOST/v1/snapshot")
      #expect(snapshot.contains(task.id.description))
    }
  }

  @Test func plainTextAndNonsenseGetNoAnswer() async throws {
    let folder = try Folder()
    try folder.make("one")
    try await Rig.with(configure: { $0.tls = folder.files }) { rig in
      for text in ["GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{5}abcde", "\0\0\0\0\0\0\0\0"] {
        let wire = try await Wire.open(port: rig.port)
        try await wire.send(text)
        let answer = try await wire.readToEnd()
        #expect(!String(decoding: answer, as: UTF8.self).contains("HTTP/"))
      }
      #expect(
        try await Self.curl(folder.path, rig, "--tls-max 1.1 -o /dev/null -w '%{http_code}' HOST/healthz") == "000")
      #expect(try await Self.curl(folder.path, rig, "HOST/healthz").contains("\"ok\":true"))
    }
  }

  @Test func aNewCertificateIsTakenAndABrokenOneIsNot() async throws {
    let folder = try Folder()
    try folder.make("one")
    try await Rig.with(configure: { $0.tls = folder.files }) { rig in
      func subject() async throws -> String {
        try await Self.away(
          "openssl s_client -connect 127.0.0.1:\(rig.port) </dev/null 2>/dev/null | openssl x509 -noout -subject")
      }
      #expect(try await subject().contains("one"))
      try folder.make("two")
      #expect(try await subject().contains("one"))
      rig.server.reloadCertificate()
      #expect(try await subject().contains("two"))
      try "nonsense".write(toFile: folder.files.certificate, atomically: true, encoding: .utf8)
      rig.server.reloadCertificate()
      #expect(try await subject().contains("two"))
      rig.server.reloadCertificate()
      #expect(await eventually { rig.lines.all.contains("The certificate was not changed") })
    }
  }

  @Test func filesThatCannotBeUsedAreNamed() throws {
    let folder = try Folder()
    let none = #expect(throws: TLSProblem.self) { try TLSContexts(folder.files) }
    #expect(none?.description.contains("c.pem") == true)
    try folder.make("one")
    let certificate = try String(contentsOfFile: folder.files.certificate, encoding: .utf8)
    try folder.make("two")
    try certificate.write(toFile: folder.files.certificate, atomically: true, encoding: .utf8)
    let other = #expect(throws: TLSProblem.self) { try TLSContexts(folder.files) }
    #expect(other?.description.contains("k.pem") == true)
  }
}
