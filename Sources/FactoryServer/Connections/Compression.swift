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
