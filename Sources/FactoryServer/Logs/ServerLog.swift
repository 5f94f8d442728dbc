// The server's log: JSON lines of contract §7.2 on stderr, written by a thread of its own, so that a reader of stderr that
// stands still never stops a request. What does not fit into the bound is dropped and counted. Tokens never get here:
// callers pass paths without their query.
import FactoryContracts
import Foundation
import NIOConcurrencyHelpers

/// One line.
package struct LogLine: Sendable {
  package var level: LogLevel
  package var message: String
  /// `api`, `ws` or `worker`.
  package var service = "api"
  package var requestId: String?
  package var userId: EntityID?
  /// Extra members, already JSON values.
  package var data: [(name: String, value: JSONValue)] = []
  package var error: (name: String, message: String)?
  package var durationMs: Double?

  package init(_ level: LogLevel, _ message: String, service: String = "api") {
    self.level = level
    self.message = message
    self.service = service
  }

  /// The line as JSON with a line feed.
  func bytes(at now: Timestamp) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    bytes.append(contentsOf: "{\"timestamp\":\"\(now.description)\",\"level\":\"\(level.rawValue)\",\"message\":".utf8)
    JSONText.quote(message, into: &bytes)
    bytes.append(contentsOf: ",\"service\":\"\(service)\"".utf8)
    if let requestId { bytes.append(contentsOf: ",\"requestId\":\"\(requestId)\"".utf8) }
    if let userId { bytes.append(contentsOf: ",\"userId\":\"\(userId)\"".utf8) }
    writeData(into: &bytes)
    if let error {
      bytes.append(contentsOf: ",\"error\":{\"name\":".utf8)
      JSONText.quote(error.name, into: &bytes)
      bytes.append(contentsOf: ",\"message\":".utf8)
      JSONText.quote(error.message, into: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
    if let durationMs { bytes.append(contentsOf: ",\"durationMs\":\((durationMs * 1000).rounded() / 1000)".utf8) }
    bytes.append(contentsOf: "}\n".utf8)
    return bytes
  }

  private func writeData(into bytes: inout [UInt8]) {
    guard !data.isEmpty else { return }
    bytes.append(contentsOf: ",\"data\":{".utf8)
    for (index, member) in data.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      JSONText.quote(member.name, into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      switch member.value {
      case .string(let text): JSONText.quote(text, into: &bytes)
      case .integer(let number): bytes.append(contentsOf: "\(number)".utf8)
      case .bool(let flag): bytes.append(contentsOf: "\(flag)".utf8)
      default: bytes.append(contentsOf: (try? FactoryJSON.encode(member.value)) ?? Data("null".utf8))
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

/// Where lines go. Safe to call from any thread.
package final class ServerLog: Sendable {
  package let level: LogLevel
  private let write: @Sendable ([UInt8]) -> Void
  private let waiting = NIOLockedValueBox((bytes: [UInt8](), dropped: 0, draining: false))
  private let queue = DispatchQueue(label: "factory.log")
  private static let bound = 4 << 20
  /// Seconds in which lines gather, so that not every request wakes the log's thread.
  private static let gathering = 0.01

  /// `write` gets whole lines, on the log's own thread; the default is stderr.
  package init(level: LogLevel, write: (@Sendable ([UInt8]) -> Void)? = nil) {
    self.level = level
    self.write = write ?? { bytes in try? FileHandle.standardError.write(contentsOf: bytes) }
  }

  package func takes(_ level: LogLevel) -> Bool { level >= self.level }

  package func log(_ line: LogLine) {
    guard takes(line.level) else { return }
    let bytes = line.bytes(at: WallClock.now())
    let start = waiting.withLockedValue { state in
      if state.bytes.count + bytes.count > Self.bound {
        state.dropped += 1
      } else {
        state.bytes.append(contentsOf: bytes)
      }
      defer { state.draining = true }
      return !state.draining
    }
    if start { queue.async { self.drain(every: Self.gathering) } }
  }

  /// Returns when everything logged before has been written.
  package func flush() { queue.sync { drain(every: 0) } }

  private func drain(every seconds: Double) {
    while true {
      if seconds > 0 { Thread.sleep(forTimeInterval: seconds) }
      let (bytes, dropped) = waiting.withLockedValue { state in
        let taken = (state.bytes, state.dropped)
        state = ([], 0, !taken.0.isEmpty)
        return taken
      }
      if bytes.isEmpty { return }
      write(bytes)
      if dropped > 0 {
        var line = LogLine(.warn, "Log lines were dropped: stderr was not read in time")
        line.data = [("lines", .integer(Int64(dropped)))]
        write(line.bytes(at: WallClock.now()))
      }
    }
  }
}
