// Takes a request's body off the connection, within its bounds of size and time.
import FactoryContracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Thrown after an answer when the rest of a body is not worth reading: it ends the connection.
struct ConnectionSpent: Error {}

struct BodyReader: Sendable {
  let limits: ServerLimits

  static func isPresent(_ headers: HTTPFields) -> Bool {
    headers[.transferEncoding] != nil || (headers[.contentLength].map { $0 != "0" } ?? false)
  }

  /// The whole body.
  /// - Throws: BAD_REQUEST when it is larger than `limit` or shorter than it said.
  func collect(_ request: Request, limit: Int, channel: any Channel) async throws -> ByteBuffer {
    let timer = overdue(channel)
    defer { timer.cancel() }
    let declared = request.headers[.contentLength].flatMap { Int($0) }
    var body = ByteBuffer()
    var iterator = request.body.makeAsyncIterator()
    if let declared, declared <= limit { body.reserveCapacity(declared) }
    while body.readableBytes <= limit, (declared ?? 0) <= limit, let chunk = try await iterator.next() {
      body.writeImmutableBuffer(chunk)
    }
    if max(declared ?? 0, body.readableBytes) > limit {
      try await skip(&iterator, atMost: limit)
      throw APIError(
        code: .badRequest, message: "The body is larger than \(limit >> 10) KiB, the most this endpoint takes.",
        details: ["limitBytes": .integer(Int64(limit))])
    }
    if let declared, declared != body.readableBytes {
      throw APIError(code: .badRequest, message: "The body ended before its Content-Length.")
    }
    return body
  }

  /// Reads on and throws away, so that the sender gets to the answer; a sender who goes on and on is cut off.
  private func skip(_ iterator: inout RequestBody.AsyncIterator, atMost limit: Int) async throws {
    var skipped = 0
    while let chunk = try await iterator.next() {
      skipped += chunk.readableBytes
      if skipped > max(limit, limits.evidence) * 2 { throw ConnectionSpent() }
    }
  }

  private func overdue(_ channel: any Channel) -> Scheduled<Void> {
    channel.eventLoop.scheduleTask(in: .seconds(limits.bodySeconds)) {
      channel.triggerUserOutboundEvent(BodyOverdue(), promise: nil)
    }
  }
}

extension ByteBuffer {
  /// The readable bytes without a copy of more than once.
  var data: Data { withUnsafeReadableBytes { Data($0) } }
}
