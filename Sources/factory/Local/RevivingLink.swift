// A link that brings the user's own server back when it is gone: a crash costs seconds, not the sitting.
// The reader's thread posts; starting a server happens on a thread of its own, one at a time.
import FactoryContracts
import Foundation
import Synchronization

final class RevivingLink: EventLink {
  private let link: any EventLink
  private let server: EmbeddedServer
  private let isStarting = Mutex(false)
  private let isStopped = Mutex(false)

  init(_ link: any EventLink, server: EmbeddedServer) {
    self.link = link
    self.server = server
  }

  func start(channels: [String], since: Int64?, post: @escaping @Sendable (LinkEvent) -> Void) {
    link.start(channels: channels, since: since) { [weak self] event in
      post(event)
      if case .disconnected = event { self?.revive() }
    }
  }

  func resume(from seq: Int64) { link.resume(from: seq) }
  func viewing(_ taskId: EntityID?) { link.viewing(taskId) }

  func stop() {
    isStopped.withLock { $0 = true }
    link.stop()
  }

  private func revive() {
    guard !isStopped.withLock({ $0 }),
      !isStarting.withLock({ was in
        defer { was = true }
        return was
      })
    else { return }
    let thread = Thread { [self] in
      // What goes wrong is on the screen already: the link stays offline and the next cut tries again.
      _ = try? server.ensureRunning()
      isStarting.withLock { $0 = false }
    }
    thread.name = "server-revival"
    thread.start()
  }
}
