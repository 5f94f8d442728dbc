// Password hashes: the vectors of RFC 7914, the stored form, and damaged hashes.
import FactoryCrypto
import Foundation
import Testing

@Suite struct ScryptTests {
  @Test(arguments: [
    (
      "", "", ScryptCost(n: 16, r: 1, p: 1),
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    ),
    (
      "password", "NaCl", ScryptCost(n: 1024, r: 8, p: 16),
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    ),
  ])
  func vectors(password: String, salt: String, cost: ScryptCost, expected: String) throws {
    let key = try #require(Scrypt.derive(password, salt: Array(salt.utf8), cost: cost, count: 64))
    #expect(Hex.encode(key) == expected)
  }

  @Test func storedForm() {
    let hash = Scrypt.hash(password: "correct horse")
    #expect(hash.hasPrefix("scrypt$32768$8$1$"))
    #expect(Scrypt.verify(password: "correct horse", hash: hash))
    #expect(!Scrypt.verify(password: "correct horsf", hash: hash))
    #expect(!Scrypt.verify(password: "", hash: hash))
    #expect(Scrypt.hash(password: "correct horse") != hash, "each hash has its own salt")
  }

  @Test func costIsReadFromTheHash() {
    let cheap = Scrypt.hash(password: "päß", cost: ScryptCost(n: 16, r: 1, p: 1))
    #expect(Scrypt.verify(password: "päß", hash: cheap))
  }

  @Test(arguments: [
    "", "scrypt", "scrypt$16$1$1$AAAA", "bcrypt$16$1$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "scrypt$17$1$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "scrypt$0$1$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "scrypt$4611686018427387904$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "scrypt$1048576$32$16$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
    "scrypt$16$1$1$AAAAAAAAAAAAAAAAAAAAAA$", "scrypt$16$1$1$!!$AAAAAAAAAAAAAAAAAAAAAA",
  ])
  func damagedHashesNeverMatch(hash: String) {
    #expect(!Scrypt.verify(password: "", hash: hash))
  }
}
