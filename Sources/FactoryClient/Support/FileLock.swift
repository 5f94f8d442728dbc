// A lock on a file, held as long as the object lives; the kernel gives it back when the process dies, however it dies.
import CCurl
import Foundation

final class FileLock: Sendable {
  private let file: Int32

  private init(file: Int32) { self.file = file }

  deinit { close(file) }

  /// Makes the file where there is none. nil: another holds it.
  static func take(_ path: String) throws(FileTrouble) -> FileLock? {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw FileTrouble(path, "opened") }
    switch factory_try_lock(file) {
    case 1: return FileLock(file: file)
    case 0:
      close(file)
      return nil
    default:
      let trouble = FileTrouble(path, "locked")
      close(file)
      throw trouble
    }
  }
}
