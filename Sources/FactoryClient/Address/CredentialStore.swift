// What `factory login` keeps for each origin: in the vault of the session where there is one, else in a file readable by its owner
// only (rulings R26, R58). Never in both. Blocking; worker threads.
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
  private let vault: (any SecretVault)?
  private static let limit = 65_536

  /// - Parameters:
  ///   - configFolder: the program's own folder below the XDG configuration directory.
  ///   - vault: where secrets are kept before files are used.
  package init(configFolder: String, vault: (any SecretVault)? = nil) {
    folder = configFolder + "/credentials"
    self.vault = vault
  }

  /// The file that holds the sign-in of an origin.
  package func path(for address: ServerAddress) -> String {
    "\(folder)/\(SHA256.hex(Array(address.origin.utf8)).prefix(32)).json"
  }

  /// nil when nobody signed in there. A file that others can read, or that is damaged, is refused with a sentence.
  package func read(for address: ServerAddress) throws(FileTrouble) -> StoredLogin? {
    let path = path(for: address)
    // A file is newer than the vault, if there is one: writing to the vault removes it.
    if let data = try SafeFiles.read(path, limit: Self.limit, secret: true) {
      return try login(data, path, address)
    }
    guard let text = vault?.read(address.origin) else { return nil }
    return try login(Data(text.utf8), "What the Secret Service keeps for \(address.origin)", address)
  }

  private func login(_ data: Data, _ place: String, _ address: ServerAddress) throws(FileTrouble) -> StoredLogin {
    guard let login = try? FactoryJSON.decode(StoredLogin.self, from: data) else {
      throw FileTrouble("\(place) is damaged; sign in again with factory login.")
    }
    guard login.origin == address.origin else {
      throw FileTrouble("\(place) belongs to \(login.origin), not to \(address.origin); it is not used.")
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

  /// Replaces what is stored for its origin; kept when this returns.
  /// - Returns: where, for people.
  @discardableResult
  package func write(_ login: StoredLogin, for address: ServerAddress) throws(FileTrouble) -> String {
    guard login.origin == address.origin, let data = try? FactoryJSON.canonical(login) else {
      throw FileTrouble("A sign-in for \(login.origin) cannot be stored for \(address.origin).")
    }
    if let vault, vault.write(String(decoding: data, as: UTF8.self), for: address.origin) {
      try removeFile(for: address)
      return "the Secret Service"
    }
    try SafeFiles.makeFolder(folder)
    try SafeFiles.write(data, to: path(for: address), in: folder)
    return path(for: address)
  }

  /// Runs `work` while no other process of this user renews a sign-in of the same origin; nil when one goes on doing so.
  func alone<Value>(for address: ServerAddress, seconds: Double = 30, _ work: () -> Value?) -> Value? {
    guard (try? SafeFiles.makeFolder(folder)) != nil else { return work() }
    let deadline = WallClock.now().adding(seconds: seconds)
    while WallClock.now() < deadline {
      guard let taken = try? FileLock.take(path(for: address) + ".lock") else {
        usleep(20_000)
        continue
      }
      return withExtendedLifetime(taken) { work() }
    }
    return nil
  }

  /// Forgets a sign-in; true when there was one.
  @discardableResult
  package func remove(for address: ServerAddress) throws(FileTrouble) -> Bool {
    let wasKept = vault?.remove(address.origin) ?? false
    return try removeFile(for: address) || wasKept
  }

  @discardableResult
  private func removeFile(for address: ServerAddress) throws(FileTrouble) -> Bool {
    guard unlink(path(for: address)) == 0 else {
      if errno == ENOENT { return false }
      throw FileTrouble(path(for: address), "removed")
    }
    try SafeFiles.sync(folder: folder)
    return true
  }
}
