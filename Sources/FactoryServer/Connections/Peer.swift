// Who is at the other end of a connection, as far as rules ask (ruling R58): this machine or elsewhere.
import Foundation
import NIOCore

/// The other end of a connection.
struct Peer: Sendable, Hashable {
  /// Whether the connection comes over a Unix socket or the loopback interface.
  let isLocal: Bool
  /// What failed sign-ins are counted by.
  let address: String

  init(isLocal: Bool, address: String) {
    self.isLocal = isLocal
    self.address = address
  }

  init(_ channel: any Channel) {
    switch channel.remoteAddress {
    case .v4(let address)?:
      let isLocal = withUnsafeBytes(of: address.address.sin_addr) { $0.first == 127 }
      self.init(isLocal: isLocal, address: channel.remoteAddress?.ipAddress ?? "")
    case .v6?:
      let text = channel.remoteAddress?.ipAddress ?? ""
      self.init(isLocal: text == "::1" || text.hasPrefix("::ffff:127."), address: text)
    case .unixDomainSocket?, nil:
      self.init(isLocal: channel.localAddress?.protocol == .unix, address: "unix")
    }
  }
}
