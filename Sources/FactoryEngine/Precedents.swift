// What people did before in cases like one: the newest decision on a question of the same kind, of the same pipeline before others
// (contract §2.1, suggestions for what blocks). Reads one page the first time it is asked, and nothing after that.
import FactoryContracts

final class Precedents {
  private let reader: any FactoryReader
  private let now: Timestamp
  /// Newest first; nil: not read yet.
  private var known: [FactoryTask]?

  /// How many decisions are looked back.
  private static let depth = 100

  init(_ reader: any FactoryReader, now: Timestamp) { (self.reader, self.now) = (reader, now) }

  private func decided() throws -> [FactoryTask] {
    if let known { return known }
    let read = try Self.newest(reader)
    known = read
    return read
  }

  /// The newest decisions for or against something, newest first.
  static func newest(_ reader: any FactoryReader) throws -> [FactoryTask] {
    var query = TaskQuery()
    query.status = .completed
    let page = try reader.tasks(
      query, PageRequest(limit: depth, sort: SortOrder(field: "updatedAt", descending: true)))
    return try page.rows.map { try FactoryJSON.decode(FactoryTask.self, from: $0) }
      .filter { $0.decision == .approved || $0.decision == .rejected }
  }

  /// `Before, for ghl-mcp (3 h ago), Ana rejected it: “the retry is missing”`; nil: there was no such case.
  func sentence(_ type: TaskType, at stage: PipelineStage?, of pipeline: Pipeline) throws -> String? {
    let cases = try decided().filter { $0.type == type && $0.stageName == stage }
    guard let one = cases.first(where: { $0.pipelineId == pipeline.id }) ?? cases.first else { return nil }
    let whose = one.pipelineId == pipeline.id ? "of this pipeline" : "“\(Self.line(one.title, 80))”"
    let age = one.decidedAt.map { " (\(Self.ago(now.seconds(since: $0))) ago)" } ?? ""
    let notes = one.decisionNotes.map { ": “\(Self.line($0, 120))”" } ?? ""
    let verb = one.decision == .rejected ? "rejected" : "approved"
    return "Before, \(whose)\(age), \(one.decidedByName ?? "somebody") \(verb) it\(notes)"
  }

  static func line(_ text: String, _ limit: Int) -> String {
    let flat = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return flat.count > limit ? flat.prefix(limit) + "…" : flat
  }

  static func ago(_ seconds: Double) -> String {
    let minutes = Int(max(0, seconds) / 60)
    if minutes < 120 { return "\(minutes) min" }
    return minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) days"
  }
}
