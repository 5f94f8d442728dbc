// Where the bytes of a store's assets lie, and copies of that folder. Blocking; any thread.
// Invariant: a blob is never changed once it has its name, so a second name for it is as good as a copy.
import FactoryContracts
import FactoryEngine
import Foundation
import Glibc

package enum AssetFolder {
  /// The folder that belongs to a database file.
  package static func path(of database: String) -> String { database + ".assets" }

  /// Gives every finished blob a place in a new folder; nothing where there is no folder.
  /// - Throws: `StoreFailure`; what is half-made is the caller's to remove.
  static func copy(_ folder: String, to target: String) throws {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
    guard mkdir(target, 0o700) == 0 else { throw failure(target, errno) }
    for name in names where EntityID(name) != nil {
      if link("\(folder)/\(name)", "\(target)/\(name)") == 0 { continue }
      do {
        try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(target)/\(name)")
      } catch {
        throw StoreFailure.unavailable("\(target)/\(name) cannot be written: \(error.fileReason).")
      }
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> StoreFailure {
    .unavailable("\(path) cannot be made: \(String(cString: strerror(code))).")
  }
}
