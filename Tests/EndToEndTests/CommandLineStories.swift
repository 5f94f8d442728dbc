// The command line as scripts use it: ids, exit codes, JSON, one sentence for what is wrong.
import Foundation
import Testing

@Suite(.serialized) struct CommandLineStories {
  @Test func aDecisionMadeElsewhereReleasesTheWaitingScript() throws {
    let sandbox = try Sandbox()
    let waiting = try sandbox.start(["submit", "--title", "Ship it?", "--summary", "release 1.2", "--wait"])
    var id = ""
    try eventually("the task in the list", seen: { waiting.errors }) {
      id = try taskIds(sandbox).first ?? ""
      return !id.isEmpty
    }
    #expect(waiting.isRunning)
    #expect(try sandbox.factory("approve", id, "--notes", "looks good").status == 0)
    let result = try waiting.finish()
    #expect(result.status == 0)
    #expect(result.output.contains("approved"))
    #expect(result.output.contains("looks good"))
  }

  /// A verb with its flags, and the exit status of whoever waits.
  struct Outcome: Sendable, CustomStringConvertible {
    var verb: String
    var flags: [String] = []
    var status: Int32
    var description: String { verb }
  }

  @Test(arguments: [
    Outcome(verb: "reject", flags: ["--reason", "no"], status: 1), Outcome(verb: "defer", status: 2),
    Outcome(verb: "withdraw", status: 5),
  ])
  func eachOutcomeHasItsExitCode(_ outcome: Outcome) throws {
    let sandbox = try Sandbox()
    let id = try sandbox.submit("One")
    let waiting = try sandbox.start(["wait", id])
    try eventually("the waiter's connection") { try sandbox.connections() >= 1 }
    #expect(try sandbox.start([outcome.verb, id] + outcome.flags).finish().status == 0)
    #expect(try waiting.finish().status == outcome.status)
  }

  @Test func aWaitThatTimesOutLeavesTheTask() throws {
    let sandbox = try Sandbox()
    let id = try sandbox.submit("Slow")
    let result = try sandbox.factory("wait", id, "--timeout", "1s")
    #expect(result.status == 3)
    #expect(result.errors.contains("No decision within 1 s"))
    #expect(try taskIds(sandbox) == [id])
  }

  @Test func aRetriedJobFindsItsOpenTask() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.submit("Nightly", "--key", "nightly-42")
    #expect(try sandbox.submit("Nightly", "--key", "nightly-42") == first)
    try sandbox.factory("approve", first)
    #expect(try sandbox.submit("Nightly", "--key", "nightly-42") != first)
  }

  @Test func theSecondDecisionIsRefusedWithWhoWasFirst() throws {
    let sandbox = try Sandbox()
    let id = try sandbox.submit("Once")
    #expect(try sandbox.factory("approve", id).status == 0)
    let second = try sandbox.factory("reject", id, "--reason", "late", "--json")
    #expect(second.status == 70)
    #expect(second.errors.contains("\"CONFLICT\""))
  }

  @Test(arguments: [
    (["list", "--priority", "urgent"], "--priority"), (["list", "--api-url", "ftp://x"], "--api-url"),
    (["submit", "--title", "x", "--git", "no..such", "--repository", "/"], "repository"),
    (["submit", "--title", "x", "--junit", "/nonexistent.xml"], "/nonexistent.xml"),
    (["submit", "--title", "x", "--metric", "speed"], "speed"), (["show", "zz"], "zz"),
    (["submit"], "--title"), (["submit", "--title", "x", "--wait=30min"], "--wait"),
    (["submit", "--title", "x", "--wait=0"], "--wait"), (["submit", "--title", ""], "title"),
    (["list", "--status", "a\u{1b}[31m"], "--status"), (["--theme", "nope"], "--theme: found “nope”"),
  ])
  func badInputGetsOneSentenceThatNamesIt(_ arguments: [String], _ name: String) throws {
    let sandbox = try Sandbox()
    let result = try sandbox.start(arguments).finish()
    #expect(result.status == 64)
    #expect(result.errors.contains(name))
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(!result.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(result.output.isEmpty)
  }

  @Test func aServerThatIsNotThereIsExitCode4() throws {
    let sandbox = try Sandbox()
    let result = try sandbox.factory("list", "--api-url", "http://127.0.0.1:9/v1")
    #expect(result.status == 4)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func aCredentialOfTheEnvironmentIsUsedAndNamedWhenRefused() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Mine")
    sandbox.extra["FACTORY_TOKEN"] = "bogus"
    let result = try sandbox.factory("list")
    #expect(result.status == 70)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("FACTORY_TOKEN is set and was used"))
    sandbox.extra["FACTORY_TOKEN"] = nil
    #expect(try sandbox.factory("list").status == 0)
  }

  @Test func whoIsNotSignedInIsToldHow() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Mine")
    let port = try #require(sandbox.serverPort)
    let folder = sandbox.folder + "/home/.config/goosefactory/credentials"
    let make = "umask 077; mkdir -p \(folder); printf %s "
    _ = try sandbox.shell(
      make + #"'{"origin":"http://127.0.0.1:7","kind":"bearer","secret":"x"}' > "# + folder + "/a.json")
    let result = try sandbox.factory("list", "--api-url", "http://127.0.0.1:\(port)/v1")
    #expect(result.status == 70)
    #expect(result.errors.contains("factory login"), "\(result.errors)")
    #expect(result.errors.contains("signed in to http://127.0.0.1:7."), "\(result.errors)")
  }

  @Test func hostileTitlesNeverReachTheTerminalRaw() throws {
    let sandbox = try Sandbox()
    let hostile = "a\u{1b}]0;owned\u{7}b\u{202e}c\u{9b}31m"
    let id = try sandbox.submit(hostile)
    for arguments in [["list"], ["show", id], ["approve", id]] {
      let output = try sandbox.start(arguments).finish().output
      #expect(
        !output.unicodeScalars.contains {
          $0.value == 0x1b || $0.value == 0x7 || $0.value == 0x202e || $0.value == 0x9b
        })
    }
  }

  @Test func aStoreInUseIsRefusedInOneSentence() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Keeps the server running")
    let result = try sandbox.factory("serve")
    #expect(result.status == 70)
    #expect(result.errors.hasPrefix("factory: The database ") && result.errors.contains("is in use"))
    #expect(result.errors.split(separator: "\n").count == 1)
    // These need no store of their own.
    for arguments in [["users", "list"], ["audit", "verify"]] {
      #expect(try sandbox.start(arguments).finish().status == 0)
    }
  }

  @Test func closedDescriptorsAreNoCrash() throws {
    let sandbox = try Sandbox()
    let program = Sandbox.program
    let code = try sandbox.shell("'\(program)' approve zzzz 2>&- && echo 0 || echo $?")
    #expect(code.contains("64"))
    let lost = try sandbox.shell("'\(program)' list >&- 2>errors && echo 0 || echo $?; cat errors")
    #expect(lost.contains("70") && lost.contains("Standard output"))
  }

  @Test func aSubmitterCannotForgeLines() throws {
    let sandbox = try Sandbox()
    let id = try sandbox.submit("x\nstate       approved\nasked by    the boss")
    let lines = try sandbox.factory("show", id).output.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("state ") }.count == 1)
    #expect(!lines.contains { $0.hasPrefix("asked by    the boss") })
  }

  @Test func theCountIsTheScreens() throws {
    let sandbox = try Sandbox()
    let ids = try (1...3).map { try sandbox.submit("Task \($0)") }
    #expect(try sandbox.factory("claim", ids[0]).status == 0)
    #expect(try sandbox.factory("approve", ids[1], "--grace", "60").status == 0)
    #expect(try sandbox.factory("status").output.hasPrefix("2 waiting"))
  }

  @Test func aPipeDecidesInLinearMode() throws {
    let sandbox = try Sandbox()
    _ = try sandbox.submit("Rotate \u{1b}[31m the keys", "--priority", "high")
    _ = try sandbox.submit("Paint the shed", "--priority", "low")
    let result = try sandbox.factory("run", "--plain", input: "1 a fine\n2 r too late\nu\nq\n1 r never read\n")
    #expect(result.status == 0)
    #expect(result.output.contains("1. high") && result.output.contains("Taken back, it waits again: Paint the shed"))
    #expect(!result.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    let rows = try sandbox.factory("audit", "--limit", "100").output
    #expect(rows.components(separatedBy: "task.decision_made").count == 3 && rows.contains("task.decision_undone"))
    let wrong = try sandbox.factory("run", "--plain", input: "9 a\n")
    #expect(wrong.status == 70 && wrong.output.contains("There is no item 9"))
  }

  @Test func exportAndImportCarryEverythingOver() throws {
    let (from, to) = (try Sandbox(), try Sandbox())
    let id = try from.submit("Carried", "--priority", "high")
    let lines = try from.factory("export").output
    let result = try to.factory("import", "-", input: lines)
    #expect(result.status == 0, "\(result.errors)\(result.output)")
    #expect(try taskIds(to) == [id])
    #expect(try to.factory("import", "-", input: lines).status == 70)
  }
}

/// Ids of the open tasks, in queue order.
func taskIds(_ sandbox: Sandbox) throws -> [String] {
  struct Row: Decodable { var id: String }
  let output = try sandbox.factory("list", "--json").output
  return try JSONDecoder().decode([Row].self, from: Data(output.utf8)).map(\.id)
}
