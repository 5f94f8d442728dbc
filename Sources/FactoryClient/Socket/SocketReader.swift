// The live link: implements the port `EventLink`. One thread connects, reads, answers pings and connects again; other threads
// only leave wishes. Invariant: `post` is called on that thread only, in order.
import FactoryContracts
import Foundation
import Synchronization

/// Times in seconds, sizes in bytes.
package struct SocketOptions: Sendable {
  package var connectTimeout = 5.0
  package var handshakeTimeout = 10.0
  package var pingInterval = 15.0
  /// Without a byte for so long the link is told to be silent, and for so long it is given up.
  package var silentAfter = 20.0
  package var deadAfter = 45.0
  package var sendTimeout = 10.0
  package var messageLimit = 16 << 20
  package var reconnect = ReconnectPolicy()
  package var caFile: String? = TrustedCertificates.file
  package var userAgent = "GooseFactory"
  /// 0 up to 1, for the jitter.
  package var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

  package init() {}
}

package final class SocketReader: EventLink {
  enum Wish: Sendable {
    case resume(Int64)
    case viewing(EntityID?)
  }

  struct Wishes: Sendable {
    var waiting: [Wish] = []
    var stopping = false
  }

  let address: ServerAddress
  let source: CredentialSource
  let options: SocketOptions
  let wake: WakeDescriptor?
  private let wishes = Mutex(Wishes())
  private let worker = Mutex<Worker?>(nil)

  package convenience init(
    address: ServerAddress, credential: Credential?, options: SocketOptions = SocketOptions()
  ) {
    self.init(address: address, source: CredentialSource(credential), options: options)
  }

  package init(address: ServerAddress, source: CredentialSource, options: SocketOptions = SocketOptions()) {
    self.address = address
    self.source = source
    self.options = options
    wake = WakeDescriptor()
  }

  package func start(channels: [String], since: Int64?, post: @escaping @Sendable (LinkEvent) -> Void) {
    worker.withLock { worker in
      guard worker == nil else { return }
      worker = Worker(name: "event-link") { [self] in
        LinkThread(reader: self, state: LinkState(channels: channels, since: since), post: post).run()
      }
    }
  }

  package func resume(from seq: Int64) { leave(.resume(seq)) }
  package func viewing(_ taskId: EntityID?) { leave(.viewing(taskId)) }

  /// Waits a moment for the close to go out; a thread that is still connecting ends by itself.
  package func stop() {
    wishes.withLock { $0.stopping = true }
    wake?.signal()
    _ = worker.withLock { $0 }?.join(seconds: 0.5)
  }

  private func leave(_ wish: Wish) {
    wishes.withLock { $0.waiting.append(wish) }
    wake?.signal()
  }

  func takeWishes() -> [Wish] {
    wishes.withLock { wishes in
      defer { wishes.waiting = [] }
      return wishes.waiting
    }
  }

  var isStopping: Bool { wishes.withLock { $0.stopping } }
}
