// Files of a store: created for their owner only, copied online. Blocking; never on the cooperative pool but at start.
import FactoryEngine
import FactoryContracts
import Foundation
import GRDB

enum StoreFiles {
  /// Makes the folder and an empty database file where they are missing, readable by their owner only.
  static func prepare(_ path: String) throws {
    try prepareFolder(of: path)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreFailure.unavailable("The database \(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    Foundation.close(descriptor)
  }

  static func prepareFolder(of path: String) throws {
    let folder = (path as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StoreFailure.unavailable("The folder \(folder) of the database cannot be made: \(reason(error)).")
    }
  }

  /// Copies through a partial file beside the target, which is renamed when it is whole.
  static func backup(_ pool: some DatabaseReader, to file: String) throws {
    guard !FileManager.default.fileExists(atPath: file) else {
      throw StoreFailure.unavailable("The backup \(file) exists already; name a new file.")
    }
    let partial = file + ".partial"
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) } }
    try prepare(partial)
    do {
      let target = try DatabaseQueue(path: partial)
      try pool.backup(to: target)
      try target.close()
    } catch {
      throw StoreFailure.wrapping(error, at: partial)
    }
    guard rename(partial, file) == 0 else {
      throw StoreFailure.unavailable("The backup \(file) cannot be made: \(String(cString: strerror(errno))).")
    }
  }

  private static func reason(_ error: any Error) -> String { error.fileReason }
}

/// A private folder for a store that shall not outlive the program.
struct ScratchFolder {
  let path: String

  init() throws {
    var template = Array((NSTemporaryDirectory() + "/factory-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template) else {
      throw StoreFailure.unavailable("No temporary folder can be made: \(String(cString: strerror(errno))).")
    }
    path = String(cString: made)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
