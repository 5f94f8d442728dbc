// Every connection that is open, so that a hard stop can end those that do not end by themselves.
import NIOConcurrencyHelpers
import NIOCore

final class OpenConnections: Sendable {
  private let channels = NIOLockedValueBox<[ObjectIdentifier: any Channel]>([:])

  var count: Int { channels.withLockedValue { $0.count } }

  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    channels.withLockedValue { $0[id] = channel }
    channel.closeFuture.whenComplete { [channels] _ in channels.withLockedValue { $0[id] = nil } }
  }

  func closeAll() {
    for channel in channels.withLockedValue({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
