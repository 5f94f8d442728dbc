// Commands for the sections of the queue: showing one, keeping a filter as one, dropping one.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let sections: [Command] = [
    Command(
      "next-section", [ScopedKeys(.queue, "<Tab>")], "Next section",
      help: "The next part of the queue: all, your own, mine, late and so on.",
      .move, run: app { .nextSection(1, now: $0.now) }),
    Command(
      "previous-section", [ScopedKeys(.queue, "<BackTab>")], "Previous section", help: "The part of the queue before.",
      .move, run: app { .nextSection(-1, now: $0.now) }),
    Command(
      "section", [], "Show a section",
      help: "Shows one part of the queue: one of your own, or " + sectionNames + ".", .move, argument: "a section",
      choices: { $0.app.sections.map(\.title) }, run: section),
    Command(
      "save-section", [], "Keep this filter as a section",
      help: "Keeps the filter under a name, as a section with a live count on Tab; it stands in your configuration.",
      .find,
      argument: "a name of one word", unless: Availability.list, run: saveSection),
    Command(
      "drop-section", [], "Drop a section of your own",
      help: "Takes a section of your own out of your configuration; without a name the one that is shown.", .find,
      argument: "a section", choices: { $0.app.queue.saved.list.map(\.name) }, run: dropSection),
  ]

  private static let sectionNames = QueueSection.allCases.map(\.rawValue).joined(separator: ", ")

  private static func section(_ situation: Situation, _ call: Invocation) -> [Intent] {
    let entries = situation.app.sections
    let wanted = call.argument.lowercased()
    if let entry = entries.first(where: { $0.title.lowercased() == wanted }) {
      return [.app(.section(entry.place, now: situation.now))]
    }
    let names = entries.map(\.title).joined(separator: ", ")
    return refuse("section: found “\(call.argument)”; expected \(names).", situation)
  }

  private static func saveSection(_ situation: Situation, _ call: Invocation) -> [Intent] {
    let query = situation.app.queue.filter.text
    if query.isEmpty { return refuse("There is no filter to keep; / begins one.", situation) }
    if let problem = SavedSection.problem(name: call.argument, query: query) {
      return refuse("save-section: \(problem).", situation)
    }
    let saved = situation.app.queue.saved.list
    if saved.count == SavedSections.most, !saved.contains(where: { $0.name == call.argument }) {
      return refuse("save-section: there are \(saved.count) already; :drop-section makes room.", situation)
    }
    return [.loop(.saveSection(name: call.argument, query: query))]
  }

  private static func dropSection(_ situation: Situation, _ call: Invocation) -> [Intent] {
    let saved = situation.app.queue.saved
    let name = call.argument.isEmpty ? saved.shownSection?.name ?? "" : call.argument
    guard saved.list.contains(where: { $0.name == name }) else {
      let names = saved.list.map(\.name).joined(separator: ", ")
      return refuse(
        names.isEmpty
          ? "You have no sections of your own; :save-section keeps a filter as one."
          : "drop-section: found “\(name)”; expected \(names).", situation)
    }
    return [.loop(.saveSection(name: name, query: nil))]
  }
}
