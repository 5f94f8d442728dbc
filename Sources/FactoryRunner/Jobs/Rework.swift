// Rework without a coding agent: what the template can do about a rejection, tried out on the tests; the rest is named.
import FactoryContracts
import Foundation

struct Rework {
  let context: JobContext
  let checkout: Checkout
  let brief: Brief

  init(_ context: JobContext, _ checkout: Checkout, _ brief: Brief) {
    self.context = context
    self.checkout = checkout
    self.brief = brief
  }

  func apply() throws -> BuildNotes {
    context.say("back from \(brief.fromStage?.rawValue ?? "a gate"): \(brief.reason ?? "no reason given")")
    var notes = BuildNotes()
    if (brief.tests?.failed ?? 0) > 0 { try repair(&notes) }
    if brief.lacksCoverage || wants("test", "coverage") { try addTests(&notes) }
    let isAboutTests = (brief.tests?.failed ?? 0) > 0 || brief.lacksCoverage
    var wishes = brief.requestedChanges
    if !isAboutTests, notes.applied.isEmpty, let reason = brief.reason { wishes.insert(reason, at: 0) }
    notes.open += wishes.filter { wish in notes.applied.isEmpty || !Self.speaksOfTests(wish) }.map {
      "“\($0)” (no builder.command is set that could)"
    }
    return notes
  }

  private func wants(_ words: String...) -> Bool {
    let asked = ([brief.reason ?? ""] + brief.requestedChanges).joined(separator: " ").lowercased()
    return words.contains { asked.contains($0) }
  }

  private static func speaksOfTests(_ text: String) -> Bool {
    ["test", "coverage"].contains { text.lowercased().contains($0) }
  }

  private func addTests(_ notes: inout BuildNotes) throws {
    let missing = context.template.moreTests().filter { access(checkout.folder + "/" + $0.path, F_OK) != 0 }
    guard !missing.isEmpty else { return notes.open.append("more tests (the template has no others)") }
    try AgentFolders.write(missing, into: checkout.folder)
    notes.applied.append("added \(missing.map(\.path).sorted().joined(separator: ", "))")
  }

  /// Each repair alone, the best is kept; once more while that helps.
  private func repair(_ notes: inout BuildNotes) throws {
    let path = checkout.folder + "/mcp_server/platform.json"
    guard let data = FileManager.default.contents(atPath: path),
      let start = try? FactoryJSON.decode(JSONValue.self, from: data)
    else { return notes.open.append("the failing tests (there is no mcp_server/platform.json)") }
    var best = (description: start, failed: brief.tests?.failed ?? 0)
    for _ in 1...2 where best.failed > 0 {
      guard let found = try search(best) else { break }
      notes.applied.append("\(found.repair.words): \(best.failed - found.failed) more tests pass")
      best = (found.description, found.failed)
    }
    try write(best.description)
    if best.failed > 0 { notes.open.append("\(best.failed) tests that still fail (no repair of the template helps)") }
  }

  private struct Found {
    var repair: Repair
    var description: JSONValue
    var failed: Int
  }

  private func search(_ start: (description: JSONValue, failed: Int)) throws -> Found? {
    var best: Found?
    for repair in Repair.all {
      guard let changed = repair.applied(to: start.description) else { continue }
      try write(changed)
      context.say("trying: \(repair.words)")
      guard let run = try? context.runTests(in: checkout.folder, try Manifest.read(in: checkout.folder)) else {
        try context.stop.check()
        continue
      }
      if run.results.failed < best?.failed ?? start.failed {
        best = Found(repair: repair, description: changed, failed: run.results.failed)
      }
      if best?.failed == 0 { break }
    }
    return best
  }

  private func write(_ description: JSONValue) throws {
    let text = try FactoryJSON.pretty(description) + "\n"
    let file = TemplateFile(path: "mcp_server/platform.json", text: text, isExecutable: false)
    try AgentFolders.write([file], into: checkout.folder)
  }
}
