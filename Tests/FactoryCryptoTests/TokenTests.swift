// Access tokens: a vector made by hand, every way a token can be wrong, and weak secrets.
import FactoryContracts
import FactoryCrypto
import Foundation
import Testing

@Suite struct TokenTests {
  static let secret = Array("0123456789abcdef0123456789abcdef".utf8)
  static let now = Timestamp(milliseconds: 1_700_000_000_000)

  private func claims(expiresIn seconds: Int = 900) throws -> TokenClaims {
    TokenClaims(
      sub: try #require(EntityID("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b")), email: "op@example.org", role: .operator,
      scopes: [.tasksRead, .tasksApprove], iat: 1_700_000_000, exp: 1_700_000_000 + seconds)
  }

  private func forge(header: String, body: String, secret: [UInt8] = secret) -> String {
    let text = "\(Base64URL.encode(Array(header.utf8))).\(Base64URL.encode(Array(body.utf8)))"
    return "\(text).\(Base64URL.encode(HMACSHA256.code(for: Array(text.utf8), key: secret)))"
  }

  @Test func roundTrip() throws {
    let signer = try TokenSigner(secret: Self.secret)
    let token = try signer.sign(try claims())
    #expect(token.hasPrefix("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."))
    #expect(try signer.verify(token, now: Self.now) == claims())
  }

  @Test func expiryIsExact() throws {
    let signer = try TokenSigner(secret: Self.secret)
    let token = try signer.sign(try claims(expiresIn: 10))
    #expect(throws: Never.self) { try signer.verify(token, now: Self.now.adding(seconds: 9.999)) }
    #expect(throws: TokenFault.expired(at: Self.now.adding(seconds: 10))) {
      try signer.verify(token, now: Self.now.adding(seconds: 10))
    }
  }

  @Test func anotherSecretIsRefused() throws {
    let token = try TokenSigner(secret: Self.secret).sign(try claims())
    let other = try TokenSigner(secret: [UInt8](repeating: 7, count: 32))
    #expect(throws: TokenFault.badSignature) { try other.verify(token, now: Self.now) }
  }

  @Test func anyChangedCharacterIsRefused() throws {
    let signer = try TokenSigner(secret: Self.secret)
    let token = Array(try signer.sign(try claims()).utf8)
    for index in token.indices {
      var changed = token
      changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(throws: TokenFault.self) {
        try signer.verify(String(decoding: changed, as: UTF8.self), now: Self.now)
      }
    }
  }

  @Test func theAlgorithmIsFixed() throws {
    let signer = try TokenSigner(secret: Self.secret)
    let body = String(decoding: try FactoryJSON.encode(try claims()), as: UTF8.self)
    #expect(throws: Never.self) { try signer.verify(forge(header: #"{"alg":"HS256"}"#, body: body), now: Self.now) }
    for header in [#"{"alg":"none"}"#, #"{"alg":"HS512"}"#, "{}", "[]", ""] {
      #expect(throws: TokenFault.malformed) { try signer.verify(forge(header: header, body: body), now: Self.now) }
    }
    let unsigned = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + "." + Base64URL.encode(Array(body.utf8)) + "."
    #expect(throws: TokenFault.badSignature) { try signer.verify(unsigned, now: Self.now) }
  }

  @Test(arguments: ["", ".", "..", "a.b", "a.b.c.d", "a.b.=", "é.é.é"])
  func garbage(token: String) throws {
    let signer = try TokenSigner(secret: Self.secret)
    #expect(throws: TokenFault.self) { try signer.verify(token, now: Self.now) }
    let long = String(repeating: token + "a", count: 100_000)
    #expect(throws: TokenFault.self) { try signer.verify(long, now: Self.now) }
  }

  @Test func signedNonsenseIsMalformed() throws {
    let signer = try TokenSigner(secret: Self.secret)
    for body in ["{}", "[]", "null", #"{"exp":9e99}"#] {
      let token = forge(header: #"{"alg":"HS256"}"#, body: body)
      #expect(throws: TokenFault.malformed) { try signer.verify(token, now: Self.now) }
    }
  }

  @Test func weakSecretsGetASentence() throws {
    let error = #expect(throws: WeakSecret.self) { try TokenSigner(secret: [UInt8](repeating: 1, count: 31)) }
    #expect(error?.description == "JWT_SECRET has 31 bytes; at least 32 (256 bits) are needed.")
  }
}
