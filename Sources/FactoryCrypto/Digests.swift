// Hashes and message authentication over the system's libcrypto. Pure functions, any thread.
// Invariant: an output is always full; libcrypto fails here only without memory, and then the process ends.
import COpenSSL
import Foundation

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// 32 bytes.
  package static func hash(_ data: some ContiguousBytes) -> [UInt8] {
    digest(32) { out in data.withUnsafeBytes { factory_sha256($0.baseAddress, $0.count, out) } }
  }

  /// The hash as 64 lower-case hexadecimal digits.
  package static func hex(_ data: some ContiguousBytes) -> String { Hex.encode(hash(data)) }
}

/// SHA-1: only for the `Sec-WebSocket-Accept` header of RFC 6455, which needs no collision resistance.
package enum SHA1 {
  /// 20 bytes.
  package static func hash(_ data: some ContiguousBytes) -> [UInt8] {
    digest(20) { out in data.withUnsafeBytes { factory_sha1($0.baseAddress, $0.count, out) } }
  }
}

/// HMAC with SHA-256 (RFC 2104).
package enum HMACSHA256 {
  /// 32 bytes.
  package static func code(for data: some ContiguousBytes, key: some ContiguousBytes) -> [UInt8] {
    digest(32) { out in
      key.withUnsafeBytes { key in
        data.withUnsafeBytes { factory_hmac_sha256(key.baseAddress, key.count, $0.baseAddress, $0.count, out) }
      }
    }
  }
}

/// A key of HMAC with SHA-256 that is made ready once, for many codes. Any thread.
package final class HMACKey: Hashable, @unchecked Sendable {
  package let bytes: [UInt8]
  private let prepared: UnsafeMutableRawPointer

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let prepared = bytes.withUnsafeBytes({ factory_hmac_sha256_key($0.baseAddress, $0.count) }) else {
      fatalError("libcrypto could not take a key: out of memory.")
    }
    self.prepared = prepared
  }

  deinit { factory_hmac_sha256_free(prepared) }

  /// 32 bytes.
  package func code(for data: some ContiguousBytes) -> [UInt8] {
    digest(32) { out in
      data.withUnsafeBytes { factory_hmac_sha256_with(prepared, $0.baseAddress, $0.count, out) }
    }
  }

  package static func == (left: HMACKey, right: HMACKey) -> Bool { constantTimeEqual(left.bytes, right.bytes) }
  package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// Compares secrets: the time it takes tells nothing but their lengths.
package func constantTimeEqual(_ left: some ContiguousBytes, _ right: some ContiguousBytes) -> Bool {
  left.withUnsafeBytes { left in
    right.withUnsafeBytes { right in
      guard left.count == right.count else { return false }
      guard let first = left.baseAddress, let second = right.baseAddress else { return true }
      return factory_equal(first, second, left.count) == 1
    }
  }
}

/// Compares secret texts by their UTF-8.
package func constantTimeEqual(_ left: String, _ right: String) -> Bool {
  constantTimeEqual(Array(left.utf8), Array(right.utf8))
}

private func digest(_ count: Int, _ fill: (UnsafeMutablePointer<UInt8>?) -> Int32) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
    guard fill(buffer.baseAddress) == 1 else { fatalError("libcrypto could not compute a hash: out of memory.") }
    used = count
  }
}
