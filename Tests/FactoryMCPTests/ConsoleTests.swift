// The chat's lines: every phrase, numbers of what was listed, tools by name; what is unclear gets candidates and does nothing.
import FactoryContracts
import Foundation
import TestSupport
import Testing

@testable import FactoryMCP

@Suite struct ConsoleTests {
  private static let listed = [Sample.task(1), Sample.task(2)]

  private func read(_ line: String, _ listed: [FactoryTask] = listed) throws -> String {
    switch try ConsoleLine.read(line, listed) {
    case .help: return "help"
    case .call(let tool, let arguments): return shown(tool, arguments)
    case .about(let verb, let name): return shown(verb.tool, verb.more) + " of \(name)"
    }
  }

  private func shown(_ tool: Tool, _ arguments: [String: JSONValue]) -> String {
    ([tool.name]
      + arguments.sorted { $0.key < $1.key }.map {
        "\($0.key)=\(String(decoding: RPCText.text($0.value), as: UTF8.self))"
      })
      .joined(separator: " ")
  }

  @Test(arguments: [
    ("what's stuck?", "factory_get_blockers"), ("What’s stuck", "factory_get_blockers"),
    ("  queue ", "factory_get_pending_tasks"),
    ("status", "factory_get_pipeline_status"), ("status of shop", "factory_get_pipeline_status of shop"),
    ("test my shop", "factory_run_tests of my shop"), ("find \"on 429\"", #"factory_search query="\"on 429\"""#),
    ("deploy shop to staging", #"factory_deploy target="staging" of shop"#),
    ("create ghl for go-high-level", #"factory_create_pipeline name="ghl" platform="go-high-level""#),
    (
      "factory_search query=\"on 429\" limit=5 entity_types=task,audit",
      #"factory_search entity_types=["task","audit"] limit=5 query="on 429""#
    ),
    ("factory_get_pipeline_status include_details=yes", "factory_get_pipeline_status include_details=true"),
    ("help", "help"), ("?", "help"),
  ])
  func aLineIsUnderstood(_ line: String, _ wanted: String) throws {
    let found = try read(line)
    #expect(found == wanted)
  }

  @Test func aNumberMeansWhatWasListed() throws {
    let second = Self.listed[1].id
    #expect(try read("approve 2 reads well") == "factory_approve_task notes=\"reads well\" task_id=\"\(second)\"")
    #expect(
      try read("reject 2 because it is slow") == "factory_reject_task reason=\"it is slow\" task_id=\"\(second)\"")
    #expect(try read("approve \(second)") == "factory_approve_task task_id=\"\(second)\"")
    #expect(try read("ship it!", [Self.listed[1]]) == "factory_approve_task task_id=\"\(second)\"")
  }

  /// It never guesses.
  @Test(arguments: [
    ("ship it", "Which one?"), ("approve", "Which one?"), ("approve 3", "1 to 2 were listed, found 3"),
    ("approve 0", "1 to 2"), ("reject 1", "A reason was expected"), ("aprove 1", "That is not clear"),
    ("what now", "That is not clear"), ("", "That is not clear"), ("deploy shop", "deploy PIPELINE to staging"),
    ("status of", "name of a pipeline"), ("factory_search retry", "name=value was expected, found “retry”"),
    ("factory_permission_prompt tool_name=x", "That is not clear"),
    ("please ship what is stuck", "what's stuck: what holds things up"),
  ])
  func whatIsUnclearDoesNothing(_ line: String, _ words: String) {
    let failure = #expect(throws: ToolFailure.self) { try ConsoleLine.read(line, Self.listed) }
    #expect(failure?.sentence.contains(words) == true, "\(failure?.sentence ?? "")")
  }

  @Test func nothingIsApprovedBeforeSomethingWasListed() {
    for line in ["approve 1", "ship it", "lgtm"] {
      let failure = #expect(throws: ToolFailure.self) { try ConsoleLine.read(line, []) }
      #expect(failure?.sentence == "Nothing was listed yet; queue does.")
    }
  }
}
