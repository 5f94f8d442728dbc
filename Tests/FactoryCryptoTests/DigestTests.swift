// Hashes, codings and comparison against published vectors (FIPS 180-4, RFC 4231, RFC 4648, RFC 6455).
import FactoryCrypto
import Foundation
import Testing

@Suite struct DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func sha256(text: String, expected: String) {
    #expect(SHA256.hex(Data(text.utf8)) == expected)
    #expect(SHA256.hash(Array(text.utf8)).count == 32)
  }

  @Test func sha256OfAMillion() {
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(SHA256.hex(Data(repeating: UInt8(ascii: "a"), count: 1_000_000)) == expected)
  }

  @Test func acceptKeyOfRFC6455() {
    let text = "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    #expect(Data(SHA1.hash(Data(text.utf8))).base64EncodedString() == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }

  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
  ])
  func hmac(key: [UInt8], text: String, expected: String) {
    #expect(Hex.encode(HMACSHA256.code(for: Data(text.utf8), key: key)) == expected)
    // Made ready once, used often.
    let ready = HMACKey(key)
    for _ in 1...3 { #expect(Hex.encode(ready.code(for: Data(text.utf8))) == expected) }
  }

  @Test func comparison() {
    #expect(constantTimeEqual("secret", "secret"))
    #expect(!constantTimeEqual("secret", "secreT"))
    #expect(!constantTimeEqual("secret", "secrets"))
    #expect(constantTimeEqual([UInt8](), [UInt8]()))
    #expect(!constantTimeEqual([UInt8](), [0]))
  }

  @Test func randomBytesDiffer() {
    #expect(SecureRandom.bytes(0).isEmpty)
    let drawn = (0..<200).map { _ in SecureRandom.bytes(16) }
    #expect(Set(drawn).count == 200)
    #expect(drawn.allSatisfy { $0.count == 16 })
    #expect(Base64URL.decode(SecureRandom.token())?.count == 32)
  }
}
