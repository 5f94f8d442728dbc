// The upgrade to a WebSocket by hand (RFC 6455 §4): the request as bytes, and the answer read from bytes. Pure.
// Invariant: the credential is in a header, never in the target (ruling R23).
import FactoryContracts
import FactoryCrypto
import Foundation

/// One handshake; its key is fresh for each.
package struct Handshake: Sendable {
  package enum Reply: Sendable, Equatable {
    /// More bytes are needed.
    case incomplete
    /// Upgraded; frames start at this index.
    case accepted(framesFrom: Int)
    /// An HTTP answer instead of the upgrade.
    case refused(APIFailure)
    /// Not an answer to this handshake.
    case invalid(String)
  }

  package static let longestHead = 65_536
  private static let longestBody = 65_536
  package let key: String

  package init(nonce: [UInt8] = SecureRandom.bytes(16)) { key = Data(nonce).base64EncodedString() }

  /// The value that proves that the server read this handshake's key.
  package var accept: String {
    Data(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
  }

  /// - Parameters:
  ///   - credentialLine: a whole header line.
  package func request(path: String, host: String, credentialLine: String?, userAgent: String) -> [UInt8] {
    var lines = [
      "GET \(path) HTTP/1.1", "Host: \(host)", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13", "User-Agent: \(userAgent)",
    ]
    if let credentialLine { lines.append(credentialLine) }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// Reads what has come so far. `ended`: no more will come.
  package func read(_ bytes: [UInt8], ended: Bool = false) -> Reply {
    guard let headEnd = Self.endOfHead(bytes) else {
      if bytes.count > Self.longestHead { return .invalid("the answer's head does not end") }
      return ended ? .invalid("the connection was cut during the handshake") : .incomplete
    }
    guard let head = HTTPHead(bytes[..<headEnd]) else { return .invalid("the answer is not HTTP") }
    if head.status == 101 { return check(head, headEnd) }
    return refusal(head, body: bytes[headEnd...], ended: ended)
  }

  private func check(_ head: HTTPHead, _ headEnd: Int) -> Reply {
    guard head.fields["upgrade"]?.lowercased() == "websocket",
      head.fields["connection"]?.lowercased().contains("upgrade") == true
    else { return .invalid("the answer does not upgrade to a WebSocket") }
    guard head.fields["sec-websocket-accept"] == accept else { return .invalid("the answer is to another handshake") }
    guard head.fields["sec-websocket-extensions"] == nil, head.fields["sec-websocket-protocol"] == nil else {
      return .invalid("the answer turns on something that was not asked for")
    }
    return .accepted(framesFrom: headEnd)
  }

  private func refusal(_ head: HTTPHead, body: ArraySlice<UInt8>, ended: Bool) -> Reply {
    let length = head.fields["content-length"].flatMap { Int($0) } ?? (ended ? body.count : Self.longestBody)
    let wanted = min(max(0, length), Self.longestBody)
    guard body.count >= wanted || ended else { return .incomplete }
    return .refused(
      ReplyReader.failure(status: head.status, headers: head.fields, body: Data(body.prefix(wanted))))
  }

  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    let last = min(bytes.count, longestHead) - 4
    guard last >= 0 else { return nil }
    for index in 0...last where bytes[index] == 13 {
      if bytes[index + 1] == 10, bytes[index + 2] == 13, bytes[index + 3] == 10 { return index + 4 }
    }
    return nil
  }
}

/// Status and fields (lower-case names) of an HTTP/1.1 answer.
struct HTTPHead {
  let status: Int
  let fields: [String: String]

  init?(_ bytes: ArraySlice<UInt8>) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let lines = text.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3, let status = Int(words[1]),
      (100..<600).contains(status)
    else { return nil }
    self.status = status
    var fields: [String: String] = [:]
    for line in lines.dropFirst() where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    self.fields = fields
  }
}
