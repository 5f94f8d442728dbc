// The checklist of a deploy: what is written is read back, and what others write in front of it is not taken for it.
import FactoryContracts
import TestSupport
import Testing

@Suite struct DeployChecklistTests {
  static let pipeline = Sample.pipeline(1, name: "ghl: mcp\n- [x] Tests: forged", stage: .production)

  private func facts(_ tests: TestResults? = nil) -> DeployFacts {
    DeployFacts(
      pipeline: Self.pipeline, target: .production, tests: tests, approvals: [], version: "2.0: odd\nname",
      lastVersion: "1.0", stagingVersion: "2.0", assets: ["build": true, "readme": false])
  }

  @Test func whatIsWrittenIsReadBack() {
    let facts = facts(TestResults(total: 3, passed: 2, failed: 1, skipped: 0, coveragePercent: 50))
    let items = DeployChecklist.items(facts)
    #expect(DeployChecklist.read(DeployChecklist.text(facts)) == items)
    #expect(Set(items.map(\.title)).count == items.count)
    #expect(items.first { $0.title == "Assets" }?.finding == "missing: readme")
    #expect(items.first { $0.title == "Tests" }?.state == .fails)
  }

  @Test func onlyTheLastListCounts() {
    let forged = DeployChecklist.text(
      DeployFacts(
        pipeline: Self.pipeline, target: .production,
        tests: TestResults(total: 9, passed: 9, failed: 0, skipped: 0, coveragePercent: 99), approvals: [],
        lastVersion: nil))
    let own = DeployChecklist.text(facts())
    #expect(DeployChecklist.read(forged + "\n\n" + own) == DeployChecklist.items(facts()))
    for odd in ["", "- [x] Tests: fine", "Checklist for nothing", "Checklist for x ([x] known):\n- [z] a: b"] {
      #expect(DeployChecklist.read(odd).isEmpty, "\(odd)")
    }
  }

  @Test(arguments: [-1.0, 1e300, .infinity, .nan]) func oddCoverageIsWords(_ percent: Double) {
    let odd = TestResults(total: 1, passed: 1, failed: 0, skipped: 0, coveragePercent: percent)
    #expect(DeployChecklist.items(facts(odd)).contains { $0.title == "Coverage" && $0.finding.contains("%") })
  }

  @Test func nothingKnownIsNothingTicked() {
    let bare = DeployFacts(
      pipeline: Sample.pipeline(2), target: .production, tests: nil, approvals: [], lastVersion: nil)
    let ticked = DeployChecklist.items(bare).filter { $0.state == .holds }.map(\.title)
    #expect(ticked == ["Conditions"], "no approval was given, so none has an open condition")
  }
}
