// Which web pages may open the socket. A browser says which page asks and sends its cookies and what it can reach along; programs
// say nothing and are let through to the question of their credential. A page's own host counts for nothing: with a name that
// points at this machine any page could claim it.
struct OriginRule: Sendable {
  /// Named by whoever runs the server, in lower case.
  let allowed: Set<String>

  func admits(_ origin: String) -> Bool {
    let origin = origin.lowercased()
    if allowed.contains(origin) { return true }
    guard Self.isOrigin(origin), let host = Self.host(origin) else { return false }
    return host == "localhost" || host == "[::1]" || Self.isLoopback(host)
  }

  /// Scheme, host and maybe a port: nothing before, between or behind them.
  static func isOrigin(_ text: String) -> Bool {
    guard let host = host(text), !host.isEmpty else { return false }
    let rest = text.dropFirst(text.hasPrefix("https://") ? 8 : 7).dropFirst(host.count)
    let isHost = host.utf8.allSatisfy {
      (48...57).contains($0) || (97...122).contains($0) || "-.:[]".utf8.contains($0)
    }
    return isHost && (rest.isEmpty || (rest.first == ":" && UInt16(rest.dropFirst()) != nil))
  }

  /// Without the port; nil for what is no web address.
  private static func host(_ origin: String) -> String? {
    guard origin.hasPrefix("http://") || origin.hasPrefix("https://") else { return nil }
    let rest = origin.dropFirst(origin.hasPrefix("https://") ? 8 : 7)
    if rest.first == "[" { return rest.firstIndex(of: "]").map { String(rest[...$0]) } }
    return String(rest.prefix { $0 != ":" && $0 != "/" })
  }

  private static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
