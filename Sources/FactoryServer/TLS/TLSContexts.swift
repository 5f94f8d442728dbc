// The certificate that new connections get. It can be read again while the server works; connections keep the one they began with.
import CTLS
import Foundation
import NIOConcurrencyHelpers

/// Where certificate chain and key are, as PEM files.
package struct TLSFiles: Sendable, Hashable {
  package var certificate: String
  package var key: String
  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// Why a certificate cannot be used, as a sentence.
package struct TLSProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
}

/// One certificate with its key. OpenSSL counts who uses a context and changes it under its own locks.
final class TLSContext: @unchecked Sendable {
  private let raw: OpaquePointer

  init(_ files: TLSFiles) throws {
    var problem = [CChar](repeating: 0, count: 512)
    guard let raw = factory_tls_context_new(files.certificate, files.key, &problem, problem.count) else {
      let text = String(decoding: problem.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw TLSProblem(description: text + ".")
    }
    self.raw = raw
  }

  deinit { factory_tls_context_free(raw) }

  func session() -> TLSSession? { factory_tls_new(raw).map(TLSSession.init) }
}

/// The context of the moment. Any thread.
final class TLSContexts: Sendable {
  private let files: TLSFiles
  private let current: NIOLockedValueBox<TLSContext>

  init(_ files: TLSFiles) throws {
    self.files = files
    current = NIOLockedValueBox(try TLSContext(files))
  }

  func session() -> TLSSession? { current.withLockedValue { $0 }.session() }

  /// - Throws: `TLSProblem`; the certificate of before stays in use.
  func reload() throws {
    let fresh = try TLSContext(files)
    current.withLockedValue { $0 = fresh }
  }
}

/// One connection's TLS. Used on its event loop only.
final class TLSSession {
  private let raw: OpaquePointer

  init(_ raw: OpaquePointer) { self.raw = raw }
  deinit { factory_tls_free(raw) }

  enum Reading { case bytes(Int), needsMore, ended, failed }

  func put(_ bytes: UnsafeRawBufferPointer) -> Bool { factory_tls_put(raw, bytes.baseAddress, bytes.count) == 1 }
  var waiting: Int { factory_tls_waiting(raw) }
  func take(_ bytes: UnsafeMutableRawBufferPointer) -> Int { factory_tls_take(raw, bytes.baseAddress, bytes.count) }

  /// nil: it needs more bytes.
  func handshake() -> Bool? {
    switch factory_tls_handshake(raw) {
    case 1: true
    case 0: nil
    default: false
    }
  }

  func read(_ bytes: UnsafeMutableRawBufferPointer) -> Reading {
    switch factory_tls_read(raw, bytes.baseAddress, bytes.count) {
    case let count where count > 0: .bytes(Int(count))
    case 0: .needsMore
    case -1: .ended
    default: .failed
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> Bool { factory_tls_write(raw, bytes.baseAddress, bytes.count) == 1 }
  func close() { factory_tls_close(raw) }
}
