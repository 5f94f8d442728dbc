// Blobs as files of one folder, named by their keys. Blocking; any thread.
// Invariants: a finished blob is complete and synced, its name too; what is unfinished ends in `.part`.
import FactoryContracts
import FactoryEngine
import Foundation
import Glibc

package struct FolderBlobs: BlobStore {
  private let folder: String

  /// - Parameter folder: Made on first use, readable by its owner only.
  package init(folder: String) { self.folder = folder }

  package func create(_ key: EntityID) throws -> any BlobWriter {
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw failure("made", folder) }
    return try FolderBlobWriter(folder: folder, path: path(key))
  }

  package func open(_ key: EntityID) throws -> any BlobReader {
    let file = Glibc.open(path(key), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw failure("read", path(key)) }
    return FolderBlobReader(file: file)
  }

  package func remove(_ key: EntityID) throws {
    if unlink(path(key)) != 0, errno != ENOENT { throw failure("removed", path(key)) }
  }

  package func sweep(before: Timestamp) throws -> [EntityID] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
    var kept: [EntityID] = []
    for name in names {
      var info = stat()
      guard lstat("\(folder)/\(name)", &info) == 0 else { continue }
      let isOlder = Int64(info.st_mtim.tv_sec) * 1000 < before.milliseconds
      guard isOlder else { continue }
      if name.hasSuffix(".part") { unlink("\(folder)/\(name)") }
      if let key = EntityID(name) { kept.append(key) }
    }
    return kept
  }

  private func path(_ key: EntityID) -> String { "\(folder)/\(key)" }
}

private func failure(_ what: String, _ path: String) -> BlobFailure {
  let reason = String(cString: strerror(errno))
  return BlobFailure("\(path) could not be \(what): \(reason).")
}

private final class FolderBlobWriter: BlobWriter {
  private let folder: String
  private let path: String
  private let part: String
  private var file: Int32

  init(folder: String, path: String) throws {
    (self.folder, self.path, part) = (folder, path, path + ".part")
    file = Glibc.open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure("made", part) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("written", part) }
      rest = rest.dropFirst(count)
    }
  }

  func finish() throws {
    guard fsync(file) == 0 else { throw failure("synced", part) }
    close(file)
    file = -1
    guard rename(part, path) == 0 else { throw failure("renamed", part) }
    let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw failure("opened", folder) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw failure("synced", folder) }
  }

  deinit {
    if file >= 0 { close(file) }
    // After the rename there is nothing of this name.
    unlink(part)
  }
}

private final class FolderBlobReader: BlobReader {
  private let file: Int32
  init(file: Int32) { self.file = file }
  deinit { close(file) }

  func read(at offset: Int64, count: Int) throws -> [UInt8] {
    var failed: BlobFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(file, buffer.baseAddress?.advanced(by: filled), count - filled, Int(offset) + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failed = failure("read", "a blob") }
        if got <= 0 { return }
        filled += got
      }
    }
    if let failed { throw failed }
    return bytes
  }
}
