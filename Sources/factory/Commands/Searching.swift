// search: pipelines, tasks and audit rows by their words.
import ArgumentParser
import FactoryContracts
import Foundation

struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Find pipelines, tasks and audit rows by their words.",
    discussion: "Each word matches from its beginning; \"several words\" in quotes match as they stand.")
  @Argument(help: "Words to find.") var words: [String]
  @Option(help: "Comma-separated: pipeline, task, asset, audit.") var types: String?
  @Option(help: "Finds, 1–100.") var limit = 20
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100 was expected, found \(limit).") }
    for name in types?.split(separator: ",") ?? [] { try check(String(name), SearchType.self, "--types") }
    if words.joined().isEmpty { throw ValidationError("WORDS: something to find was expected, found nothing.") }
  }

  func run() throws {
    var query = [("query", words.joined(separator: " ")), ("limit", "\(limit)")]
    if let types { query.append(("types", types)) }
    let found = try Connection.open(server).api.ask(Endpoints.search, query: query, json: server.json).data.results
    if server.json { return try Output.json(found) }
    guard !found.isEmpty else { return Output.line("Nothing found.") }
    for result in found {
      let snippet = result.snippet.split(whereSeparator: \.isNewline).joined(separator: " ")
      Output.line("\(result.entityType.rawValue)  \(result.id.short)  \(result.title)  \(snippet)")
    }
  }
}
