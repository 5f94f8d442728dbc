// What `factory login` keeps: one file for each origin, readable by its owner only (rulings R26, R58). Blocking; worker threads.
import FactoryContracts
import FactoryCrypto
import Foundation

/// A stored sign-in.
package struct StoredLogin: Codable, Hashable, Sendable {
  package var origin: String
  package var kind: Credential.Kind
  package var secret: String
  package var refreshToken: String?
  package var expiresAt: Timestamp?
  package var email: String?
  package var userId: EntityID?

  package init(
    origin: String, kind: Credential.Kind, secret: String, refreshToken: String? = nil, expiresAt: Timestamp? = nil,
    email: String? = nil, userId: EntityID? = nil
  ) {
    self.origin = origin
    self.kind = kind
    self.secret = secret
    self.refreshToken = refreshToken
    self.expiresAt = expiresAt
    self.email = email
    self.userId = userId
  }
}

/// The folder of stored sign-ins.
package struct CredentialStore: Sendable {
  private let folder: String
  private static let limit = 65_536

  /// `configFolder`: the program's own folder below the XDG configuration directory.
  package init(configFolder: String) { folder = configFolder + "/credentials" }

  /// The file that holds the sign-in of an origin.
  package func path(for address: ServerAddress) -> String {
    "\(folder)/\(SHA256.hex(Array(address.origin.utf8)).prefix(32)).json"
  }

  /// nil when nobody signed in there. A file that others can read, or that is damaged, is refused with a sentence.
  package func read(for address: ServerAddress) throws(FileTrouble) -> StoredLogin? {
    let path = path(for: address)
    guard let data = try SafeFiles.read(path, limit: Self.limit, secret: true) else { return nil }
    guard let login = try? FactoryJSON.decode(StoredLogin.self, from: data) else {
      throw FileTrouble("\(path) is damaged; sign in again with factory login.")
    }
    guard login.origin == address.origin else {
      throw FileTrouble("\(path) belongs to \(login.origin), not to \(address.origin); it is not used.")
    }
    return login
  }

  /// The origins that somebody signed in to, sorted; what cannot be read is left out.
  package func origins() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let logins = names.filter { $0.hasSuffix(".json") }.compactMap { name -> StoredLogin? in
      guard let data = try? SafeFiles.read("\(folder)/\(name)", limit: Self.limit, secret: true) else { return nil }
      return try? FactoryJSON.decode(StoredLogin.self, from: data)
    }
    return logins.map(\.origin).sorted()
  }

  /// The credential of a stored sign-in.
  package func credential(for address: ServerAddress) throws -> Credential? {
    guard let login = try read(for: address) else { return nil }
    return try Credential(
      login.kind, secret: login.secret, origin: login.origin, source: "The token in \(path(for: address))")
  }

  /// Replaces what is stored for its origin; on disk when this returns.
  package func write(_ login: StoredLogin, for address: ServerAddress) throws(FileTrouble) {
    guard login.origin == address.origin, let data = try? FactoryJSON.canonical(login) else {
      throw FileTrouble("A sign-in for \(login.origin) cannot be stored for \(address.origin).")
    }
    try SafeFiles.makeFolder(folder)
    try SafeFiles.write(data, to: path(for: address), in: folder)
  }

  /// Forgets a sign-in; true when there was one.
  @discardableResult
  package func remove(for address: ServerAddress) throws(FileTrouble) -> Bool {
    guard unlink(path(for: address)) == 0 else {
      if errno == ENOENT { return false }
      throw FileTrouble(path(for: address), "removed")
    }
    try SafeFiles.sync(folder: folder)
    return true
  }
}
