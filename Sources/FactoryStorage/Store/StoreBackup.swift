// A store as files: copied while a server works on it, and put back while none does. The audit log's key and anchors go with it,
// because without them the copy could not be checked.
import FactoryEngine
import Foundation
import GRDB

package enum StoreBackup {
  /// What lies beside a database and belongs to it.
  private static let companions = [AuditAnchorFile.file, AuditKeys.file]
  private static let neighbours = companions + [AssetFolder.path]

  /// Copies the store at `path`, as it is at one moment, into a new file.
  /// - Throws: `StoreFailure` when there is none, the target exists or cannot be written; nothing half-done is left.
  package static func make(of path: String, to file: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw StoreFailure.unavailable("There is no database at \(path).")
    }
    try refuseTaken(file)
    // Anchors before the snapshot: what they name is in it.
    let anchors = FileManager.default.contents(atPath: AuditAnchorFile.file(of: path))
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    do {
      try StoreFiles.backup(try DatabaseQueue(path: path, configuration: configuration), to: file)
    } catch {
      throw StoreFailure.wrapping(error, at: path)
    }
    // After the database: whatever it names is in the folder, and what came later is swept where the copy is used.
    try AssetFolder.copy(AssetFolder.path(of: path), to: AssetFolder.path(of: file))
    if let anchors { try PrivateFile.replace(AuditAnchorFile.file(of: file), with: anchors) }
    if let key = FileManager.default.contents(atPath: AuditKeys.file(of: path)) {
      try PrivateFile.replace(AuditKeys.file(of: file), with: key)
    }
  }

  private static func refuseTaken(_ file: String) throws {
    for taken in [file] + neighbours.map({ $0(file) }) where FileManager.default.fileExists(atPath: taken) {
      throw StoreFailure.unavailable("The backup \(taken) exists already; name a new file.")
    }
  }

  /// Puts a backup where the store at `path` is. A store that is there is moved aside, never overwritten.
  /// - Returns: the name under which the old store is now; nil where there was none.
  /// - Throws: `StoreFailure` when the file is no backup that this program can open, or a server uses the store.
  package static func restore(_ file: String, to path: String) throws -> String? {
    try check(file)
    try StoreFiles.prepareFolder(of: path)
    let lock = try StoreLock(database: path)
    defer { lock.release() }
    let partial = path + ".restored"
    unlink(partial)
    try StoreFiles.prepare(partial)
    try copy(file, over: partial)
    let assets = AssetFolder.path(of: path) + ".restored"
    try? FileManager.default.removeItem(atPath: assets)
    try AssetFolder.copy(AssetFolder.path(of: file), to: assets)
    let aside = try moveAside(path)
    guard rename(assets, AssetFolder.path(of: path)) == 0 || errno == ENOENT else { throw failure(assets) }
    guard rename(partial, path) == 0 else { throw failure(path) }
    for companion in companions {
      if let data = FileManager.default.contents(atPath: companion(file)) {
        try PrivateFile.replace(companion(path), with: data)
      }
    }
    return aside
  }

  /// Whether the file is a whole store, and none of a newer program.
  private static func check(_ file: String) throws {
    guard FileManager.default.fileExists(atPath: file) else {
      throw StoreFailure.unavailable("There is no backup at \(file).")
    }
    var configuration = Configuration()
    configuration.readonly = true
    do {
      try DatabaseQueue(path: file, configuration: configuration).read { db in
        guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok", try db.tableExists("audit_head") else {
          throw StoreFailure.corrupt("\(file) is not a whole backup of a store.")
        }
        guard try !Schema.migrator.hasBeenSuperseded(db) else {
          throw StoreFailure.unavailable("The backup \(file) was written by a newer version of this program.")
        }
      }
    } catch {
      throw StoreFailure.wrapping(error, at: file)
    }
  }

  private static func copy(_ file: String, over target: String) throws {
    let source = try DatabaseQueue(path: file, configuration: readOnly())
    let queue = try DatabaseQueue(path: target)
    try source.backup(to: queue)
    try queue.close()
    for suffix in ["-wal", "-shm", "-journal"] { unlink(target + suffix) }
  }

  private static func readOnly() -> Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    return configuration
  }

  private static func moveAside(_ path: String) throws -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let manager = FileManager.default
    let number = (1...).first { !manager.fileExists(atPath: "\(path).replaced-\($0)") } ?? 1
    let aside = "\(path).replaced-\(number)"
    // The log first: without its database it is nothing, the database without its log is older than it was.
    for suffix in ["-wal", "-shm", ".audit-key", ".audit-anchors", ".assets", ""]
    where manager.fileExists(atPath: path + suffix) {
      guard rename(path + suffix, aside + suffix) == 0 else { throw failure(path + suffix) }
    }
    return aside
  }

  private static func failure(_ path: String) -> StoreFailure {
    .unavailable("\(path) cannot be moved: \(String(cString: strerror(errno))).")
  }
}
