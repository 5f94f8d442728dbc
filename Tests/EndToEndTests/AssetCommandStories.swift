// Assets on the command line: a file goes up in pieces, comes back whole and right, and nothing is overwritten or half there.
import Foundation
import Testing

@Suite struct AssetCommandStories {
  @Test func aFileGoesUpAndComesBackAndHasVersions() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.factory("pipelines", "create", "ghl", "--platform", "ghl").status == 0)
    let file = sandbox.folder + "/server.tar"
    let bytes = Data((0..<9 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })
    try bytes.write(to: URL(fileURLWithPath: file))
    let sent = try sandbox.factory("assets", "upload", "ghl", file, "--stage", "building")
    #expect(sent.status == 0, "\(sent.errors)")
    let id = sent.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try sandbox.factory("assets", "list", "ghl").output.contains("server.tar"))

    let back = sandbox.folder + "/back"
    #expect(try sandbox.factory("assets", "download", id, "-o", back).status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: back)) == bytes)
    let again = try sandbox.factory("assets", "download", id, "-o", back)
    #expect(again.status == 70 && again.errors.contains("--force"))
    #expect(try sandbox.factory("assets", "download", id, "-o", back, "--force").status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.folder).allSatisfy { !$0.contains("partial") })
  }

  @Test func aBackupHasTheBytesToo() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.factory("pipelines", "create", "ghl", "--platform", "ghl").status == 0)
    let file = sandbox.folder + "/notes.md"
    try "one\n".write(toFile: file, atomically: true, encoding: .utf8)
    let sent = try sandbox.factory("assets", "upload", "ghl", file)
    let id = sent.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let backup = sandbox.folder + "/monday.db"
    #expect(try sandbox.factory("backup", backup).status == 0)
    #expect(try sandbox.factory("server", "stop").status == 0)
    let data = sandbox.folder + "/home/.local/share/goosefactory"
    try FileManager.default.removeItem(atPath: data)
    #expect(try sandbox.factory("restore", backup).status == 0)
    let back = sandbox.folder + "/back"
    let downloaded = try sandbox.factory("assets", "download", id, "-o", back)
    #expect(downloaded.status == 0, "\(downloaded.errors)")
    #expect(try String(contentsOfFile: back, encoding: .utf8) == "one\n")
  }

  @Test func versionsAreComparedAndBadInputIsASentence() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.factory("pipelines", "create", "ghl", "--platform", "ghl").status == 0)
    let file = sandbox.folder + "/notes.md"
    var id = ""
    for text in ["one\ntwo\n", "one\nthree\n"] {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      let sent = try sandbox.factory("assets", "upload", "ghl", file, "--type", "docs")
      id = sent.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let diff = try sandbox.factory("assets", "diff", id).output
    #expect(diff.contains("-two") && diff.contains("+three"))
    #expect(try sandbox.factory("assets", "show", id).output.contains("version 2, docs"))
    for (arguments, status) in [
      (["upload", "ghl", sandbox.folder + "/none"], 64), (["upload", "ghl", sandbox.folder], 64),
      (["upload", "none", file], 70), (["download", "x"], 64), (["show", UUID().uuidString], 70),
      (["upload", "ghl", file, "--type", "odd"], 64), (["download", id, "-o", sandbox.folder + "/no/such/folder"], 70),
    ] {
      let refused = try sandbox.start(["assets"] + arguments).finish()
      #expect(Int(refused.status) == status, "\(arguments)")
      #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    }
  }
}
