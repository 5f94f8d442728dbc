// audit list, export, verify: who did what, as text, as files, and whether it is still what was written.
import ArgumentParser
import FactoryClient
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Who did what.", subcommands: [AuditList.self, AuditExport.self, AuditVerify.self],
    defaultSubcommand: AuditList.self)
}

/// What list and export choose rows by.
struct AuditFilters: ParsableArguments {
  @Option(help: "Id of a task, pipeline or approval.") var entity: String?
  @Option(help: "Kind of entity: pipeline, task, approval …") var type: String?
  @Option(help: "Id of a pipeline: everything about it.") var pipeline: String?
  @Option(help: "Id of who did it.") var actor: String?
  @Option(help: "Action, such as task.approved.") var action: String?
  @Option(help: "From this time on, such as 2026-01-31T09:00:00Z.") var since: String?
  @Option(help: "Up to this time.") var until: String?

  func validate() throws {
    for (flag, text) in [("--entity", entity), ("--pipeline", pipeline), ("--actor", actor)] {
      if let text, EntityID(text) == nil { throw ValidationError("\(flag): a UUID was expected, found \(text).") }
    }
    for (flag, text) in [("--since", since), ("--until", until)] {
      guard let text, Timestamp(text) == nil else { continue }
      throw ValidationError("\(flag): a time such as 2026-01-31T09:00:00Z was expected, found \(text).")
    }
  }

  var query: [(String, String)] {
    [
      ("entityId", entity), ("entityType", type), ("pipelineId", pipeline), ("actorId", actor), ("action", action),
      ("since", since), ("until", until),
    ].compactMap { name, value in value.map { (name, $0) } }
  }
}

struct AuditList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Print audit rows, newest first.")
  @OptionGroup var filters: AuditFilters
  @Option(help: "Rows, 1–100.") var limit = 50
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100 was expected, found \(limit).") }
  }

  func run() throws {
    let query = [("limit", "\(limit)")] + filters.query
    let rows = try Connection.open(server).api.ask(Endpoints.listAudit, query: query, json: server.json).data
    if server.json { return try Output.json(rows) }
    for row in rows {
      Output.line("\(row.createdAt)  \(row.actorName ?? row.actorType.rawValue)  \(row.action)  \(row.entityId.short)")
    }
  }
}

struct AuditExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print audit rows, oldest first, as JSON Lines or CSV.")
  @Option(help: "jsonl or csv.") var format = "jsonl"
  @OptionGroup var filters: AuditFilters
  @OptionGroup var server: ServerOptions

  func validate() throws { try check(format, AuditFormat.self, "--format") }

  func run() throws {
    let connection = try Connection.open(server)
    let call = try Endpoints.exportAudit.call(query: [("format", format)] + filters.query)
    do {
      try connection.api.stream(call) { line in
        Output.raw(line + Data("\n".utf8))
        return true
      }
    } catch {
      throw CommandFailure(error, json: server.json)
    }
  }
}

struct AuditVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that the audit rows of a store are what was written.",
    discussion: """
      Works on the files of DATABASE_URL, or of your own store, also while its server runs: follows the signed chain, and compares its \
      end with the anchors beside the database. Ends with 70 when anything was edited, slipped in, removed or cut off.
      """)
  @Flag(help: "Print one JSON document.") var json = false

  func run() throws {
    let report = try sentence { try AuditCheck.run(database: try StoreAccess.file()) }
    if json { try Output.json(report) }
    guard report.isWhole else {
      throw CommandFailure(.failed, json ? "" : report.problems.joined(separator: " "))
    }
    if json { return }
    var words = "The audit log is whole: \(report.rows) rows, \(report.anchors) anchors"
    if let since = report.signedSince, since > 1 {
      words += "; rows 1–\(since - 1) are from before rows were signed and only chained"
    }
    Output.line(words + ".")
  }
}
