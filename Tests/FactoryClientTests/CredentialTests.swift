// Credentials: bound to their origin, never printed, stored for their owner only.
import FactoryClient
import Foundation
import Testing

@Suite struct CredentialTests {
  private let address = ServerAddress(transport: .tcp(host: "h", port: 80))

  @Test func secretsAreNotPrinted() throws {
    let credential = try Credential(.bearer, secret: "s3cr3t-t0ken", for: address)
    var dumped = ""
    dump(credential, to: &dumped)
    for text in ["\(credential)", String(reflecting: credential), dumped, "\([credential])"] {
      #expect(!text.contains("s3cr3t"), "\(text)")
    }
  }

  @Test(arguments: ["", "a b", "a\r\nX-Evil: 1", "é", String(repeating: "x", count: 9000)])
  func unusableSecretsGetASentence(secret: String) {
    let fault = #expect(throws: CredentialFault.self) {
      try Credential(.apiKey, secret: secret, for: address, source: "FACTORY_API_KEY")
    }
    #expect(fault?.description.hasPrefix("FACTORY_API_KEY ") == true)
  }

  @Test func storedAndForgotten() throws {
    let folder = TemporaryFolder()
    let store = CredentialStore(configFolder: folder.path + "/new/config")
    #expect(try store.read(for: address) == nil)
    let login = StoredLogin(origin: address.origin, kind: .bearer, secret: "abc", refreshToken: "def", email: "a@b")
    try store.write(login, for: address)
    #expect(try store.read(for: address) == login)
    #expect(try store.credential(for: address)?.secret == "abc")
    let mode = try FileManager.default.attributesOfItem(atPath: store.path(for: address))[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(try store.remove(for: address))
    #expect(try !store.remove(for: address))
    #expect(try store.read(for: address) == nil)
  }

  @Test func aFileOthersCanReadIsRefused() throws {
    let folder = TemporaryFolder()
    let store = CredentialStore(configFolder: folder.path)
    try store.write(StoredLogin(origin: address.origin, kind: .bearer, secret: "abc"), for: address)
    chmod(store.path(for: address), 0o644)
    let trouble = #expect(throws: FileTrouble.self) { try store.read(for: address) }
    #expect(trouble?.description.contains("mode 644") == true)
  }

  @Test func anotherOriginsOrADamagedFileIsRefused() throws {
    let folder = TemporaryFolder()
    let store = CredentialStore(configFolder: folder.path)
    let other = ServerAddress.unix("/x")
    try store.write(StoredLogin(origin: other.origin, kind: .bearer, secret: "abc"), for: other)
    rename(store.path(for: other), store.path(for: address))
    #expect(throws: FileTrouble.self) { try store.read(for: address) }
    try Data("{".utf8).write(to: URL(fileURLWithPath: store.path(for: address)))
    chmod(store.path(for: address), 0o600)
    let trouble = #expect(throws: FileTrouble.self) { try store.read(for: address) }
    #expect(trouble?.description.contains("factory login") == true)
  }
}
