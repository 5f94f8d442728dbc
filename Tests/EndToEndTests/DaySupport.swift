// What stories of a whole day need: many tasks at once, a served store with people, a link that is slow and can be cut.
import Foundation
import Synchronization
import Testing

/// A file of open tasks, as `factory import` reads it; priorities in turn, ages a second apart.
func writeTasks(
  _ count: Int, in sandbox: Sandbox, priorities: [String] = ["critical", "high", "medium", "low"]
) throws -> String {
  let now = Date()
  let moments = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  let lines = (0..<count).map { number in
    let created = now.addingTimeInterval(Double(number - count)).formatted(moments)
    let due = now.addingTimeInterval(86_400 * 3).formatted(moments)
    let id = String(format: "01900000-0000-7000-8000-%012x", number)
    let context = #"{"summary":"change \#(number) is small"}"#
    return """
      {"task":{"id":"\(id)","pipelineId":null,"stageName":"review","type":"review","title":"Change number \(number)",\
      "description":null,"status":"pending","priority":"\(priorities[number % priorities.count])","assigneeId":null,\
      "claimedAt":null,"claimedBy":null,"decision":null,"decisionNotes":null,"decisionData":{},"decidedAt":null,\
      "decidedBy":null,"slaDeadline":"\(due)","slaWarningsSent":0,"slaBreached":false,"escalationLevel":0,\
      "blocksStageAdvance":false,"blocksPipelineId":null,"createdAt":"\(created)","updatedAt":"\(created)","version":1,\
      "context":\(context)}}
      """
  }
  let path = sandbox.folder + "/tasks.jsonl"
  try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

func importTasks(_ count: Int, into sandbox: Sandbox) throws {
  let result = try sandbox.factory("import", try writeTasks(count, in: sandbox))
  guard result.status == 0 else { throw StoryFailure(description: "import: \(result.output)\(result.errors)") }
}

/// A TCP relay on the loopback: every byte comes `delay` seconds late and at most so many a second in each direction. It can be cut and
/// mended; connections that are open when it is cut are closed. Threads of its own, ended by `stop`.
final class SlowRelay: Sendable {
  private struct State {
    var isCut = false
    var isStopped = false
    var open: Set<Int32> = []
  }

  let port: Int
  private let target: Int
  private let listener: Int32
  private let delay: Double
  private let rate: Double
  private let state = Mutex(State())

  init(to target: Int, delay: Double, bytesPerSecond rate: Double) throws {
    self.target = target
    self.delay = delay
    self.rate = rate
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(0)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, 16) }
    }
    var length = socklen_t(16)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
    }
    guard bound == 0, listen(listener, 32) == 0 else { throw StoryFailure(description: "the relay cannot listen") }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in accept() }
  }

  func cut() {
    state.withLock { state in
      state.isCut = true
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  func mend() { state.withLock { $0.isCut = false } }

  func stop() {
    cut()
    state.withLock { $0.isStopped = true }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  private func accept() {
    while !state.withLock({ $0.isStopped }) {
      let near = Foundation.accept(listener, nil, nil)
      guard near >= 0 else { break }
      guard let far = connect() else {
        close(near)
        continue
      }
      state.withLock { $0.open.formUnion([near, far]) }
      let pair = Pair(near, far) { [self] in
        state.withLock { $0.open.subtract([near, far]) }
        close(near)
        close(far)
      }
      Thread.detachNewThread { [self] in carry(from: near, to: far, pair) }
      Thread.detachNewThread { [self] in carry(from: far, to: near, pair) }
    }
    close(listener)
  }

  /// nil while the link is cut.
  private func connect() -> Int32? {
    guard !state.withLock({ $0.isCut }) else { return nil }
    let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(target)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Foundation.connect(far, $0, 16) }
    }
    guard code == 0 else {
      close(far)
      return nil
    }
    return far
  }

  /// The first bytes after a rest come late by the delay of the line, those behind them as fast as the rate lets them.
  private func carry(from: Int32, to: Int32, _ pair: Pair) {
    var bytes = [UInt8](repeating: 0, count: 1400)
    var lastSent = Date.distantPast
    while true {
      let count = read(from, &bytes, bytes.count)
      guard count > 0 else { break }
      let isRested = Date().timeIntervalSince(lastSent) > delay
      usleep(UInt32(((isRested ? delay : 0) + Double(count) / rate) * 1_000_000))
      guard send(to, bytes, count, Int32(MSG_NOSIGNAL)) == count else { break }
      lastSent = Date()
    }
    shutdown(from, Int32(SHUT_RDWR))
    shutdown(to, Int32(SHUT_RDWR))
    pair.ended()
  }

  /// Both directions of a connection; the second that ends closes it.
  private final class Pair: Sendable {
    private let left = Mutex(2)
    private let whenBothEnded: @Sendable () -> Void

    init(_ near: Int32, _ far: Int32, whenBothEnded: @escaping @Sendable () -> Void) {
      self.whenBothEnded = whenBothEnded
    }

    func ended() {
      let isLast = left.withLock { left in
        left -= 1
        return left == 0
      }
      if isLast { whenBothEnded() }
    }
  }
}

/// A server in the foreground over a store of its own, with its first owner.
final class Served {
  let sandbox: Sandbox
  let url: String
  let origin: String
  private let server: RunningCommand

  init() throws {
    sandbox = try Sandbox()
    sandbox.extra["DATABASE_URL"] = "sqlite://\(sandbox.folder)/served/factory.db"
    try FileManager.default.createDirectory(atPath: sandbox.folder + "/served", withIntermediateDirectories: true)
    let made = try sandbox.factory(
      "users", "create", "root@example.org", "--role", "owner", "--password-stdin", input: "first password\n")
    try #require(made.status == 0, "\(made.errors)")
    sandbox.extra["FACTORY_API_PORT"] = "0"
    server = try sandbox.start(["serve"])
    var port = 0
    let running = server
    try eventually("the server's port", seen: { running.errors }) {
      for line in running.errors.split(separator: "\n") where line.contains("\"Listening\"") {
        port = line.firstMatch(of: /"port":(\d+)/).flatMap { Int($0.1) } ?? 0
      }
      return port > 0
    }
    sandbox.extra["DATABASE_URL"] = nil
    origin = "http://127.0.0.1:\(port)"
    url = origin + "/v1"
    sandbox.extra["FACTORY_API_URL"] = url
  }

  func stop() throws {
    kill(server.pid, SIGTERM)
    try eventually("the end of the server") { !server.isRunning }
  }

  func run(_ words: String..., input: String? = nil) throws -> CommandResult {
    try sandbox.start(words, input: input).finish()
  }

  func login(_ email: String, _ password: String) throws -> Int32 {
    try run("login", "--email", email, "--password-stdin", input: password + "\n").status
  }
}
