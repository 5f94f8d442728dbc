// Text codings: vectors, round trips of every length, and the spellings that must be refused.
import FactoryCrypto
import Foundation
import Testing

@Suite struct CodingTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64Vectors(plain: String, coded: String) {
    #expect(Base64URL.encode(Array(plain.utf8)) == coded)
    #expect(Base64URL.decode(coded) == Array(plain.utf8))
  }

  @Test func roundTrips() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 251) }
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
      #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    }
    #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
  }

  @Test(arguments: ["Zg==", "Zm+v", "Zm/v", "Z", "Zh", "Zm9", "Zm 8", "Zm8\n", "Zmé8"])
  func base64Refuses(text: String) {
    // `Zh` and `Zm9` carry bits after their last byte: a second spelling of `Zg` and `Zm8`.
    #expect(Base64URL.decode(text) == nil)
  }

  @Test func hexReading() {
    #expect(Hex.decode("00fFA1") == [0, 255, 0xa1])
    for bad in ["0", "0g", " 00", "é0"] { #expect(Hex.decode(bad) == nil) }
  }
}
