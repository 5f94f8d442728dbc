// Password hashes (RFC 7914) with their parameters beside them, so that the cost can rise without breaking old ones.
// Slow on purpose (about 80 ms and 32 MiB at the default): never on an event loop or on the terminal's thread.
import COpenSSL
import Foundation

/// What a hash costs: memory is `128 · n · r` bytes, time grows with `p` too.
package struct ScryptCost: Hashable, Sendable {
  /// A power of two.
  package var n: UInt64
  package var r: UInt64
  package var p: UInt64

  package init(n: UInt64 = 1 << 15, r: UInt64 = 8, p: UInt64 = 1) {
    self.n = n
    self.r = r
    self.p = p
  }

  /// Beyond these a stored hash is taken for damaged: verifying it could take all memory.
  var isAcceptable: Bool {
    n > 1 && n.nonzeroBitCount == 1 && n <= 1 << 20 && (1...32).contains(r) && (1...16).contains(p)
      && 128 * n * r <= 1 << 30
  }
}

package enum Scrypt {
  /// `scrypt$N$r$p$salt$hash`, salt (16 bytes) and hash (32 bytes) in base64url.
  package static func hash(
    password: String, cost: ScryptCost = ScryptCost(), salt: [UInt8] = SecureRandom.bytes(16)
  ) -> String {
    guard let key = derive(password, salt: salt, cost: cost, count: 32) else {
      fatalError("libcrypto could not derive a password hash: out of memory, or a cost outside its bounds.")
    }
    return "scrypt$\(cost.n)$\(cost.r)$\(cost.p)$\(Base64URL.encode(salt))$\(Base64URL.encode(key))"
  }

  /// Whether a password belongs to a stored hash; false for a hash that is not of the form above. The comparison takes constant time.
  package static func verify(password: String, hash: String) -> Bool {
    guard let (cost, salt, key) = parse(hash),
      let candidate = derive(password, salt: salt, cost: cost, count: key.count)
    else { return false }
    return constantTimeEqual(candidate, key)
  }

  /// The raw derivation; nil when the cost is not acceptable.
  package static func derive(_ password: String, salt: [UInt8], cost: ScryptCost, count: Int) -> [UInt8]? {
    guard cost.isAcceptable, count > 0 else { return nil }
    let secret = Array(password.utf8)
    var key = [UInt8](repeating: 0, count: count)
    let memory = 128 * cost.n * cost.r + 128 * cost.r * cost.p + (1 << 20)
    let done = factory_scrypt(
      secret, secret.count, salt, salt.count, cost.n, cost.r, cost.p, memory, &key, count)
    return done == 1 ? key : nil
  }

  private static func parse(_ text: String) -> (ScryptCost, [UInt8], [UInt8])? {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt",
      let n = UInt64(parts[1]), let r = UInt64(parts[2]), let p = UInt64(parts[3]),
      let salt = Base64URL.decode(parts[4]), let key = Base64URL.decode(parts[5]), (16...64).contains(key.count)
    else { return nil }
    let cost = ScryptCost(n: n, r: r, p: p)
    return cost.isAcceptable ? (cost, salt, key) : nil
  }
}
