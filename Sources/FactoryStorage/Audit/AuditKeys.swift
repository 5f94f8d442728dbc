// The keys that audit rows are signed with. They lie in a file beside the database, never in it: who can only write the database
// cannot sign what they wrote.
//
// A store made before rows were signed keeps its plain hash chain and is signed from the next row on. A lost key cannot be replaced
// silently: the database names every key that was used, and rows whose key is not here count as broken.
import FactoryCrypto
import FactoryEngine
import Foundation
import GRDB

/// Which key signs which rows. A value; made when a store is opened.
struct AuditKeys: Sendable, Hashable {
  struct Epoch: Sendable, Hashable {
    /// The first row that is signed with it.
    let since: Int64
    let key: HMACKey

    /// Names the key without telling it.
    var id: String { String(SHA256.hex(Data("audit key".utf8 + key.bytes)).prefix(16)) }
  }

  private(set) var epochs: [Epoch] = []

  /// nil: the row is from before rows were signed.
  func key(of row: Int64) -> HMACKey? { epochs.last { $0.since <= row }?.key }

  var signedSince: Int64? { epochs.map(\.since).min() }
}

extension AuditKeys {
  static func file(of database: String) -> String { database + ".audit-key" }

  /// The keys beside a database; none where there is no file.
  /// - Throws: `StoreFailure` when the file can be read by others or is not what this program wrote.
  static func load(_ database: String) throws -> AuditKeys {
    let path = file(of: database)
    guard let data = FileManager.default.contents(atPath: path) else {
      guard !FileManager.default.fileExists(atPath: path) else {
        throw StoreFailure.unavailable("The key of the audit log, \(path), cannot be read.")
      }
      return AuditKeys()
    }
    let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue ?? 0
    guard mode & 0o077 == 0 else {
      let found = String(mode & 0o777, radix: 8)
      throw StoreFailure.unavailable("\(path) can be read by others (mode \(found)); make it 600 and try again.")
    }
    return AuditKeys(
      epochs: try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
        let parts = line.split(separator: " ")
        guard parts.count == 2, let since = Int64(parts[0]), let key = Hex.decode(parts[1]), key.count == 32 else {
          throw StoreFailure.corrupt("\(path) is not the key file of an audit log.")
        }
        return Epoch(since: since, key: HMACKey(key))
      })
  }

  /// The keys of a store that is about to be written; a first or lost key is made here.
  static func ready(_ database: String, _ pool: DatabasePool) throws -> AuditKeys {
    var keys = try load(database)
    try pool.writeWithoutTransaction { db in
      let known = try db.first("SELECT id FROM audit_key ORDER BY n DESC LIMIT 1") { $0[0] as String }
      if let last = keys.epochs.last, last.id == known { return }
      let next = (try db.integer("SELECT n FROM audit_head") ?? 0) + 1
      let epoch = Epoch(since: next, key: HMACKey(SecureRandom.bytes(32)))
      keys.epochs.append(epoch)
      try keys.save(database)
      try db.execute(sql: "INSERT INTO audit_key (since, id) VALUES (?, ?)", arguments: [epoch.since, epoch.id])
    }
    return keys
  }

  private func save(_ database: String) throws {
    let text = epochs.map { "\($0.since) \(Hex.encode($0.key.bytes))\n" }.joined()
    try PrivateFile.replace(Self.file(of: database), with: Data(text.utf8))
  }
}

/// Small files of the store's owner; blocking.
enum PrivateFile {
  /// Writes beside, syncs and renames: readers see the old file or the new one.
  static func replace(_ path: String, with data: Data) throws {
    let partial = path + ".partial"
    unlink(partial)
    try write(data, to: partial, O_EXCL)
    guard rename(partial, path) == 0 else { throw failure(path) }
  }

  static func append(_ data: Data, to path: String) throws { try write(data, to: path, O_APPEND) }

  private static func write(_ data: Data, to path: String, _ flags: Int32) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let written = data.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    guard written == data.count, fsync(descriptor) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> StoreFailure {
    .unavailable("\(path) cannot be written: \(String(cString: strerror(errno))).")
  }
}
