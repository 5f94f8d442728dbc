// Where the data lives: what DATABASE_URL (contract §7.3) may say for this store. Pure.
import Foundation

/// A place for a SQLite store.
package enum StoreLocation: Hashable, Sendable {
  /// Absolute path of the database file.
  case file(String)
  /// Gone when the store closes.
  case memory

  /// Reads `sqlite:///path/to/file.db` and `sqlite::memory:`.
  package init(databaseURL text: String) throws(BadStoreLocation) {
    guard let colon = text.firstIndex(of: ":") else { throw BadStoreLocation(found: "a text without a scheme") }
    let scheme = text[..<colon].lowercased()
    guard scheme == "sqlite" || scheme == "sqlite3" else { throw BadStoreLocation(found: "the scheme \(scheme):") }
    let rest = String(text[text.index(after: colon)...])
    if [":memory:", "//:memory:", "///:memory:"].contains(rest) {
      self = .memory
      return
    }
    self = .file(try Self.path(rest))
  }

  private static func path(_ rest: String) throws(BadStoreLocation) -> String {
    guard rest.hasPrefix("///") else { throw BadStoreLocation(found: "no absolute path after sqlite:") }
    guard let path = rest.dropFirst(2).removingPercentEncoding else {
      throw BadStoreLocation(found: "a broken percent escape")
    }
    guard !path.contains("?"), !path.contains("#") else {
      throw BadStoreLocation(found: "options after the path")
    }
    guard path.count > 1, !path.hasSuffix("/"), !path.unicodeScalars.contains("\0") else {
      throw BadStoreLocation(found: "a path that names no file")
    }
    return path
  }
}

/// The sentence for a DATABASE_URL that cannot be used. It never repeats the URL, which may hold a password.
package struct BadStoreLocation: Error, Hashable, CustomStringConvertible {
  package let found: String

  package var description: String {
    "DATABASE_URL: sqlite:///path/to/factory.db or sqlite::memory: was expected, found \(found)."
  }
}
