// Tokens that somebody made up: each is answered 401, over HTTP and at the socket's door (contract §1.2, RFC 8725).
import FactoryContracts
import FactoryCrypto
import FactoryServer
import Foundation
import TestSupport
import Testing

@Suite struct ForgedTokenTests {
  private static func part(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

  private static func signed(_ header: String, _ body: String, _ secret: [UInt8] = Rig.secret) -> String {
    let text = "\(part(header)).\(part(body))"
    return "\(text).\(Base64URL.encode(HMACSHA256.code(for: Array(text.utf8), key: secret)))"
  }

  /// The claims of a real person as JSON; `change` spoils them.
  private static func claims(_ rig: Rig, _ change: (inout [String: JSONValue]) -> Void = { _ in }) throws -> String {
    let user = try #require(rig.users[.owner])
    let now = Int64(Date().timeIntervalSince1970)
    var claims: [String: JSONValue] = [
      "sub": .string(user.id.description), "email": .string(user.email), "role": "owner",
      "scopes": .array(Scope.declared.map { .string($0.rawValue) }), "iat": .integer(now), "exp": .integer(now + 900),
    ]
    change(&claims)
    return String(decoding: try FactoryJSON.encode(JSONValue.object(claims)), as: UTF8.self)
  }

  private static func forgeries(_ rig: Rig) throws -> [(String, String)] {
    let header = #"{"alg":"HS256","typ":"JWT"}"#
    let good = try claims(rig)
    let now = Int64(Date().timeIntervalSince1970)
    let genuine = signed(header, good)
    let parts = genuine.split(separator: ".").map(String.init)
    var rows: [(String, String)] = [
      ("unsigned", "\(part(#"{"alg":"none","typ":"JWT"}"#)).\(parts[1])."),
      ("unsigned, signature kept", "\(part(#"{"alg":"none"}"#)).\(parts[1]).\(parts[2])"),
      ("signature cut off", "\(parts[0]).\(parts[1])."), ("two parts", "\(parts[0]).\(parts[1])"),
      ("truncated", String(genuine.dropLast())), ("one more character", genuine + "A"),
      ("padded", genuine + "="), ("a fourth part", genuine + ".e30"),
      ("body of another", "\(parts[0]).e30.\(parts[2])"),
      ("another key", signed(header, good, Array("another secret of more than thirty-two bytes".utf8))),
      ("a key of zeros", signed(header, good, [UInt8](repeating: 0, count: 32))),
      ("huge", String(repeating: "A", count: 20_000)),
      ("huge and signed", signed(header, try claims(rig) { $0["x"] = .string(String(repeating: "a", count: 9000)) })),
      ("expired", signed(header, try claims(rig) { $0["exp"] = .integer(now) })),
      ("expiry of another unit", signed(header, try claims(rig) { $0["exp"] = .integer(.max) })),
      ("no expiry", signed(header, try claims(rig) { $0["exp"] = nil })),
      ("issued tomorrow", signed(header, try claims(rig) { $0["iat"] = .integer(now + 86_400) })),
      ("no subject", signed(header, try claims(rig) { $0["sub"] = nil })),
      ("a subject that is nobody", signed(header, try claims(rig) { $0["sub"] = .string(Sample.id(404).description) })),
      ("a subject that is no id", signed(header, try claims(rig) { $0["sub"] = "owner" })),
      ("another issuer", signed(header, try claims(rig) { $0["iss"] = "https://elsewhere.example" })),
      ("another audience", signed(header, try claims(rig) { $0["aud"] = ["elsewhere"] })),
      ("the owner's token and more", Rig.ownerToken + "."),
      ("the secret itself", String(decoding: Rig.secret, as: UTF8.self)),
      ("quotes", "\"\(genuine)\""), ("null", "null"), ("a dot", "."),
    ]
    for other in ["none", "HS384", "HS512", "RS256", "ES256", "hs256", "NONE", ""] {
      rows.append(("algorithm \(other), signed with HS256", signed(#"{"alg":"\#(other)","typ":"JWT"}"#, good)))
    }
    for odd in [#"{"alg":"HS256","crit":["x"],"x":1}"#, #"{"alg":"HS256","typ":"at+jwt"}"#, #"{"typ":"JWT"}"#, "[]"] {
      rows.append(("header \(odd)", signed(odd, good)))
    }
    return rows
  }

  @Test func eachIs401() async throws {
    try await Rig.with(configure: { $0.rateLimit = 0 }) { rig in
      let genuine = Self.signed(#"{"alg":"HS256","typ":"JWT"}"#, try Self.claims(rig))
      #expect(try await rig.call("GET", "/v1/tasks", headers: [("Authorization", "Bearer \(genuine)")]).status == 200)
      let wire = try await Wire.open(port: rig.port)
      for (name, token) in try Self.forgeries(rig) {
        let answer = try await wire.call("GET", "/v1/tasks", headers: [("Authorization", "Bearer \(token)")])
        #expect(answer.status == 401, "\(name)")
        #expect(answer.error?.code == .unauthorized, "\(name)")
        #expect(answer.headers["www-authenticate"] == "Bearer", "\(name)")
        let (socket, refusal) = try await SocketWire.open(
          port: rig.port, headers: [("Authorization", "Bearer \(token)")])
        #expect(refusal.status == 401, "socket: \(name)")
        socket.wire.close()
      }
      #expect(try await wire.call("GET", "/v1/tasks", headers: Rig.owner).status == 200)
    }
  }
}
