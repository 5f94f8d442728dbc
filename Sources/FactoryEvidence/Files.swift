// Files that a caller names, by path or pattern, read whole within a bound. Any thread; blocking.
import Foundation
import Glibc

/// A file of evidence in memory.
struct EvidenceFile {
  var path: String
  var data: Data

  /// No report of a real run comes near it.
  static let sizeLimit = 64 * 1024 * 1024

  /// Reads a file; pipes are read to their end.
  static func read(_ path: String, limit: Int = sizeLimit) throws(EvidenceError) -> EvidenceFile {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw EvidenceError("\(path) is a folder; a file, or a pattern such as \(path)/*.xml, was expected.")
    }
    let handle = open(path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw unreadable(path) }
    defer { close(handle) }
    return EvidenceFile(path: path, data: try bytes(of: handle, path, limit))
  }

  private static func bytes(of handle: Int32, _ path: String, _ limit: Int) throws(EvidenceError) -> Data {
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(handle, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { return data }
      data.append(contentsOf: buffer[..<count])
      guard data.count <= limit else {
        throw EvidenceError("\(path) is over \(ByteCount.words(limit)), the most that is read.")
      }
    }
  }

  private static func unreadable(_ path: String) -> EvidenceError {
    EvidenceError("\(path) cannot be read: \(String(cString: strerror(errno)).lowercased()).")
  }
}

/// Patterns for the callers that no shell expands them for. `*`, `?`, `[…]` within a name, `**` over folders.
package enum FilePattern {
  /// The files that a pattern names, sorted; a name that exists as it stands is taken literally.
  package static func files(_ pattern: String) throws(EvidenceError) -> [String] {
    let isPattern = pattern.contains { "*?[".contains($0) }
    guard isPattern, access(pattern, F_OK) != 0 else { return [pattern] }
    let parts = pattern.split(separator: "/").map(String.init)
    let found = expand(parts[...], below: pattern.hasPrefix("/") ? "/" : "")
    guard !found.isEmpty else { throw EvidenceError("\(pattern) matches no file.") }
    return Set(found).sorted()
  }

  private static func expand(_ parts: ArraySlice<String>, below folder: String) -> [String] {
    guard let part = parts.first else { return [] }
    let rest = parts.dropFirst()
    if part == "**" {
      return expand(rest, below: folder)
        + names(in: folder).filter { !$0.hasPrefix(".") && isFolder(folder + $0, followingLinks: false) }
        .flatMap { expand(parts, below: folder + $0 + "/") }
    }
    let matching =
      part.contains { "*?[".contains($0) } ? names(in: folder).filter { fnmatch(part, $0, FNM_PERIOD) == 0 } : [part]
    return matching.flatMap { name -> [String] in
      if rest.isEmpty { return isFolder(folder + name) || access(folder + name, F_OK) != 0 ? [] : [folder + name] }
      return expand(rest, below: folder + name + "/")
    }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
  }

  // Links are not followed by `**`: a loop of links would never end.
  private static func isFolder(_ path: String, followingLinks: Bool = true) -> Bool {
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}
