// Which files of changes were looked through, in a file of the operator. Read once at the start and written on a worker thread.
// Invariants: newest first, one mark a line, readable by its owner only; a broken file counts as empty.
import FactoryContracts
import Foundation

package enum SeenFiles {
  package static func load(from path: String?) -> [UInt64] {
    guard let path, let data = FileManager.default.contents(atPath: path), data.count < 1 << 20 else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { UInt64($0, radix: 16) }
  }

  /// nil when it worked, else why not.
  package static func save(_ marks: [UInt64], to path: String) -> String? {
    let text = marks.map { String($0, radix: 16) + "\n" }.joined()
    return PrivateFile.write(text, to: path).map { "What was looked through could not be kept in \(path): \($0)." }
  }
}

/// Small files of one person's own.
enum PrivateFile {
  /// Writes beside the file and renames into place; nil when it worked, else why not.
  static func write(_ text: String, to path: String) -> String? {
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      return nil
    } catch { return error.fileReason }
  }
}
