// How a person names a task on the command line: the whole id or the end of it, as lists show it.
import FactoryClient
import FactoryContracts

enum TaskReference {
  /// The id that a text names; asks the server where the text is only a part.
  static func resolve(_ text: String, _ api: RESTClient, json: Bool) throws -> EntityID {
    if let id = EntityID(text) { return id }
    let digits = text.lowercased()
    guard (4...32).contains(digits.count), digits.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
      throw CommandFailure(
        .usage, "“\(text)” is no task id: a UUID or at least the last four of its digits was expected.")
    }
    var found: [FactoryTask] = []
    try Snapshots.tasks(api, openOnly: false, json: json) {
      if $0.id.description.hasSuffix(digits) { found.append($0) }
    }
    guard let task = found.first else { throw CommandFailure(.failed, "No task's id ends with \(digits).") }
    guard found.count == 1 else {
      let names = found.prefix(5).map { "\($0.id.description) \($0.title)" }.joined(separator: "; ")
      throw CommandFailure(.usage, "\(found.count) tasks end with \(digits): \(names).")
    }
    return task.id
  }
}

/// Reads a snapshot line by line (ruling R55).
enum Snapshots {
  static func tasks(_ api: RESTClient, openOnly: Bool, json: Bool, each: (FactoryTask) -> Void) throws {
    try lines(api, entities: "tasks", openOnly: openOnly, json: json) { if let task = $0.task { each(task) } }
  }

  static func lines(
    _ api: RESTClient, entities: String, openOnly: Bool, json: Bool, each: (SnapshotLine) throws -> Void
  ) throws {
    let call = try Endpoints.snapshot.call(query: [("entities", entities), ("open", openOnly ? "true" : "false")])
    var failure: (any Error)?
    var isFirst = true
    do {
      try api.stream(call) { line in
        defer { isFirst = false }
        if isFirst { return true }
        do {
          try each(try FactoryJSON.decode(SnapshotLine.self, from: line))
          return true
        } catch {
          failure = error
          return false
        }
      }
    } catch {
      throw CommandFailure(error, json: json)
    }
    if let failure { throw failure }
  }
}
