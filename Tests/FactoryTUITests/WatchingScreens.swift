// Activity, search and agents as they look and as keys move through them. Goldens are recorded with FACTORY_RECORD=1.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct WatchingScreens {
  static func world() -> FakeAPI.World {
    var world = PipelineScreens.world()
    world.found = [
      SearchResult(
        entityType: .task, id: Sample.id(2), title: "Review: retry on 429",
        snippet: "… back-off when the shop answers 429 …",
        score: 9, pipelineId: Sample.id(1002)),
      SearchResult(
        entityType: .pipeline, id: Sample.id(1002), title: "shopify-mcp", snippet: "… the shop …", score: 5,
        pipelineId: Sample.id(1002)),
      SearchResult(
        entityType: .audit, id: Sample.id(6000), title: "pipeline.stage_changed", snippet: "… review staging …",
        score: 1),
    ]
    var works = Sample.agent(1, status: .active)
    works.currentPipelineId = Sample.id(1001)
    works.health.tasksCompleted24h = 12
    works.health.errorRate = 0.25
    works.capabilities = ["python", "docker"]
    var lost = Sample.agent(2, status: .offline)
    lost.health.lastHeartbeat = Scenes.before(45)
    world.agents = [Sample.agent(3), works, lost, Sample.agent(4, status: .error)]
    return world
  }

  static func stage(_ line: String, _ columns: Int = 120, _ rows: Int = 40, world: FakeAPI.World = world()) -> Stage {
    let stage = Stage(columns: columns, rows: rows, world: world)
    run(line, stage)
    return stage
  }

  static func run(_ line: String, _ stage: Stage) {
    stage.press(":")
    stage.type(line)
    stage.press("<Enter>")
  }

  private static let sizes = [(120, 40), (80, 24), (40, 10)]

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func activity(_ columns: Int, _ rows: Int) {
    let stage = Self.stage("activity", columns, rows)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "activity-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func search(_ columns: Int, _ rows: Int) {
    let stage = Self.stage("search shop", columns, rows)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "search-\(columns)x\(rows)")
  }

  @Test(arguments: [(300, 100), (120, 40), (80, 24), (40, 10)]) func dashboard(_ columns: Int, _ rows: Int) {
    var world = Self.world()
    world.dashboard = DashboardSummary(
      pipelines: PipelineCounts(active: 3, paused: 1, completed: 12, failed: 1),
      tasks: TaskStats(
        pending: 6, avgWaitTimeMinutes: 38, byPriority: ["critical": 1, "high": 2, "medium": 3],
        byType: ["approval": 2, "fix_required": 1, "review": 3]),
      agents: AgentCounts(total: 4, active: 1, idle: 1, error: 1, offline: 1), recentActivity: world.audit)
    let stage = Self.stage("dashboard", columns, rows, world: world)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "dashboard-\(columns)x\(rows)")
  }

  /// Its numbers are read again while it is open, and what they are worth is said when the link is gone.
  @Test func theDashboardKeepsUp() {
    let stage = Self.stage("dashboard")
    func reads() -> Int { stage.api.asked.count { $0.contains("/v1/dashboard/summary") } }
    #expect(reads() == 1 && stage.text.contains("read 0 s ago"))
    stage.clock.advance(seconds: 16)
    stage.settle()
    #expect(reads() == 2)
    stage.link.post(.disconnected(reason: "connection refused", retryInSeconds: 60))
    stage.clock.advance(seconds: 40)
    stage.settle()
    #expect(reads() == 2 && stage.text.contains("read 40 s ago"))
    stage.press("<Esc>")
    #expect(stage.app.screen == .queue)
  }

  @Test(arguments: [
    ([0, 1, 8], 8, "·▁█"), ([1, 1], 8, "██"), ([0, 0], 8, "··"), ([1, 2, 3, 4], 2, "▆█"), ([1000, 1], 8, "█▁"),
  ])
  func barsSayHowMuch(_ numbers: [Int], _ columns: Int, _ bars: String) {
    #expect(Sparkline.text(numbers, columns: columns).plain == bars)
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func agents(_ columns: Int, _ rows: Int) {
    let stage = Self.stage("agents", columns, rows)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "agents-\(columns)x\(rows)")
  }

  /// What the selected one works on, as it is logged.
  @Test(arguments: [(120, 40), (80, 24)]) func theLogOfAnAgent(_ columns: Int, _ rows: Int) {
    var world = Self.world()
    world.jobs[0].agentId = Sample.agent(1).id
    let stage = Self.stage("agents", columns, rows, world: world)
    stage.press("j", "j")
    stage.clock.advance(seconds: 1)
    stage.settle()
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "agents-log-\(columns)x\(rows)")
    stage.api.world.withLock { $0.log += "Step 3/8 : RUN tests\n" }
    stage.clock.advance(seconds: 3)
    stage.settle()
    #expect(stage.text.contains("Step 3/8 : RUN tests"))
  }

  @Test(arguments: ["activity", "search shop", "agents"]) func emptyAndFailedOnesSaySo(_ line: String) {
    var world = Scenes.empty()
    world.audit = []
    let empty = Self.stage(line, 80, 24, world: world)
    #expect(
      ["Nothing was recorded", "Nothing is found", "No agent is registered"].contains { empty.text.contains($0) })
    let failed = Stage(columns: 80, rows: 24)
    failed.api.world.withLock { $0.isDown = true }
    Self.run(line, failed)
    #expect(failed.text.contains("cannot be reached"))
    failed.press("<Esc>")
    #expect(failed.app.screen == .queue)
  }

  @Test(arguments: ["activity", "search x", "agents"]) func hostileTextDrivesNothing(_ line: String) {
    var world = Scenes.hostile()
    let evil = world.tasks[0].title
    world.found = [SearchResult(entityType: .task, id: Sample.id(1), title: evil, snippet: evil, score: 1)]
    world.agents = [Sample.agent()]
    world.agents[0].name = evil
    world.agents[0].capabilities = [evil]
    for (columns, rows) in Self.sizes {
      let stage = Self.stage(line, columns, rows, world: world)
      #expect(
        !stage.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202e || $0.value == 0x9b })
      #expect(stage.lines.allSatisfy { SafeText($0).width <= columns })
    }
  }

  // MARK: - Stories

  @Test func theActivityIsNarrowedByWords() {
    let stage = Self.stage("activity")
    #expect(stage.app.activity.rows.count == 3)
    for (words, count) in [
      ("who:bo", 1), ("what:created", 1), ("on:pipeline", 1), ("-agent", 2), ("looks", 1), ("xyz", 0),
    ] {
      Self.run("activity \(words)", stage)
      #expect(stage.app.activity.rows.count == count, "\(words)")
    }
    #expect(stage.text.contains("Nothing matches"))
    stage.press("<Esc>")
    #expect(stage.app.screen == .activity && stage.app.activity.rows.count == 3)
    stage.press("<Esc>")
    #expect(stage.app.screen == .queue)
  }

  @Test func theActivityIsLiveAndTheCursorStays() {
    let stage = Self.stage("activity")
    stage.press("j")
    let selected = stage.app.activity.selected?.id
    let fresh = AuditEntry(
      id: Sample.id(6009), actorType: .user, actorName: "Ana", action: "pipeline.updated", entityType: "pipeline",
      entityId: Sample.id(1001), createdAt: Scenes.now)
    stage.api.world.withLock { $0.audit.insert(fresh, at: 0) }
    var moved = Scenes.pipelines[0]
    moved.updatedAt = moved.updatedAt.adding(seconds: 1)
    stage.link.post(.event(Sample.event(.pipelineUpdated(.init(pipeline: moved)), seq: 2)))
    stage.settle()
    stage.clock.advance(seconds: 1)
    stage.settle()
    #expect(stage.app.activity.rows.first?.id == fresh.id && stage.app.activity.rows.count == 4)
    #expect(stage.app.activity.selected?.id == selected)
  }

  @Test func enterGoesWhereARowLeads() {
    let stage = Self.stage("activity on:task")
    stage.press("<Enter>")
    #expect(stage.app.screen == .queue && stage.app.queue.selectedId == Sample.id(1))
    Self.run("activity on:pipeline", stage)
    stage.press("<Enter>")
    #expect(stage.app.screen == .pipeline(Sample.id(1001)))
    stage.press("<Esc>")
    #expect(stage.app.screen == .activity)
    Self.run("search shop", stage)
    stage.press("<Enter>")
    #expect(stage.app.screen == .queue && stage.app.queue.selectedId == Sample.id(2))
    Self.run("search shop", stage)
    stage.press("j", "<Enter>")
    #expect(stage.app.screen == .pipeline(Sample.id(1002)))
    Self.run("agents", stage)
    while stage.app.selectedAgent?.status != .active { stage.press("j") }
    stage.press("<Enter>")
    #expect(stage.app.screen == .pipeline(Sample.id(1001)))
  }

  @Test func decisionsDoNotReachWhatIsNotShown() {
    for line in ["activity", "search shop", "agents"] {
      let stage = Self.stage(line)
      stage.press("a", "r")
      Self.run("approve", stage)
      #expect(stage.outbox.entries.isEmpty && stage.app.dialogs.isEmpty)
    }
  }
}
