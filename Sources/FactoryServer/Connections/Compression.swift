// Answers are sent with gzip to whoever accepts it, unless they are small: then packing costs more than it saves.
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

enum Compression {
  /// Media types that shrink.
  private static let texts = ["application/json", "application/x-ndjson", "text/"]

  /// - Parameter bytes: The smallest answer that is packed.
  static func handler(from bytes: Int) -> HTTPResponseCompressor {
    HTTPResponseCompressor { head, isPossible in
      guard let type = head.headers.first(name: "content-type"), texts.contains(where: { type.hasPrefix($0) }),
        head.status != .partialContent, !head.headers.contains(name: "content-encoding")
      else { return .doNotCompress }
      if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length < bytes {
        return .doNotCompress
      }
      head.headers.add(name: "vary", value: "Accept-Encoding")
      return isPossible ? .compressIfPossible : .doNotCompress
    }
  }
}

/// Interim answers (100 Continue) go past the compressor, which would take each for the answer itself. Stands right above it.
final class InterimBypass: ChannelOutboundHandler {
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .head(let head) = unwrapOutboundIn(data), (100..<200).contains(head.status.code),
      let below = try? context.pipeline.syncOperations.context(handlerType: BadRequestAnswer.self)
    {
      below.write(data, promise: promise)
    } else {
      context.write(data, promise: promise)
    }
  }
}
