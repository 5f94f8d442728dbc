// A connection of bytes for tests: a plain socket with a deadline on every read. Blocking work happens on threads of its own,
// never on the pool that runs the tests and the server.
import Foundation
import Synchronization

struct WireFault: Error, CustomStringConvertible {
  let description: String
}

/// One connection. Methods are called one after the other.
final class Wire: Sendable {
  private let descriptor: Int32
  private let pending = Mutex<[UInt8]>([])
  private let isClosed = Mutex(false)

  /// Connects to a port of this machine.
  static func open(port: Int, seconds: Double = 10, receiveBuffer: Int32? = nil) async throws -> Wire {
    try await away {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      if var receiveBuffer {
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
      }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      return try Wire(descriptor, result, seconds)
    }
  }

  /// Connects to a Unix socket.
  static func open(path: String, seconds: Double = 10) async throws -> Wire {
    try await away {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
      let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      return try Wire(descriptor, result, seconds)
    }
  }

  private init(_ descriptor: Int32, _ result: Int32, _ seconds: Double) throws {
    guard result == 0 else {
      let reason = String(cString: strerror(errno))
      Foundation.close(descriptor)
      throw WireFault(description: "connect: \(reason)")
    }
    var limit = timeval(tv_sec: Int(seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    self.descriptor = descriptor
  }

  deinit { close() }

  func close() {
    isClosed.withLock { isClosed in
      if !isClosed { Foundation.close(descriptor) }
      isClosed = true
    }
  }

  /// No more will be sent.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws {
    let descriptor = descriptor
    try await Self.away {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { throw WireFault(description: "send: \(String(cString: strerror(errno)))") }
        sent += count
      }
    }
  }

  /// Exactly so many bytes.
  func read(_ count: Int) async throws -> [UInt8] {
    try await Self.away { [self] in
      while pending.withLock({ $0.count }) < count {
        guard try fill() else {
          throw WireFault(description: "closed after \(pending.withLock { $0.count }) of \(count) bytes")
        }
      }
      return pending.withLock { pending in
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
      }
    }
  }

  /// Up to and with a mark.
  func read(through mark: String) async throws -> String {
    let mark = Array(mark.utf8)
    return try await Self.away { [self] in
      while true {
        let found = pending.withLock { pending -> [UInt8]? in
          guard let range = pending.firstRange(of: mark) else { return nil }
          defer { pending.removeFirst(range.upperBound) }
          return Array(pending.prefix(range.upperBound))
        }
        if let found { return String(decoding: found, as: UTF8.self) }
        guard try fill() else { throw WireFault(description: "closed before the mark") }
      }
    }
  }

  /// Everything until the other end closes.
  func readToEnd() async throws -> [UInt8] {
    try await Self.away { [self] in
      while try fill() {}
      return pending.withLock { pending in
        defer { pending = [] }
        return pending
      }
    }
  }

  /// false: the other end has closed.
  private func fill() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 {
      pending.withLock { $0.append(contentsOf: buffer[..<count]) }
      return true
    }
    if count == 0 || errno == ECONNRESET { return false }
    throw WireFault(description: "read: \(String(cString: strerror(errno)))")
  }

  private static func away<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
  }
}
