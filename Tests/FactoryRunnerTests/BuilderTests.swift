// Builders and testers on a real repository: what is built passes its tests, what comes back is repaired or named.
import FactoryContracts
import Foundation
import Testing

@testable import FactoryRunner

@Suite(.serialized) struct BuilderTests {
  // The largest; the minimal one is built by most of the others here.
  @Test(
    "a template is built, tested and reported with its whole change",
    arguments: [PipelineTemplate.mcpServerEnterprise])
  func building(template: PipelineTemplate) throws {
    let workshop = try Workshop()
    _ = try BuilderWorker().work(workshop.context(.scaffold, template: template))
    let built = try BuilderWorker().work(workshop.context(.build, template: template))
    #expect(built["version"] == "0.1.0")
    let files = built["diffSummary"]?["files"]?.array ?? []
    #expect(
      files.contains { $0["path"] == "TOOLS.md" && $0["patch"]?.string?.contains("+## `list_customers`") == true })
    let tests = try workshop.test()
    #expect(tests["failed"]?.int == 0 && (tests["total"]?.int ?? 0) >= 9)
    #expect((tests["coveragePercent"]?.double ?? 0) >= 90)
    // Once more without a change is the same version, whoever does it.
    let again = try BuilderWorker().work(workshop.context(.build, template: template))
    #expect(again["version"] == "0.1.0" && again["commit"] == built["commit"])
    #expect(again["diffSummary"] == built["diffSummary"])
  }

  @Test("rework after failing tests tries the template's repairs and keeps what helps")
  func repairing() throws {
    let workshop = try Workshop()
    try workshop.build(platform: "jira")
    let tests = try workshop.test()
    #expect(tests["failed"]?.int == 1)
    #expect(tests["failureDetails"]?.array?.first?["file"] == "tests/test_client.py")
    let rework: [String: JSONValue] = ["rework": ["reason": "lists miss items", "fromStage": "testing"]]
    let context = try workshop.context(.build, platform: "jira", rework, api: try Workshop.factory(tests))
    let built = try BuilderWorker().work(context)
    #expect(built["version"] == "0.1.1" && built["details"]?.string?.contains("applied: ") == true)
    #expect(try workshop.test()["failed"]?.int == 0)
    // What nobody has seen yet is still shown whole.
    #expect((built["diffSummary"]?["filesChanged"]?.int ?? 0) > 10)
  }

  @Test("coverage that is too low brings the missing tests; after a review only what changed since is shown")
  func covering() throws {
    let workshop = try Workshop.withShop()
    let tests = try workshop.test()
    let api = try Workshop.factory(tests, threshold: 90)
    let rework: [String: JSONValue] = ["rework": ["reason": "too few tests", "fromStage": "review"]]
    let built = try BuilderWorker().work(workshop.context(.build, rework, api: api))
    let paths = built["diffSummary"]?["files"]?.array?.compactMap { $0["path"]?.string }
    #expect(paths == ["tests/test_edges.py", "tests/test_tools.py"])
    let after = try workshop.test()
    #expect((after["coveragePercent"]?.double ?? 0) > (tests["coveragePercent"]?.double ?? 100))
  }

  @Test("what the template cannot do is said, not hidden")
  func refusing() throws {
    let workshop = try Workshop.withShop()
    let rework: [String: JSONValue] = [
      "rework": ["reason": "Use async", "fromStage": "review", "requestedChanges": ["Rename the package"]]
    ]
    let api = try Workshop.factory(["total": 1, "passed": 1, "failed": 0, "skipped": 0, "coveragePercent": 99])
    let built = try BuilderWorker().work(workshop.context(.build, rework, api: api))
    let details = built["details"]?.string ?? ""
    #expect(details.contains("not applied: “Use async”") && details.contains("not applied: “Rename the package”"))
  }

  @Test("a coding agent gets the brief on standard input; what it leaves is the build")
  func handingOver() throws {
    let workshop = try Workshop()
    _ = try BuilderWorker().work(workshop.context(.scaffold))
    let built = try BuilderWorker().work(
      workshop.context(.build) { $0.builderCommand = ["sh", "-c", "cat > BRIEF.md; echo thinking"] })
    let brief = built["diffSummary"]?["files"]?.array?.first { $0["path"] == "BRIEF.md" }?["patch"]?.string
    #expect(brief?.contains("+# Shop") == true && brief?.contains("+An MCP server for Stripe") == true)
    #expect(workshop.lines.contains("thinking"))
    let error = #expect(throws: RunnerError.self) {
      try BuilderWorker().work(workshop.context(.build) { $0.builderCommand = ["sh", "-c", "echo no key; exit 7"] })
    }
    #expect(error?.sentence == "The builder's command ended with status 7." && error?.details == "no key")
  }

  @Test("tests that leave no report, or fail without saying why, are no test run")
  func badTests() throws {
    for (command, words) in [
      ("exit 3", "report cannot be used"), ("mkdir -p r; cp given.xml r/j.xml; exit 3", "no test failed"),
    ] {
      let workshop = try Workshop.withShop()
      let manifest = Manifest(test: ["sh", "-c", command], start: ["./start"], junit: ["r/j.xml"])
      let text = String(decoding: try FactoryJSON.encode(manifest), as: UTF8.self)
      let script =
        "cat > factory.json <<'X'\n\(text)\nX\necho '<testsuite><testcase name=\"a\"/></testsuite>' > given.xml"
      _ = try BuilderWorker().work(workshop.context(.build) { $0.builderCommand = ["sh", "-c", script] })
      let error = #expect(throws: RunnerError.self) { try workshop.test() }
      #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
    }
  }
}
