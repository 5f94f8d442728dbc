// Takes a request's body off the connection, within its bounds of size and time.
import FactoryContracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Thrown after an answer when the rest of a body is not worth reading: it ends the connection.
struct ConnectionSpent: Error {}

/// A body whose head says that it is larger than its route takes: answered before it comes.
struct BodyTooLarge: Error {
  /// Bytes.
  let limit: Int

  var refusal: Refusal {
    let error = APIError(
      code: .badRequest, message: "The body is larger than \(limit >> 10) KiB, the most this endpoint takes.",
      details: ["limitBytes": .integer(Int64(limit))])
    return Refusal(error: error, headers: [.connection: "close"])
  }
}

struct BodyReader: Sendable {
  let limits: ServerLimits

  static func isPresent(_ headers: HTTPFields) -> Bool {
    headers[.transferEncoding] != nil || (headers[.contentLength].map { $0 != "0" } ?? false)
  }

  /// The whole body.
  /// - Throws: `BodyTooLarge`; BAD_REQUEST when it is shorter than it said.
  func collect(_ request: Request, limit: Int, channel: any Channel) async throws -> ByteBuffer {
    let pace = BodyPace(limits, channel)
    defer { pace.end() }
    let declared = request.headers[.contentLength].flatMap { Int($0) }
    var body = ByteBuffer()
    var iterator = request.body.makeAsyncIterator()
    // Room for what is promised, but no more than a few packets on trust.
    body.reserveCapacity(min(declared ?? 0, limit, 64 << 10))
    while body.readableBytes <= limit, let chunk = try await pace.next(&iterator) {
      body.writeImmutableBuffer(chunk)
    }
    if body.readableBytes > limit {
      try await skip(&iterator, pace)
      throw BodyTooLarge(limit: limit)
    }
    if let declared, declared != body.readableBytes {
      throw APIError(code: .badRequest, message: "The body ended before its Content-Length.")
    }
    return body
  }

  /// Reads on and throws away, so that the sender gets to the answer; a sender who goes on and on is cut off.
  private func skip(_ iterator: inout RequestBody.AsyncIterator, _ pace: BodyPace) async throws {
    var skipped = 0
    while let chunk = try await pace.next(&iterator) {
      skipped += chunk.readableBytes
      if skipped > limits.evidence * 2 { throw ConnectionSpent() }
    }
  }

  /// What is left of a body that was answered unread: taken for a moment, so that the answer is not lost with the connection.
  func drain(_ request: Request, _ channel: any Channel) async throws {
    let timer = channel.eventLoop.scheduleTask(in: .seconds(limits.closeSeconds)) { channel.close(promise: nil) }
    defer { timer.cancel() }
    var iterator = request.body.makeAsyncIterator()
    var skipped = 0
    while let chunk = try await iterator.next() {
      skipped += chunk.readableBytes
      if skipped > limits.evidence * 2 { throw ConnectionSpent() }
    }
  }
}

extension ByteBuffer {
  /// The readable bytes without a copy of more than once.
  var data: Data { withUnsafeReadableBytes { Data($0) } }
}
