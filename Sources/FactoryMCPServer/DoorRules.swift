// Who may come in: a page of this machine or a named one, under a name of this machine, with the token. Pure.
// A browser carries any page's calls to 127.0.0.1 and lets a foreign name point there; that is what Origin and Host are looked at for.

struct DoorRules: Sendable {
  let token: String
  let origins: Set<String>
  /// Only where the listener is on this machine: behind a proxy the name is the proxy's.
  let checksHost: Bool

  enum Refusal: Equatable { case origin, host, token }

  func refusal(origin: String?, host: String?, authorization: String?) -> Refusal? {
    if let origin, !origins.contains(origin.lowercased()), !Self.isHere(Self.host(ofOrigin: origin)) { return .origin }
    if checksHost, !Self.isHere(host.map(Self.withoutPort)) { return .host }
    guard let shown = authorization.flatMap(Self.bearer), Self.same(shown, token) else { return .token }
    return nil
  }

  private static func bearer(_ header: String) -> String? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }

  private static func host(ofOrigin origin: String) -> String? {
    let origin = origin.lowercased()
    for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
      let rest = origin.dropFirst(scheme.count)
      return rest.contains(where: { "/@?#".contains($0) }) ? nil : withoutPort(String(rest))
    }
    return nil
  }

  private static func withoutPort(_ authority: String) -> String {
    if authority.first == "[" { return String(authority.prefix { $0 != "]" }) + "]" }
    return String(authority.prefix { $0 != ":" })
  }

  static func isHere(_ host: String?) -> Bool {
    guard let host = host?.lowercased() else { return false }
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Takes as long for a near miss as for a far one.
  private static func same(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count, !right.isEmpty else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
