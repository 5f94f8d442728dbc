// The client against a real little server: headers, pooling, retries, cuts at any byte, bounds, cancellation.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct RESTClientTests {
  private static func options() -> ClientOptions {
    var options = ClientOptions()
    options.retry.baseDelay = 0.01
    options.retry.jitter = 0
    return options
  }

  private func client(_ server: FakeServer, _ edit: (inout ClientOptions) -> Void = { _ in }) throws -> RESTClient {
    var options = Self.options()
    edit(&options)
    let credential = try Credential(.bearer, secret: "token-1", for: server.address)
    return RESTClient(address: server.address, credential: credential, options: options)
  }

  private func get(_ path: String = "/v1/x") -> Call { Call(method: .get, path: path) }

  @Test func headersOfACall() throws {
    let server = try FakeServer { _ in FakeReply.json("{}") }
    var call = Call(method: .post, path: "/v1/t", query: [("a b", "ü&")], body: Data("{\"x\":1}".utf8))
    call.ifMatch = 7
    call.idempotencyKey = Sample.id(5)
    let answer = try client(server) { $0.compress = true }.send(call)
    #expect(answer.status == 200)
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/v1/t?a%20b=%C3%BC%26")
    #expect(request.text == "{\"x\":1}")
    #expect(request.headers["authorization"] == "Bearer token-1")
    #expect(request.headers["if-match"] == "\"7\"")
    #expect(request.headers["idempotency-key"] == Sample.id(5).description)
    #expect(request.headers["content-type"] == "application/json")
    #expect(EntityID(request.headers["x-request-id"] ?? "") != nil)
    #expect(request.headers["accept-encoding"] == "gzip")
    #expect(request.headers["expect"] == nil)
  }

  @Test(arguments: [(HTTPMethod.post, nil), (.patch, "{}"), (.delete, nil), (.post, "a\u{0}b")])
  func methodsAndBodies(method: HTTPMethod, body: String?) throws {
    let server = try FakeServer { _ in FakeReply.json("{}") }
    var call = Call(method: method, path: "/v1/x", body: body.map { Data($0.utf8) })
    call.idempotencyKey = Sample.id(1)
    _ = try client(server).send(call)
    #expect(server.requests.first?.method == method.rawValue)
    #expect(server.requests.first?.text == body ?? "")
  }

  @Test func aCredentialGoesToItsOriginOnly() throws {
    let server = try FakeServer { _ in FakeReply.json("{}") }
    let elsewhere = ServerAddress(transport: .tcp(host: "127.0.0.1", port: 1))
    for kind in [Credential.Kind.bearer, .apiKey] {
      let foreign = try Credential(kind, secret: "foreign", for: elsewhere)
      _ = try RESTClient(address: server.address, credential: foreign).send(get())
      let own = try Credential(kind, secret: "own", for: server.address)
      _ = try RESTClient(address: server.address, credential: own).send(get())
    }
    let seen = server.requests.map { [$0.headers["authorization"], $0.headers["x-api-key"]] }
    #expect(seen == [[nil, nil], ["Bearer own", nil], [nil, nil], [nil, "own"]])
    #expect(server.requests.allSatisfy { !$0.target.contains("own") })
  }

  @Test func redirectsAreNotFollowed() throws {
    let other = try FakeServer { _ in FakeReply.json("{}") }
    let target = other.address.origin
    let server = try FakeServer { _ in FakeReply.json("{}", status: 302, ["Location: \(target)/v1/x"]) }
    let failure = #expect(throws: APIFailure.self) { try client(server).send(get()) }
    guard case .garbled(302, _) = failure else { return #expect(Bool(false), "\(String(describing: failure))") }
    #expect(other.requests.isEmpty)
  }

  @Test func connectionsAreReused() throws {
    let server = try FakeServer { _ in FakeReply.json("{}") }
    let client = try client(server)
    for _ in 0..<20 { _ = try client.send(get()) }
    #expect(server.connections == 1)
    // A call that could act twice gets its own connection: a used one that dies would make libcurl send it again.
    _ = try client.send(Call(method: .post, path: "/v1/x"))
    #expect(server.connections == 2)
  }

  @Test func unixSocket() throws {
    let folder = TemporaryFolder()
    let server = try FakeServer(unix: folder.path + "/f.sock") { _ in FakeReply.json(#"{"ok":true,"data":[]}"#) }
    let client = RESTClient(
      address: server.address, credential: try Credential(.bearer, secret: "t", for: server.address))
    #expect(try client.request(Endpoints.listTasks).data.isEmpty)
    #expect(server.requests.first?.headers["authorization"] == "Bearer t")
    #expect(server.requests.first?.headers["accept-encoding"] == nil)
  }

  @Test func gzip() throws {
    // `{"ok":true}` as gzip wrote it.
    let packed: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0xcf, 0x56, 0xb2, 0x2a, 0x29,
      0x2a, 0x4d, 0xad, 0x05, 0x00, 0x90, 0x5f, 0xd4, 0xa7, 0x0b, 0x00, 0x00, 0x00,
    ]
    let server = try FakeServer { _ in [.bytes(FakeReply.http(200, ["Content-Encoding: gzip"], packed))] }
    #expect(
      String(decoding: try client(server) { $0.compress = true }.send(get()).body, as: UTF8.self) == #"{"ok":true}"#)
  }

  @Test func errorsOfTheEnvelope() throws {
    let server = try FakeServer { _ in FakeReply.error(409, "CONFLICT", ["X-Request-Id: abc"]) }
    let failure = #expect(throws: APIFailure.self) { try client(server).send(get()) }
    #expect(
      failure == .refused(APIError(code: .conflict, message: "It is CONFLICT.", requestId: "abc")))
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [(429, "RATE_LIMITED"), (500, "INTERNAL_ERROR"), (503, "SERVICE_UNAVAILABLE")])
  func retriedUntilItWorks(status: Int, code: String) throws {
    let calls = Mutex(0)
    let server = try FakeServer { _ in
      let call = calls.withLock { count in
        count += 1
        return count
      }
      return call < 4 ? FakeReply.error(status, code) : FakeReply.json("{}")
    }
    #expect(try client(server).send(get()).status == 200)
    #expect(server.requests.count == 4)
    #expect(Set(server.requests.map { $0.headers["x-request-id"] }).count == 1)
  }

  @Test func retryAfterIsObeyedAndTheTimeOfTheCallToo() throws {
    let server = try FakeServer { request in
      request.path == "/v1/soon" && request.headers["x-again"] == nil
        ? FakeReply.error(429, "RATE_LIMITED", ["Retry-After: 1"])
        : FakeReply.error(503, "SERVICE_UNAVAILABLE", ["Retry-After: 3600"])
    }
    var call = get("/v1/soon")
    call.maxRetries = 1
    let waited = elapsed { #expect(throws: APIFailure.self) { try client(server).send(call) } }
    #expect(waited >= 1 && waited < 5)
    // An hour is more than the call may take: it fails at once instead of waiting for nothing.
    let late = elapsed { #expect(throws: APIFailure.self) { try client(server).send(get("/v1/late")) } }
    #expect(late < 3)
    #expect(server.requests.count == 3)
  }

  @Test func cutAtEveryByteOfTheAnswer() throws {
    let whole = FakeReply.http(200, ["Content-Type: application/json"], Array(#"{"ok":true,"data":[]}"#.utf8))
    for count in 0..<whole.count {
      let calls = Mutex(0)
      let server = try FakeServer { _ in
        let first = calls.withLock { count in
          count += 1
          return count == 1
        }
        return first ? [.bytes(Array(whole[..<count])), .close] : [.bytes(whole)]
      }
      #expect(try client(server).request(Endpoints.listTasks).data.isEmpty, "cut after \(count) bytes")
      #expect(server.requests.count == 2)
    }
  }

  @Test func aMutatingCallWithoutAKeyIsSentOnce() throws {
    let server = try FakeServer { _ in [.close] }
    let failure = #expect(throws: APIFailure.self) {
      try client(server).send(Call(method: .post, path: "/v1/x", body: Data("{}".utf8)))
    }
    guard case .unreachable(_, sent: true) = failure else {
      return #expect(Bool(false), "\(String(describing: failure))")
    }
    #expect(server.requests.count == 1)
    var keyed = Call(method: .post, path: "/v1/x")
    keyed.idempotencyKey = Sample.id(1)
    #expect(throws: APIFailure.self) { try client(server).send(keyed) }
    #expect(server.requests.count >= 5)
    #expect(Set(server.requests.dropFirst().map { $0.headers["idempotency-key"] }) == [Sample.id(1).description])
  }

  @Test func nothingListens() throws {
    let server = try FakeServer { _ in FakeReply.json("{}") }
    server.stop()
    let failure = #expect(throws: APIFailure.self) { try client(server).send(Call(method: .post, path: "/v1/x")) }
    #expect(failure == .unreachable(reason: "nothing accepts connections there", sent: false))
  }

  @Test func aSilentServerIsGivenUp() throws {
    let server = try FakeServer { _ in [.wait(milliseconds: 60_000)] }
    var call = get()
    call.timeoutSeconds = 0.3
    let seconds = elapsed {
      let failure = #expect(throws: APIFailure.self) { try client(server).send(call) }
      #expect(failure == .unreachable(reason: "no answer in time", sent: true))
    }
    #expect(seconds < 5)
  }

  @Test func tooLargeAnswers() throws {
    let server = try FakeServer { _ in FakeReply.json(String(repeating: " ", count: 5000) + "{}") }
    let failure = #expect(throws: APIFailure.self) { try client(server) { $0.bodyLimit = 4096 }.send(get()) }
    #expect(failure == .garbled(status: 200, reason: "the answer has more than 4096 bytes"))
    #expect(server.requests.count == 1)
  }

  @Test func garbageInsteadOfHTTP() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<30 {
      let noise = (0..<Int.random(in: 1...300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let server = try FakeServer { _ in [.bytes(noise), .close] }
      #expect(throws: APIFailure.self) { try client(server) { $0.retry.maxRetries = 0 }.send(get()) }
    }
  }

  @Test func cancellingEndsAWaitingCallAtOnce() throws {
    let server = try FakeServer { _ in [.wait(milliseconds: 60_000)] }
    let token = CancelToken()
    let client = try client(server).cancellable(by: token)
    let failure = Recorder<APIFailure>()
    let thread = Thread {
      do throws(APIFailure) { _ = try client.send(Call(method: .get, path: "/v1/x")) } catch { failure.add(error) }
    }
    thread.start()
    #expect(eventually { server.requests.count == 1 })
    let seconds = elapsed {
      token.cancel()
      #expect(eventually { failure.count == 1 })
    }
    #expect(failure.all == [.cancelled])
    #expect(seconds < 1)
  }

  @Test func manyThreadsAtOnce() throws {
    let server = try FakeServer { request in FakeReply.json("\"\(request.target)\"") }
    let client = try client(server)
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      let answer = try? client.send(Call(method: .get, path: "/v1/\(number)"))
      if answer.map({ String(decoding: $0.body, as: UTF8.self) }) != "\"/v1/\(number)\"" { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
    #expect(server.requests.count == 200)
  }
}
