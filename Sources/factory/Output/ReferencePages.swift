// The reference as Markdown, made from the tables that the program itself runs on.
import ArgumentParser
import FactoryContracts
import FactoryServer

enum ReferencePages {
  static var api: String {
    let rows = Endpoints.all.map { endpoint in
      "| `\(endpoint.method.rawValue)` | `\(endpoint.path)` | \(words(endpoint.access)) | \(endpoint.summary) | \(endpoint.status) |"
    }
    let queries = Endpoints.all.filter { !$0.query.isEmpty }.map { endpoint in
      "### `\(endpoint.signature)`\n\n" + endpoint.query.map { "- `\($0.name)`: \($0.summary)" }.joined(separator: "\n")
    }
    return """
      # Endpoints

      Made by `factory docs api` from the descriptors that server and client use.

      | | Path | Needs | What it does | Success |
      | --- | --- | --- | --- | --- |
      \(rows.joined(separator: "\n"))

      ## Query parameters

      \(queries.joined(separator: "\n\n"))

      """
  }

  static var configuration: String {
    let rows = ServerSettings.all.map { setting in
      "| `\(setting.name)` | \(setting.fallback.map { "`\($0)`" } ?? "") | \(setting.meaning) |"
    }
    return """
      # Configuration of the server

      Made by `factory docs configuration` from the table that `factory serve` reads.

      | Variable | Default | Meaning |
      | --- | --- | --- |
      \(rows.joined(separator: "\n"))

      """
  }

  static var commands: String {
    let sections = listed(Factory.self, path: ["factory"])
    return "# Commands\n\nMade by `factory docs commands` from the program's own declarations.\n\n"
      + sections.joined(separator: "\n\n") + "\n"
  }

  private static func listed(_ command: any ParsableCommand.Type, path: [String]) -> [String] {
    guard command.configuration.shouldDisplay else { return [] }
    let help = Factory.helpMessage(for: command, columns: 100)
    let page = "## \(path.joined(separator: " "))\n\n```\n\(help.trimmingNewlines)\n```"
    return [page]
      + command.configuration.subcommands.flatMap { child in
        listed(child, path: path + [child._commandName])
      }
  }

  private static func words(_ access: Access) -> String {
    switch access {
    case .open: "nothing"
    case .local: "nothing on the same machine, else a credential"
    case .signedIn: "a credential"
    case .scope(let scope): "`\(scope.rawValue)`"
    case .administrator: "owner or admin"
    }
  }
}

extension String {
  fileprivate var trimmingNewlines: String {
    var text = self[...]
    while text.last?.isNewline == true { text = text.dropLast() }
    return String(text)
  }
}
