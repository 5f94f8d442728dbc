// What proves who calls. Invariant: a credential goes to the origin it was made for and nowhere else, and never into a URL,
// a description or a log (ruling R58).
import FactoryContracts
import Synchronization

/// A credential that cannot be used, with a sentence.
package struct CredentialFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

/// A bearer token or an API key, bound to one origin.
package struct Credential: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  package enum Kind: String, Codable, Sendable, Hashable {
    case bearer
    case apiKey = "api_key"
  }

  package let kind: Kind
  package let origin: String
  /// Only for storing; never for display.
  package let secret: String

  /// Refuses what could not travel in a header. `source` names where the secret came from.
  package init(
    _ kind: Kind, secret: String, for address: ServerAddress, source: String = "The credential"
  ) throws(CredentialFault) {
    try self.init(kind, secret: secret, origin: address.origin, source: source)
  }

  init(_ kind: Kind, secret: String, origin: String, source: String) throws(CredentialFault) {
    guard !secret.isEmpty else { throw CredentialFault(description: "\(source) is empty.") }
    guard secret.utf8.count <= 8192, secret.utf8.allSatisfy({ (33...126).contains($0) }) else {
      throw CredentialFault(
        description: "\(source) has \(secret.utf8.count) bytes and must be printable ASCII without spaces.")
    }
    self.kind = kind
    self.origin = origin
    self.secret = secret
  }

  /// The header line for a server; nil when the credential belongs to another.
  func headerLine(for address: ServerAddress) -> String? {
    guard origin == address.origin else { return nil }
    return switch kind {
    case .bearer: "Authorization: Bearer \(secret)"
    case .apiKey: "X-API-Key: \(secret)"
    }
  }

  package var description: String { "\(kind.rawValue) for \(origin)" }
  package var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue, "origin": origin]) }
}

/// The credential in use, shared by calls and socket, renewed once when a server no longer takes it. Any thread.
package final class CredentialSource: Sendable {
  private let held: Mutex<Credential?>
  private let renewing = Mutex(())
  private let renew: (@Sendable (Credential) -> Credential?)?

  /// `renew` gets the credential that was refused; it may call the network and returns nil when there is no way.
  package init(_ credential: Credential?, renew: (@Sendable (Credential) -> Credential?)? = nil) {
    held = Mutex(credential)
    self.renew = renew
  }

  package var current: Credential? { held.withLock { $0 } }

  /// A credential that may work after `used` got 401; nil when there is none. Callers on other threads share one renewal.
  func renewed(after used: Credential?) -> Credential? {
    guard let used, let renew else { return nil }
    return renewing.withLock { _ in
      if let other = current, other != used { return other }
      guard let fresh = renew(used), fresh.origin == used.origin else { return nil }
      held.withLock { $0 = fresh }
      return fresh
    }
  }
}
