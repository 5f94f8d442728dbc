// API keys: `gfk_`, 16 hexadecimal digits by which a store finds the key, `_`, 32 random bytes in base64url. Pure but for `make`.
// A plain SHA-256 is enough for storing it, because nobody can try 2^256 keys; passwords need scrypt.
import Foundation

/// A key in the clear; lives as long as the request that made or showed it.
package struct KeySecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
  /// What programs send. Only for the answer that shows it once.
  package let text: String
  /// The public part, which lists show and stores look up.
  package let prefix: String
  /// SHA-256 of the whole text: all that is stored.
  package var hash: Data { Data(SHA256.hash(Data(text.utf8))) }

  private static let start = "gfk_"

  package static func make() -> KeySecret {
    let prefix = start + Hex.encode(SecureRandom.bytes(8))
    return KeySecret(text: prefix + "_" + SecureRandom.token(bytes: 32), prefix: prefix)
  }

  /// nil for what cannot be a key, so that no store is asked for it.
  package init?(_ text: String) {
    guard text.utf8.count == 64, text.hasPrefix(Self.start) else { return nil }
    let parts = text.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 16, parts[1].utf8.allSatisfy(Self.isHex) else { return nil }
    self.init(text: text, prefix: Self.start + parts[1])
  }

  /// Whether a credential is meant as a key.
  package static func isMeant(_ text: String) -> Bool { text.hasPrefix(start) }

  private init(text: String, prefix: String) {
    self.text = text
    self.prefix = prefix
  }

  private static func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte) }

  package var description: String { prefix + "_…" }
  package var customMirror: Mirror { Mirror(self, children: ["prefix": prefix]) }
}
