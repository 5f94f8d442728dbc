// Sign-ins in the Secret Service where one answers, else in a file; never the secret among a program's arguments (ruling R26).
import FactoryClient
import Foundation
import Testing

@Suite struct VaultTests {
  private let address = ServerAddress(transport: .tcp(host: "h", port: 80))

  /// A `secret-tool` that keeps what it gets in a folder and notes its arguments; `mode` says how it fails.
  private func tool(_ folder: TemporaryFolder, mode: String = "") throws -> SecretTool {
    let bin = folder.path + "/bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    let script = """
      #!/bin/sh
      echo "$@" >> "\(folder.path)/arguments"
      for last; do :; done
      file="\(folder.path)/kept-$(echo "$last" | tr -c 'a-z0-9\\n' _)"
      case "\(mode)$1" in
        store) cat > "$file" ;;
        lookup) cat "$file" 2>/dev/null || exit 1 ;;
        clear) rm "$file" 2>/dev/null || exit 1 ;;
        forgetfulstore) cat > /dev/null ;;
        hangingstore|hanginglookup|hangingclear) exec sleep 600 ;;
        *) exit 1 ;;
      esac
      """
    try Data(script.utf8).write(to: URL(fileURLWithPath: bin + "/secret-tool"))
    chmod(bin + "/secret-tool", 0o755)
    let environment = ["PATH": bin + ":/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"]
    return try #require(SecretTool.find(environment, seconds: mode == "hanging" ? 0.3 : 60))
  }

  private func login(_ secret: String = "s3cr3t") -> StoredLogin {
    StoredLogin(origin: address.origin, kind: .bearer, secret: secret, refreshToken: "r3fr3sh", email: "a@b")
  }

  @Test func keptInTheVaultAndNotInAFile() throws {
    let folder = TemporaryFolder()
    let store = CredentialStore(configFolder: folder.path + "/config", vault: try tool(folder))
    #expect(try store.read(for: address) == nil)
    #expect(try store.write(login(), for: address) == "the Secret Service")
    #expect(try store.read(for: address) == login())
    #expect(!FileManager.default.fileExists(atPath: store.path(for: address)))
    let arguments = try String(contentsOfFile: folder.path + "/arguments", encoding: .utf8)
    #expect(arguments.contains(address.origin) && !arguments.contains("s3cr3t") && !arguments.contains("r3fr3sh"))
    #expect(try store.remove(for: address))
    #expect(try store.read(for: address) == nil)
    #expect(try !store.remove(for: address))
  }

  @Test(arguments: ["broken", "forgetful", "hanging"]) func aVaultThatDoesNotKeepItLeavesItToTheFile(_ mode: String)
    throws
  {
    let folder = TemporaryFolder()
    let store = CredentialStore(configFolder: folder.path + "/config", vault: try tool(folder, mode: mode))
    #expect(try store.write(login(), for: address) == store.path(for: address))
    let attributes = try FileManager.default.attributesOfItem(atPath: store.path(for: address))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try store.read(for: address) == login())
    #expect(try store.remove(for: address))
  }

  @Test func signingInAgainMovesItIntoTheVault() throws {
    let folder = TemporaryFolder()
    try CredentialStore(configFolder: folder.path).write(login("old"), for: address)
    let store = CredentialStore(configFolder: folder.path, vault: try tool(folder))
    #expect(try store.read(for: address)?.secret == "old")
    try store.write(login("new"), for: address)
    #expect(try store.read(for: address)?.secret == "new")
    #expect(try CredentialStore(configFolder: folder.path).read(for: address) == nil)
  }

  @Test func whatBelongsToAnotherOriginIsRefused() throws {
    let folder = TemporaryFolder()
    let vault = try tool(folder)
    #expect(vault.write(#"{"origin":"http://other:80","kind":"bearer","secret":"x"}"#, for: address.origin))
    let store = CredentialStore(configFolder: folder.path, vault: vault)
    let trouble = #expect(throws: FileTrouble.self) { try store.read(for: address) }
    #expect(trouble?.description.contains("http://other:80") == true)
  }

  @Test func noBusOrNoProgramIsNoVault() throws {
    let folder = TemporaryFolder()
    _ = try tool(folder)
    let path = folder.path + "/bin"
    #expect(SecretTool.find(["PATH": path]) == nil)
    #expect(SecretTool.find(["PATH": path, "XDG_RUNTIME_DIR": folder.path]) == nil)
    #expect(SecretTool.find(["PATH": "/nonexistent", "DBUS_SESSION_BUS_ADDRESS": "x"]) == nil)
    _ = FileManager.default.createFile(atPath: folder.path + "/bus", contents: nil)
    #expect(SecretTool.find(["PATH": path, "XDG_RUNTIME_DIR": folder.path]) != nil)
  }
}
