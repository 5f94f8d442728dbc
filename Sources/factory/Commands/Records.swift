// export, import: everything in and out as JSON Lines.
import ArgumentParser
import FactoryClient
import FactoryContracts
import FactoryEngine
import Foundation

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print tasks, pipelines and agents of one moment as JSON Lines.")
  @Option(help: "Comma-separated: tasks, pipelines, agents.") var entities = "pipelines,tasks,agents"
  @OptionGroup var server: ServerOptions

  func validate() throws {
    for name in entities.split(separator: ",") where !["tasks", "pipelines", "agents"].contains(name) {
      throw ValidationError("--entities: tasks, pipelines and agents were expected, found \(name).")
    }
  }

  func run() throws {
    let connection = try Connection.open(server)
    let call = try Endpoints.snapshot.call(query: [("entities", entities)])
    var isFirst = true
    do {
      try connection.api.stream(call) { line in
        // The first line is the position in the event log: of no use in a file.
        if !isFirst { Output.raw(line + Data("\n".utf8)) }
        isFirst = false
        return true
      }
    } catch {
      throw CommandFailure(error, json: server.json)
    }
  }
}

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Create tasks and pipelines from JSON Lines, as export prints them.",
    discussion: "Prints one result for each line that failed; ends with 70 when any did.")
  @Argument(help: "File of JSON Lines, or - for standard input.") var file: String
  @OptionGroup var server: ServerOptions

  func run() throws {
    let data: Data
    if file == "-" {
      data = FileHandle.standardInput.readDataToEndOfFile()
    } else {
      guard let read = FileManager.default.contents(atPath: file) else {
        throw CommandFailure(.usage, "\(file): a readable file was expected.")
      }
      data = read
    }
    var call = Call(method: .post, path: Endpoints.importLines.description.path, body: data)
    call.contentType = "application/x-ndjson"
    call.timeoutSeconds = 600
    let results = try send(call)
    let failed = results.filter { !$0.ok }
    if server.json {
      try Output.json(results)
    } else {
      for result in failed { Output.line("line \(result.line): \(result.error?.message ?? "refused")") }
      Output.line("\(results.count - failed.count) created, \(failed.count) refused")
    }
    guard failed.isEmpty else { throw CommandFailure(.failed, "") }
  }

  private func send(_ call: Call) throws -> [ImportResult] {
    let connection = try Connection.open(server)
    var results: [ImportResult] = []
    do {
      try connection.api.stream(call) { line in
        if let result = try? FactoryJSON.decode(ImportResult.self, from: line) { results.append(result) }
        return true
      }
    } catch {
      throw CommandFailure(error, json: server.json)
    }
    return results
  }
}
