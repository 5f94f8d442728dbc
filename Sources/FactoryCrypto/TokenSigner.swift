// Access tokens: HS256 and nothing else (RFC 7515, 7519; claims of contract §1.2). Pure: the time is passed in.
// Invariant: the signature is checked before any byte of the token is interpreted, and the algorithm is never the token's choice.
import FactoryContracts
import Foundation

/// Why a token is not accepted.
package enum TokenFault: Error, Hashable, Sendable {
  /// Not three parts of base64url with the expected JSON inside.
  case malformed
  /// Not signed with this secret.
  case badSignature
  /// Its time is over.
  case expired(at: Timestamp)
}

/// A secret that must not be used, with a sentence that says why.
package struct WeakSecret: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

/// Makes and checks access tokens with one secret.
package struct TokenSigner: Sendable {
  /// Bytes; 256 bits as contract §7.3 asks for `JWT_SECRET`.
  package static let minimumSecret = 32
  private static let header = Base64URL.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
  private let secret: HMACKey

  /// `name`: where the secret came from, for the sentence.
  package init(secret: some Sequence<UInt8>, name: String = "JWT_SECRET") throws(WeakSecret) {
    let bytes = Array(secret)
    guard bytes.count >= Self.minimumSecret else {
      throw WeakSecret(
        description: "\(name) has \(bytes.count) bytes; at least \(Self.minimumSecret) (256 bits) are needed.")
    }
    self.secret = HMACKey(bytes)
  }

  package func sign(_ claims: TokenClaims) throws -> String {
    let body = "\(Self.header).\(Base64URL.encode(try FactoryJSON.canonical(claims)))"
    return "\(body).\(Base64URL.encode(signature(of: body)))"
  }

  /// The claims of a token that this secret signed and whose `exp` is after `now`.
  package func verify(_ token: String, now: Timestamp) throws(TokenFault) -> TokenClaims {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, token.utf8.count <= 8192, let given = Base64URL.decode(parts[2]) else {
      throw .malformed
    }
    guard constantTimeEqual(signature(of: "\(parts[0]).\(parts[1])"), given) else { throw .badSignature }
    guard Self.isOurs(parts[0]), let body = Base64URL.decode(parts[1]), !Self.isForeign(Data(body)),
      let claims = try? FactoryJSON.decode(TokenClaims.self, from: Data(body)),
      Double(claims.iat) <= Double(now.milliseconds) / 1000 + Self.skewSeconds
    else { throw .malformed }
    let end = Timestamp(milliseconds: Int64(clamping: claims.exp.multipliedReportingOverflow(by: 1000).partialValue))
    guard claims.exp < Int.max / 1000, end > now else { throw .expired(at: end) }
    return claims
  }

  private func signature(of body: String) -> [UInt8] { secret.code(for: Array(body.utf8)) }

  /// How far another server's clock may be ahead.
  private static let skewSeconds = 60.0

  private static func isOurs(_ part: Substring) -> Bool {
    guard let bytes = Base64URL.decode(part), let header = try? FactoryJSON.decode(JSONValue.self, from: Data(bytes))
    else { return false }
    return header["alg"]?.string == "HS256" && (header["typ"] ?? "JWT").string == "JWT" && header["crit"] == nil
  }

  /// Claims that our tokens never have (contract §1.2): whoever shares our secret made this one for something else.
  private static func isForeign(_ body: Data) -> Bool {
    guard let claims = try? FactoryJSON.decode(JSONValue.self, from: body) else { return true }
    return ["iss", "aud", "nbf"].contains { claims[$0] != nil }
  }
}
