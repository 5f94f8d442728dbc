// Who a credential belongs to, told from the credential alone.
import FactoryClient
import FactoryContracts
import FactoryCrypto
import Foundation

enum Principal {
  /// The subject of an access token; for opaque credentials an id derived from them, the same on each start.
  static func of(_ credential: Credential?) -> EntityID {
    guard let secret = credential?.secret else { return EntityID(high: 0, low: 0) }
    if let subject = subject(ofToken: secret) { return subject }
    let digest = SHA256.hash(Array(secret.utf8))
    return EntityID(high: word(digest, 0), low: word(digest, 8))
  }

  private struct Subject: Decodable { var sub: EntityID }

  private static func subject(ofToken token: String) -> EntityID? {
    let parts = token.split(separator: ".")
    guard parts.count == 3, let bytes = Base64URL.decode(String(parts[1])) else { return nil }
    return (try? FactoryJSON.decode(Subject.self, from: Data(bytes)))?.sub
  }

  private static func word(_ bytes: some Collection<UInt8>, _ start: Int) -> UInt64 {
    bytes.dropFirst(start).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
