// Files that must survive a crash or hold secrets: whole or not there, readable by their owner only. Blocking; worker threads.
import Foundation

/// What a file operation ran into, as one sentence.
package struct FileTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }

  /// A failed system call on a path; reads `errno`.
  init(_ path: String, _ action: String) {
    description = "\(path) could not be \(action): \(String(cString: strerror(errno)))."
  }
}

enum SafeFiles {
  /// Makes a folder and its parents; new ones are for their owner only.
  static func makeFolder(_ path: String) throws(FileTrouble) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw FileTrouble(path, "made")
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileTrouble(path, "made") }
  }

  /// Replaces a file: when this returns, the new content and its name are on disk; before, the old one is whole.
  static func write(_ data: Data, to path: String, in folder: String) throws(FileTrouble) {
    let draft = "\(folder)/.draft-\(getpid())-\(UInt64.random(in: .min ... .max))"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw FileTrouble(draft, "made") }
    do throws(FileTrouble) {
      defer { close(file) }
      try writeAll(data, to: file, path: draft)
      guard fsync(file) == 0 else { throw FileTrouble(draft, "brought to disk") }
    } catch {
      unlink(draft)
      throw error
    }
    guard rename(draft, path) == 0 else {
      let trouble = FileTrouble(path, "put in its place")
      unlink(draft)
      throw trouble
    }
    try sync(folder: folder)
  }

  private static func writeAll(_ data: Data, to file: Int32, path: String) throws(FileTrouble) {
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileTrouble(path, "written") }
      rest = rest.dropFirst(count)
    }
  }

  /// Brings the names in a folder to disk.
  static func sync(folder: String) throws(FileTrouble) {
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw FileTrouble(folder, "opened") }
    defer { close(file) }
    guard fsync(file) == 0 else { throw FileTrouble(folder, "brought to disk") }
  }

  /// The content of a regular file; nil when there is none. `secret`: refuses one that others could read or own.
  static func read(_ path: String, limit: Int, secret: Bool = false) throws(FileTrouble) -> Data? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw FileTrouble(path, "opened")
    }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw FileTrouble("\(path) is not a regular file.")
    }
    if secret { try checkPrivate(info, path) }
    guard info.st_size <= limit else { throw FileTrouble("\(path) has more than \(limit) bytes; it is not ours.") }
    return try readAll(file, path: path, limit: limit)
  }

  private static func checkPrivate(_ info: stat, _ path: String) throws(FileTrouble) {
    guard info.st_uid == geteuid() else { throw FileTrouble("\(path) belongs to another user; it is not read.") }
    guard info.st_mode & 0o077 == 0 else {
      let mode = String(info.st_mode & 0o777, radix: 8)
      throw FileTrouble("\(path) can be read by others (mode \(mode)); run chmod 600 on it, or sign in again.")
    }
  }

  private static func readAll(_ file: Int32, path: String, limit: Int) throws(FileTrouble) -> Data {
    var data = Data()
    var chunk = [UInt8](repeating: 0, count: 65536)
    while data.count <= limit {
      let count = Foundation.read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileTrouble(path, "read") }
      if count == 0 { return data }
      data.append(contentsOf: chunk[..<count])
    }
    throw FileTrouble("\(path) has more than \(limit) bytes; it is not ours.")
  }

  /// Names in a folder, sorted, without hidden ones; empty when there is no such folder.
  static func names(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }
}

extension SafeFiles {
  static func move(_ old: String, _ new: String) -> Bool { rename(old, new) == 0 }
  static func remove(_ path: String) { unlink(path) }
}
