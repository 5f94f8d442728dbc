// Where a server is: parsed once from what a person wrote, then only passed on. Pure.
// Invariant: an address carries no credential, query or fragment, so it may be logged and shown.
import FactoryContracts

/// What is wrong with an address, as one sentence.
package struct AddressFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

/// A server: TCP with or without TLS, or a Unix socket.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
  package enum Transport: Hashable, Sendable {
    case tcp(host: String, port: Int)
    case unix(path: String)
  }

  package let transport: Transport
  /// TLS.
  package let secure: Bool
  /// What a reverse proxy puts before `/v1`; empty or `/something`.
  package let basePath: String

  package init(transport: Transport, secure: Bool = false, basePath: String = "") {
    self.transport = transport
    self.secure = secure
    self.basePath = basePath
  }

  /// A Unix socket by its absolute path.
  package static func unix(_ path: String) -> ServerAddress { ServerAddress(transport: .unix(path: path)) }

  /// What a credential is bound to (ruling R58): scheme, host and port, or the socket's path.
  package var origin: String {
    switch transport {
    case .tcp(let host, let port): "\(secure ? "https" : "http")://\(Self.bracketed(host)):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }

  package var description: String { origin + basePath }

  /// Only this machine can answer there.
  package var isLocal: Bool {
    switch transport {
    case .unix: true
    case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
  }

  /// What libcurl is given for a path such as `/v1/tasks`.
  func url(_ target: String) -> String {
    switch transport {
    case .tcp: origin + basePath + target
    case .unix: "http://localhost" + basePath + target
    }
  }

  /// Value of the `Host` header.
  var host: String {
    switch transport {
    case .unix: "localhost"
    case .tcp(let host, let port):
      port == (secure ? 443 : 80) ? Self.bracketed(host) : "\(Self.bracketed(host)):\(port)"
    }
  }

  var socketPath: String? { if case .unix(let path) = transport { path } else { nil } }

  private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
