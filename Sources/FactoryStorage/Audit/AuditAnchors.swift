// Anchors: what the last audit row was at some moments, noted in a file beside the database and signed. A log that is shorter than an
// anchor says had its end cut off, even where the database was made to look whole.
import FactoryCrypto
import Foundation
import Synchronization

struct AuditAnchor: Sendable, Hashable {
  var row: Int64
  var hash: Data
  var code: Data

  init(row: Int64, hash: Data, key: HMACKey) {
    (self.row, self.hash) = (row, hash)
    code = Self.code(row, hash, key)
  }

  /// Reads a line; nil when it is none.
  init?(_ line: Substring) {
    let parts = line.split(separator: " ")
    guard parts.count == 3, let row = Int64(parts[0]), let hash = Hex.decode(parts[1]), let code = Hex.decode(parts[2])
    else { return nil }
    (self.row, self.hash, self.code) = (row, Data(hash), Data(code))
  }

  var line: String { "\(row) \(Hex.encode(hash)) \(Hex.encode(code))\n" }

  func isSigned(with key: HMACKey) -> Bool { constantTimeEqual(code, Self.code(row, hash, key)) }

  private static func code(_ row: Int64, _ hash: Data, _ key: HMACKey) -> Data {
    let bytes = Data("anchor".utf8) + UInt64(bitPattern: row).bigEndianBytes + hash
    return Data(key.code(for: bytes))
  }
}

/// The file of a store's anchors. Any thread; blocking.
final class AuditAnchorFile: Sendable {
  let path: String
  private let last: Mutex<Int64>
  /// Old anchors say nothing that the newest and the chain do not; some are kept against a damaged line.
  private static let kept = 64
  private static let most = 32 << 10

  init(database: String) {
    path = Self.file(of: database)
    last = Mutex(Self.lines(Self.file(of: database)).compactMap { AuditAnchor($0)?.row }.last ?? 0)
  }

  static func file(of database: String) -> String { database + ".audit-anchors" }

  /// Notes the end of the log, unless it is noted already.
  func note(row: Int64, hash: Data, key: HMACKey) throws {
    try last.withLock { last in
      guard row > last else { return }
      let anchor = AuditAnchor(row: row, hash: hash, key: key)
      let old = Self.lines(path)
      if old.reduce(0, { $0 + $1.utf8.count }) > Self.most {
        let text = old.suffix(Self.kept).map { $0 + "\n" }.joined() + anchor.line
        try PrivateFile.replace(path, with: Data(text.utf8))
      } else {
        try PrivateFile.append(Data(anchor.line.utf8), to: path)
      }
      last = row
    }
  }

  static func lines(_ path: String) -> [Substring] {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self).split(separator: "\n")
  }
}
