// The filter language as a table: line, what it finds, what it says.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct FilterTests {
  /// One list for the whole table; numbers are the tasks' ids.
  private static let tasks: [FactoryTask] = {
    let ghl = Sample.pipeline(1, name: "ghl-mcp-server")
    var first = Sample.task(
      1, title: "Approve staging deploy", priority: .critical, pipelineId: ghl.id, stageName: .staging, slaMinutes: 30)
    first.context.testResults = TestResults(total: 47, passed: 47, failed: 0, skipped: 0, coveragePercent: 91)
    first.assigneeId = Sample.decider
    var second = Sample.task(2, title: "Review: retry on 429", type: .review, priority: .high, slaMinutes: 100)
    second.context.testResults = TestResults(total: 12, passed: 9, failed: 3, skipped: 0, coveragePercent: 50)
    second.createdByName = "builder-7"
    let third = Sample.task(
      3, title: "Choose cache backend", summary: "Redis or Valkey; deploy later", type: .decision, slaMinutes: 600)
    let fourth = Sample.task(
      4, title: "Größe prüfen", type: .fixRequired, status: .escalated, priority: .low, slaMinutes: nil)
    return [first, second, third, fourth]
  }()

  /// 90 minutes after the tasks were made: 1 is late, 2 in its last quarter, 3 on track, 4 without a deadline.
  private static let around: FilterSurroundings = {
    var pipelines = PipelineTable()
    pipelines.put(Sample.pipeline(1, name: "ghl-mcp-server"), seq: 1)
    return FilterSurroundings(
      pipelines: pipelines, marks: [Sample.id(3)], me: Sample.decider, now: Sample.start.adding(minutes: 90))
  }()

  private func found(_ line: String) -> [Int] {
    let filter = Filter(parsing: line)
    return Self.tasks.indices.filter { filter.matches(TaskRow(Self.tasks[$0]), Self.around) }.map { $0 + 1 }
  }

  @Test(arguments: [
    ("", [1, 2, 3, 4]), ("   ", [1, 2, 3, 4]), ("priority:high", [2]), ("priority:critical|low", [1, 4]),
    ("-priority:high", [1, 3, 4]), ("priority:hi", [2]), ("PRIORITY:High", [2]), ("priority:", [1, 2, 3, 4]),
    ("type:review", [2]), ("type:fix_required", [4]), ("type:manual", []), ("stage:staging", [1]),
    ("-stage:staging", [2, 3, 4]), ("sla:breached", [1]), ("sla:late", [1]), ("sla:warning", [2]), ("sla:soon", [2]),
    ("sla:ok", [3]), ("sla:none", [4]), ("sla:breached|warning", [1, 2]), ("pipeline:ghl", [1]),
    ("-pipeline:ghl", [2, 3, 4]), ("assignee:me", [1]), ("assignee:none", [2, 3, 4]), ("status:escalated", [4]),
    ("status:pending", [1, 2, 3]), ("mark:on", [3]), ("mark:off", [1, 2, 4]), ("tests:failed", [2]),
    ("tests:passed", [1]), ("tests:none", [3, 4]), ("asked:builder", [2]), ("deploy", [1, 3]), ("DEPLOY", [1, 3]),
    ("-deploy", [2, 4]), ("\"staging deploy\"", [1]), ("\"deploy staging\"", []), ("deploy staging", [1]),
    ("\"staging dep", [1]), ("-\"staging deploy\"", [2, 3, 4]), ("rtry", [2]), ("rtry429", [2]), ("rtryxyz", []),
    ("größe", [4]),
    ("GRÖSSE", []), ("GRÖßE", [4]), ("type:review tests:failed -deploy", [2]), ("429", [2]), ("ghl", [1]),
    ("builder-7", [2]), ("-", [1, 2, 3, 4]), ("\"\"", [1, 2, 3, 4]), ("zzz", []),
  ])
  func finds(_ line: String, _ ids: [Int]) {
    #expect(found(line) == ids)
  }

  @Test(arguments: [
    ("priority:urgent", 0, "values are critical, high, medium, low."),
    ("deploy sla:yes", 7, "values are breached, late, warning, soon, ok, none."),
    ("prio:high", 0, "“prio:” at 1 is not a field; fields are priority, type"),
    ("a -what:x", 2, "“what:” at 3 is not a field"), ("mark:maybe", 0, "values are on, off."),
    ("assignee:nobody", 0, "values are me, none."),
  ])
  func saysWhatIsWrong(_ line: String, _ position: Int, _ words: String) throws {
    let problem = try #require(Filter(parsing: line).problem)
    #expect(problem.position == position)
    #expect(problem.message.contains(words))
  }

  @Test(arguments: ["priority:", "-", "\"", "deploy", "12:30", "\"a:b\""])
  func isNoProblem(_ line: String) {
    #expect(Filter(parsing: line).problem == nil)
  }

  /// What cannot be understood is left out; the rest still filters.
  @Test func aProblemFiltersNothing() {
    #expect(found("prio:high deploy") == [1, 3])
  }

  @Test(arguments: [
    ("deploy", "Approve staging deploy", [16..<22]), ("rtry", "Review: retry", [8..<9, 10..<13]),
    ("\"on 4\"", "retry on 429", [6..<10]), ("-retry", "retry", []), ("größe", "Größe prüfen", [0..<5]),
    ("retry on", "retry on 429", [0..<5, 6..<8]), ("type:review", "review", []), ("x", "retry", []),
  ])
  func showsWhere(_ line: String, _ title: String, _ ranges: [Range<Int>]) {
    #expect(Filter(parsing: line).titleMatches(in: title) == ranges)
  }

  /// Every field of the table is understood, and offers values that it understands.
  @Test(arguments: FilterField.allCases) func everyFieldIsRead(_ field: FilterField) {
    for value in field.values.isEmpty ? ["anything"] : field.values {
      let filter = Filter(parsing: "\(field.rawValue):\(value)")
      #expect(filter.problem == nil)
      #expect(filter.terms.count == 1)
    }
  }
}
