// CommandReference: docs/reference/keys.md, made from the table. Pure. A test fails when the page is stale.

package enum CommandReference {
  package static var markdown: String { markdown(.standard) }

  package static func markdown(_ commands: CommandSet) -> String {
    var lines = [
      "# Keys and commands", "",
      "Made from the command table; `FACTORY_RECORD=1 swift test --filter CommandTableTests` writes it anew. Every",
      "command is also on the command line (`:`), by its name. Numbers typed before a key are counts.", "",
    ]
    for category in CommandCategory.allCases where commands.all.contains(where: { $0.category == category }) {
      lines += ["## \(category.rawValue)", "", "| Command | Keys | What it does |", "| --- | --- | --- |"]
      lines += commands.all.filter { $0.category == category }.map(row)
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func row(_ command: Command) -> String {
    let name = command.argument.map { "`\(command.id.rawValue)` *\($0)*" } ?? "`\(command.id.rawValue)`"
    let danger = command.isDangerous ? " `u` does not take it back." : ""
    return "| \(name) | \(keys(command)) | \(escaped(command.help))\(danger) |"
  }

  /// Keys with the places they work in; places with the same keys are named together.
  private static func keys(_ command: Command) -> String {
    var groups: [(notations: [String], places: [String])] = []
    for entry in command.keys {
      if let index = groups.firstIndex(where: { $0.notations == entry.notations }) {
        groups[index].places.append(entry.scope.place)
      } else {
        groups.append((entry.notations, [entry.scope.place]))
      }
    }
    return groups.map { group in
      group.notations.map { "`\(escaped($0))`" }.joined(separator: " ") + " "
        + (group.places.count > 4 ? many(command) : group.places.joined(separator: ", "))
    }.joined(separator: "; ")
  }

  /// More places than one wants to read.
  private static func many(_ command: Command) -> String {
    command.category == .dialog ? "in dialogs" : "on most screens"
  }

  private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
