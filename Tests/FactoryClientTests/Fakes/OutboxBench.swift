// A state folder, a fake server that can go and come back on the same port, and outboxes that are killed and started again.
import FactoryClient
import FactoryContracts
import Foundation
import Synchronization
import TestSupport

final class OutboxBench: Sendable {
  let folder = TemporaryFolder()
  let decisions = DecisionServer()
  let updates = Recorder<OutboxUpdate>()
  /// Added to the clock.
  let ahead = Mutex(0.0)
  private let server = Mutex<FakeServer?>(nil)
  private let port: Int

  /// The server runs at first.
  init(online: Bool = true) throws {
    let decisions = decisions
    let server = try FakeServer { decisions.answer($0) }
    port = server.port
    self.server.withLock { $0 = server }
    if !online { goOffline() }
  }

  func goOffline() { server.withLock { $0 }?.stop() }

  func comeBack() throws {
    let decisions = decisions
    let again = try FakeServer(port: port) { decisions.answer($0) }
    server.withLock { $0 = again }
  }

  var address: ServerAddress { ServerAddress(transport: .tcp(host: "127.0.0.1", port: port)) }
  var requests: [FakeRequest] { server.withLock { $0 }?.requests ?? [] }
  var inspector: OutboxInspector { OutboxInspector(stateFolder: folder.path) }

  func outbox(post: (@Sendable (OutboxUpdate) -> Void)? = nil) -> FileOutbox {
    var options = OutboxOptions()
    options.backoff.base = 0.02
    options.backoff.longest = 0.1
    options.takeover = 0.1
    options.lockRetry = 0.02
    options.timeout = 5
    options.now = { [self] in WallTime.now.adding(seconds: ahead.withLock { $0 }) }
    let box = FileOutbox(
      stateFolder: folder.path, origin: address.origin, principal: Sample.decider.description,
      client: RESTClient(address: address, credential: nil), options: options)
    let updates = updates
    box.start(post: post ?? { updates.add($0) })
    return box
  }

  /// One word for each update: `stored 5`, where 5 is the number of the key.
  var told: [String] { updates.all.map(Self.word) }

  static func word(_ update: OutboxUpdate) -> String {
    switch update {
    case .stored(let entry): "stored \(number(entry))"
    case .notStored(let entry, _): "notStored \(number(entry))"
    case .sending(let entry): "sending \(number(entry))"
    case .confirmed(let entry, _, _): "confirmed \(number(entry))"
    case .refused(let entry, let error, _): "refused \(number(entry)) \(error.code.rawValue)"
    case .waiting(let entry, _): "waiting \(number(entry))"
    case .stale(let entry): "stale \(number(entry))"
    }
  }

  private static func number(_ entry: OutboxEntry) -> UInt64 { entry.key.low & 0xffff }

  func waits(for word: String) -> Bool { eventually { told.contains(word) } }

  /// Every key acted at most once on the server.
  var nothingDoubled: Bool { decisions.executions.values.allSatisfy { $0 == 1 } }
}
