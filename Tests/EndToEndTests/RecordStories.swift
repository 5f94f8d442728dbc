// Records from the command line: searching, exporting, checking, backing up, while the server runs and while it does not.
import Foundation
import Testing

@Suite(.serialized) struct RecordStories {
  private static let store = "/home/.local/share/goosefactory/factory.db"

  @Test func whatWasAskedAndDecidedIsFoundExportedAndWhole() throws {
    let sandbox = try Sandbox()
    let id = try sandbox.submit("Launch the zeppelin")
    #expect(try sandbox.factory("approve", id).status == 0)
    let found = try sandbox.factory("search", "zepp")
    #expect(found.status == 0 && found.output.contains("task  \(id.suffix(8))  Launch the zeppelin"))
    #expect(try sandbox.factory("search", "zepp", "--types", "cats").status == 64)
    #expect(try sandbox.factory("search", "nothingness").output == "Nothing found.\n")
    let lines = try sandbox.factory("audit", "export", "--action", "task.created")
    #expect(lines.output.split(separator: "\n").count == 1 && lines.output.contains(id))
    let table = try sandbox.factory("audit", "export", "--format", "csv")
    #expect(table.output.hasPrefix("createdAt,action,"))
    // Beside the running server.
    let whole = try sandbox.factory("audit", "verify")
    #expect(whole.status == 0 && whole.output.hasPrefix("The audit log is whole: "), "\(whole.errors)")
  }

  @Test func aTamperedStoreIsFoundOut() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Once")
    #expect(try sandbox.factory("server", "stop").status == 0)
    #expect(try sandbox.factory("audit", "verify").status == 0)
    try sandbox.shell(
      "python3 -c \"import sqlite3; d = sqlite3.connect('\(sandbox.folder + Self.store)'); "
        + "d.execute('UPDATE audit SET action = \\\"x\\\" WHERE n = 1'); d.commit()\"")
    let broken = try sandbox.factory("audit", "verify")
    #expect(broken.status == 70 && broken.errors.contains("does not follow from itself at row 1"))
    let json = try sandbox.factory("audit", "verify", "--json")
    #expect(json.status == 70 && json.output.contains("\"problems\""))
  }

  @Test func aBackupOfARunningStoreComesBack() throws {
    let sandbox = try Sandbox()
    let kept = try sandbox.submit("Kept")
    let file = sandbox.folder + "/backup.db"
    #expect(try sandbox.factory("backup", file).status == 0)
    #expect(try sandbox.factory("backup", file).status == 70)
    let later = try sandbox.submit("Later")
    let refused = try sandbox.factory("restore", file)
    #expect(refused.status == 70 && refused.errors.contains("is in use by"))
    #expect(try sandbox.factory("server", "stop").status == 0)
    let restored = try sandbox.factory("restore", file)
    #expect(restored.status == 0 && restored.output.contains(".replaced-1"), "\(restored.errors)")
    let list = try sandbox.factory("list", "--json")
    #expect(list.output.contains(kept) && !list.output.contains(later))
    #expect(try sandbox.factory("audit", "verify").status == 0)
  }
}
