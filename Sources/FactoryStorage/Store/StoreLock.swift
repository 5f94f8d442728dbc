// One server for each database: an flock on a file beside it, held until close. Any thread.
// The file stays when the lock goes, because removing it would let two holders lock two different files.
import FactoryEngine
import Foundation

/// The exclusive right to one database file.
final class StoreLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `StoreFailure` that names the process which holds the database.
  init(database path: String) throws {
    let file = path + ".lock"
    let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw StoreFailure.unavailable("The lock file \(file) cannot be opened: \(String(cString: strerror(errno))).")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      let holder = Self.holder(opened)
      Foundation.close(opened)
      throw Self.refusal(path, file, reason, holder)
    }
    descriptor = opened
    note("\(getpid())\n")
  }

  deinit { Foundation.close(descriptor) }

  /// Gives the database free; the lock file is left empty.
  func release() {
    note("")
    flock(descriptor, LOCK_UN)
  }

  private func note(_ text: String) {
    guard ftruncate(descriptor, 0) == 0 else { return }
    _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
  }

  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }

  private static func refusal(_ path: String, _ file: String, _ reason: Int32, _ holder: String?) -> StoreFailure {
    guard reason == EWOULDBLOCK else {
      return .unavailable("The lock file \(file) cannot be locked: \(String(cString: strerror(reason))).")
    }
    let who = holder.map { "the process with id \($0)" } ?? "another process"
    return .unavailable("The database \(path) is in use by \(who); stop that server or name another database.")
  }
}
