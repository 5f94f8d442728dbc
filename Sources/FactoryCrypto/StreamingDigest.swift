// SHA-256 of what arrives in pieces, over the system's libcrypto. One owner at a time; memory does not grow with the input.
import COpenSSL

/// A SHA-256 (FIPS 180-4) in the making.
package final class StreamingSHA256 {
  private let context: UnsafeMutableRawPointer

  package init() {
    guard let context = factory_sha256_begin() else { preconditionFailure("libcrypto has no memory") }
    self.context = context
  }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(factory_sha256_add(context, bytes.baseAddress, bytes.count) == 1, "libcrypto refused")
  }

  /// The hash as 64 lower-case hexadecimal digits; ends this digest.
  package func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    precondition(factory_sha256_end(context, &digest) == 1, "libcrypto refused")
    return Hex.encode(digest)
  }

  deinit { factory_sha256_free(context) }
}
