// One HTTP exchange as the carrier sees it: values in, values out.
import Foundation

struct WireRequest {
  var url: String
  var socketPath: String?
  var method: String
  /// `Name: value`.
  var headers: [String]
  var body: Data?
  /// Seconds.
  var connectTimeout: Double
  /// Seconds; nil: as long as bytes keep coming.
  var timeout: Double?
  /// Seconds without a byte after which a transfer without a time-out ends.
  var stall: Double
  var bodyLimit: Int
  var compress: Bool
  /// Not over a used connection, whose loss libcurl would hide by sending the request again.
  var freshConnection: Bool
  /// No proxy of the environment.
  var direct: Bool
  var caFile: String?
  /// Sent in place of a body.
  var form: WireForm?
}

/// multipart/form-data with one file, which is read while it is sent.
struct WireForm {
  var fields: [(name: String, value: String)]
  var file: String
  var fileName: String
  var contentType: String?
}

enum WireOutcome {
  case answered(status: Int, headers: [String: String], body: Data)
  case failed(reason: String, sent: Bool)
  /// The server is not who was meant; trying again would change nothing.
  case distrusted(reason: String)
  case tooLarge(status: Int)
  /// The drain asked for it.
  case stopped
  case cancelled
}

/// What has arrived so far. Filled by libcurl's callbacks on the calling thread.
final class WireInbox {
  var status = 0
  var headers: [String: String] = [:]
  var body = Data()
  /// The empty line after the fields came; libcurl takes a head that was cut for a whole one.
  private(set) var headEnded = false
  private(set) var overflow = false
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// false ends the transfer.
  func accept(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= limit else {
      overflow = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  /// A status line starts over: an interim answer (100, 103) may come before the real one. In bytes: it is called for every field of
  /// every answer.
  func accept(headerLine bytes: UnsafeRawBufferPointer) {
    let line = Self.trimmed(bytes[...])
    if line.starts(with: "HTTP/".utf8) {
      status = line.split(separator: UInt8(ascii: " ")).dropFirst().first.flatMap { Int(Self.text($0)) } ?? 0
      headers = [:]
      headEnded = false
    } else if line.isEmpty {
      headEnded = true
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      headers[Self.text(line[..<colon]).lowercased()] = Self.text(Self.trimmed(line[(colon + 1)...]))
    }
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
    var rest = bytes
    while let first = rest.first, isSpace(first) { rest = rest.dropFirst() }
    while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
    return rest
  }

  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes), as: UTF8.self)
  }
}
