// What a builder is told: the product, and why it came back (ruling R14). As text for a coding agent and for the log. Pure.
import FactoryContracts

struct Brief {
  var name: String
  var platform: String
  var template: String
  var reason: String?
  var fromStage: PipelineStage?
  var requestedChanges: [String]
  var tests: TestResults?
  /// Percent; nil when none is asked for.
  var threshold: Double?

  init(_ context: JobContext, tests: TestResults?, threshold: Double?) {
    name = context.pipelineName
    platform = context.template.platform.title
    template = context.template.kind.rawValue
    let rework = context.job.payload["rework"]
    reason = rework?["reason"]?.string
    fromStage = rework?["fromStage"]?.string.flatMap { PipelineStage.named($0) }
    requestedChanges = Self.lines(rework?["requestedChanges"])
    self.tests = tests
    self.threshold = threshold
  }

  var isRework: Bool { fromStage != nil }
  var lacksCoverage: Bool {
    guard let tests, let threshold else { return false }
    return tests.coveragePercent < threshold
  }

  /// A list of texts, of objects with a description, or one text.
  private static func lines(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items):
      items.compactMap { $0.string ?? $0["description"]?.string ?? $0["title"]?.string ?? $0["text"]?.string }
    default: []
    }
  }

  /// Markdown.
  var text: String {
    var lines = ["# \(name)", "", "An MCP server for \(platform), made from the template \(template).", ""]
    lines +=
      isRework ? reworkLines : ["Finish it: real tools for the platform, tests that pass, README.md and TOOLS.md."]
    lines += [
      "", "`factory.json` says how it is checked, tested and started. Change the files in this folder; do not commit.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private var reworkLines: [String] {
    var lines = ["It came back from \(fromStage?.rawValue ?? "a gate"): \(reason ?? "no reason was given")"]
    if !requestedChanges.isEmpty { lines += ["", "## Requested changes", ""] + requestedChanges.map { "- \($0)" } }
    let failures = tests?.failureDetails ?? []
    if !failures.isEmpty {
      lines += ["", "## Tests that fail", ""]
      lines += failures.prefix(20).map { failure in
        let place = failure.file.map { " (\($0)\(failure.line.map { ":\($0)" } ?? ""))" } ?? ""
        return "- \(failure.testName)\(place): \(failure.error.split(separator: "\n").first ?? "")"
      }
    }
    if lacksCoverage, let tests, let threshold {
      lines += ["", "Coverage is \(tests.coveragePercent) %, \(threshold) % is asked for."]
    }
    return lines
  }
}
