// The agents and pipelines of the demo. The agents are threads of this process; whatever they start ends with them.
import FactoryClient
import FactoryContracts
import FactoryRunner
import Foundation
import Synchronization

/// What is built in the demo. Nothing here says how it ends: that is for the tests of each to find out.
struct DemoPipelines {
  var name: String
  var platform: String
  var template: PipelineTemplate
  /// Percent of lines that the tests must reach.
  var coverage: Double
  var priority: Priority = .medium

  static let all: [DemoPipelines] = [
    DemoPipelines(
      name: "ghl-mcp-server", platform: "go-high-level", template: .mcpServerStandard, coverage: 85, priority: .high),
    DemoPipelines(name: "jira-mcp-server", platform: "jira", template: .mcpServerStandard, coverage: 85),
    DemoPipelines(name: "slack-notifier", platform: "slack", template: .mcpServerMinimal, coverage: 60),
    DemoPipelines(
      name: "shopify-mcp-server", platform: "shopify", template: .mcpServerEnterprise, coverage: 90, priority: .high),
    DemoPipelines(name: "mailchimp-lists", platform: "mailchimp", template: .mcpServerMinimal, coverage: 80),
    DemoPipelines(name: "airtable-mcp-server", platform: "airtable", template: .mcpServerStandard, coverage: 85),
    DemoPipelines(
      name: "stripe-billing", platform: "stripe", template: .mcpServerEnterprise, coverage: 90, priority: .critical),
    DemoPipelines(name: "hubspot-mcp-server", platform: "hubspot", template: .mcpServerStandard, coverage: 85),
    DemoPipelines(
      name: "woo-orders", platform: "woocommerce", template: .mcpServerMinimal, coverage: 60, priority: .low),
    DemoPipelines(name: "github-issues", platform: "github", template: .mcpServerStandard, coverage: 85),
    DemoPipelines(
      name: "notion-mcp-server", platform: "notion", template: .mcpServerMinimal, coverage: 60, priority: .low),
    DemoPipelines(name: "zendesk-mcp-server", platform: "zendesk", template: .mcpServerEnterprise, coverage: 90),
  ]
}

extension DemoPipelines {
  /// What leaves a stage has left its files too: the archive of the build, the reports of the tests.
  var stages: JSONValue {
    [
      "building": ["validationRules": [Self.job("build"), Self.asset("build")]],
      "testing": [
        "validationRules": [
          Self.job("test"), ["type": "tests_passing", "config": ["whereKnown": true]],
          ["type": "test_coverage", "config": ["minPercent": .number(coverage)]], Self.asset("test_report"),
        ]
      ],
    ]
  }

  private static func job(_ kind: String) -> JSONValue {
    ["type": "custom", "config": ["job": .string(kind), "whereKnown": true]]
  }

  private static func asset(_ type: String) -> JSONValue {
    ["type": "required_asset", "config": ["assetType": .string(type)]]
  }
}

final class DemoFactory: Sendable {
  private let connection: Connection
  private let crew: AgentCrew
  private let wanted: [DemoPipelines]
  private let made = Mutex<[EntityID]>([])
  private let isOver = Mutex(false)

  init(_ connection: Connection, folder: String, pipelines: Int) throws {
    self.connection = connection
    wanted = Array(DemoPipelines.all.prefix(pipelines))
    let settings = AgentSettings(folders: AgentFolders(root: folder + "/agents"))
    // What they do is on the screen.
    crew = try AgentCrew(connection, types: AgentType.declared, name: nil, settings: settings) { _ in }
  }

  /// Starts the agents; pipelines follow at the pace, the first at once.
  func run(pace: Double) throws {
    crew.start()
    try create(wanted.prefix(1))
    guard pace > 0 else { return try create(wanted.dropFirst()) }
    let thread = Thread { [self] in
      for one in wanted.dropFirst() {
        Thread.sleep(forTimeInterval: pace)
        if isOver.withLock({ $0 }) { return }
        // A pipeline of the demo that cannot be made is no loss; the link's state is on the screen.
        try? create([one])
      }
    }
    thread.name = "demo-pipelines"
    thread.start()
  }

  private func create(_ some: some Sequence<DemoPipelines>) throws {
    for one in some {
      let body = CreatePipelineBody(
        name: one.name, template: one.template, platform: one.platform,
        config: ["coverageThreshold": .number(one.coverage), "stages": one.stages], priority: one.priority)
      let pipeline = try connection.api.ask(
        Endpoints.createPipeline, body, key: RandomIDSource().next(at: .current)
      ).data
      made.withLock { $0.append(pipeline.id) }
    }
  }

  /// Until every pipeline waits for somebody.
  func waitUntilQuiet(seconds: Double) throws {
    let deadline = Date().addingTimeInterval(seconds)
    for id in made.withLock({ $0 }) {
      while try !isWaiting(id) {
        guard deadline.timeIntervalSinceNow > 0 else {
          throw CommandFailure(.timedOut, "The agents did not finish within \(Int(seconds)) s.")
        }
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
  }

  private func isWaiting(_ id: EntityID) throws -> Bool {
    let query = [("pipelineId", id.description), ("open", "true"), ("limit", "1")]
    return try !connection.api.ask(Endpoints.listTasks, query: query).data.isEmpty
  }

  /// Ends agents and what they run.
  func end() {
    isOver.withLock { $0 = true }
    crew.end("the demo ends")
    try? crew.wait()
  }
}
