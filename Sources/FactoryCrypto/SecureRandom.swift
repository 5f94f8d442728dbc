// Bytes that nobody can guess, from the system's generator through libcrypto. Any thread.
import COpenSSL

package enum SecureRandom {
  /// `count` random bytes. Without a working generator the process ends: there is no safe way on.
  package static func bytes(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      guard factory_random(buffer.baseAddress, count) == 1 else {
        fatalError("The system's random source does not answer.")
      }
      used = count
    }
  }

  /// A random text for tokens and keys: base64url of `bytes` bytes, without padding.
  package static func token(bytes count: Int = 32) -> String { Base64URL.encode(bytes(count)) }
}
