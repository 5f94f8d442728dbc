// Reads an address as people write it: `http://host:port[/v1]`, `https://…`, `ws(s)://…/v1/ws`, `unix:/path`. Pure.
// Written by hand because a wrong address needs a sentence that names the wrong part, which URL parsers do not give.
import Foundation

extension ServerAddress {
  /// `source` names where the text came from (a flag, a variable, a file), for the sentence.
  package init(parsing text: String, source: String = "The server's address") throws(AddressFault) {
    let fail = { (what: String) in AddressFault(description: "\(source) is \"\(Self.shown(text))\": \(what).") }
    guard text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }), !text.isEmpty else {
      throw fail("an address such as http://127.0.0.1:3100 or unix:/run/factory.sock was expected")
    }
    if let path = try Self.unixPath(text, fail) {
      self = .unix(path)
      return
    }
    guard let colon = text.range(of: "://"), let secure = Self.schemes[text[..<colon.lowerBound].lowercased()] else {
      throw fail("it must start with http://, https:// or unix:")
    }
    let rest = text[colon.upperBound...]
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw fail("it may not have a query or fragment") }
    let authority = rest.prefix { $0 != "/" }
    guard !authority.contains("@") else {
      throw fail("a user name or password does not belong into an address; use factory login")
    }
    let (host, port) = try Self.hostAndPort(authority, secure: secure, fail)
    self.init(
      transport: .tcp(host: host, port: port), secure: secure,
      basePath: Self.basePath(rest.dropFirst(authority.count)))
  }

  private static let schemes = ["http": false, "ws": false, "https": true, "wss": true]

  /// The longest path that fits into a socket's address.
  private static let longestSocketPath = 107

  private static func unixPath(
    _ text: String, _ fail: (String) -> AddressFault
  ) throws(AddressFault) -> String? {
    var path: String
    if text.hasPrefix("http+unix://") {
      guard let decoded = percentDecoded(text.dropFirst(12).prefix { $0 != "/" }) else {
        throw fail("the socket's path must be percent-encoded, as in http+unix://%2Frun%2Ffactory.sock")
      }
      path = decoded
    } else if text.hasPrefix("unix:") {
      path = String(text.dropFirst(5))
      if path.hasPrefix("///") { path = String(path.dropFirst(2)) }
    } else {
      return nil
    }
    guard path.hasPrefix("/"), path.count > 1 else { throw fail("the path of a Unix socket must be absolute") }
    guard path.utf8.count <= longestSocketPath else {
      throw fail("the path of a Unix socket may have \(longestSocketPath) bytes, this one has \(path.utf8.count)")
    }
    return path
  }

  private static func hostAndPort(
    _ authority: Substring, secure: Bool, _ fail: (String) -> AddressFault
  ) throws(AddressFault) -> (String, Int) {
    var host = authority
    var port = Substring(secure ? "443" : "80")
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { throw fail("the bracket of its IPv6 address is not closed") }
      host = authority[authority.index(after: authority.startIndex)..<end]
      let tail = authority[authority.index(after: end)...]
      guard tail.isEmpty || tail.hasPrefix(":") else { throw fail("after ] a port was expected") }
      if !tail.isEmpty { port = tail.dropFirst() }
    } else if let colon = authority.lastIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard isHost(host, bracketed: authority.hasPrefix("[")) else { throw fail("it has no usable host name") }
    guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(port), (1...65535).contains(number) else {
      throw fail("\"\(shown(port))\" is not a port; a number from 1 to 65535 was expected")
    }
    return (host.lowercased(), number)
  }

  private static func isHost(_ text: Substring, bracketed: Bool) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 253 else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
      case UInt8(ascii: ":"), UInt8(ascii: "%"): bracketed
      default: false
      }
    }
  }

  /// The path without the parts every call brings along.
  private static func basePath(_ path: Substring) -> String {
    var path = path
    let trim = { while path.hasSuffix("/") { path = path.dropLast() } }
    trim()
    for known in ["/v1/ws", "/v1"] where path.hasSuffix(known) {
      path = path.dropLast(known.count)
      break
    }
    trim()
    return String(path)
  }

  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(rest.prefix(2)) ?? "", radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// As it may be printed: controls replaced, a password's place hidden, cut.
  private static func shown(_ text: some StringProtocol) -> String {
    var visible = String(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : Character($0) })
    if let at = visible.firstIndex(of: "@"), let start = visible.range(of: "://")?.upperBound, start < at {
      visible.replaceSubrange(start..<at, with: "…")
    }
    return visible.count > 120 ? visible.prefix(119) + "…" : visible
  }
}
