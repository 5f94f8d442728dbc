// One pipeline's screen as it looks and as keys move through it. Goldens are recorded with FACTORY_RECORD=1.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct PipelineScreens {
  static let pipeline = Sample.id(1001)

  static func world() -> FakeAPI.World {
    var world = Scenes.world()
    let before = Scenes.before
    func stage(_ number: Int, _ stage: PipelineStage, _ status: StageStatus, _ from: Double, _ to: Double?)
      -> PipelineStageRecord
    {
      PipelineStageRecord(
        id: Sample.id(8000 + number), pipelineId: pipeline, stageName: stage, stageOrder: stage.order, status: status,
        requiresApproval: stage.isGate, enteredAt: before(from), completedAt: to.map(before),
        durationSeconds: to.map { (from - $0) * 60 }, createdAt: before(from))
    }
    world.stages = [
      stage(1, .intake, .completed, 4000, 3990), stage(2, .scaffolding, .completed, 3990, 3800),
      stage(3, .building, .completed, 3800, 3000), stage(4, .testing, .failed, 3000, 2990),
      stage(5, .building, .completed, 2990, 2000), stage(6, .testing, .completed, 2000, 1900),
      stage(7, .review, .completed, 1900, 159), stage(8, .staging, .active, 158, nil),
    ]
    func job(_ number: Int, _ kind: JobKind, _ stage: PipelineStage, _ status: JobStatus, _ from: Double, _ to: Double?)
      -> Job
    {
      Job(
        id: Sample.id(8100 + number), kind: kind, pipelineId: pipeline, stageName: stage, status: status,
        agentId: Sample.id(4001), attempts: 1, createdAt: before(from + 1), startedAt: before(from),
        completedAt: to.map(before))
    }
    world.jobs = [
      job(4, .deploy, .staging, .running, 2, nil), job(3, .test, .testing, .succeeded, 1990, 1985),
      job(2, .test, .testing, .failed, 2999, 2990), job(1, .build, .building, .succeeded, 3700, 3600),
    ]
    world.jobs[2].error = "3 of 47 tests fail"
    world.jobs[2].attempts = 2
    world.log = "docker build -t ghl-mcp:1.4.0 .\nStep 1/8 : FROM python:3.12\nStep 2/8 : COPY . /app\n"
    var gate = Sample.approval(
      1, task: world.tasks[0], pipeline: world.pipelines[0], stage: .staging, type: .deploy)
    gate.requiredApprovers = 2
    gate.currentApprovers = 1
    var review = Sample.approval(
      2, task: world.tasks[4], pipeline: world.pipelines[0], stage: .review, status: .approved)
    review.currentApprovers = 1
    review.conditions = ["write the runbook", "rotate the staging key"]
    review.conditionsMet = [MetCondition(index: 0, note: "docs/run.md", by: Sample.decider, at: before(30))]
    world.approvals = [gate, review]
    world.blockers = [
      BlockerInfo(
        blockerType: .task, entityId: Sample.id(1), title: "Approve staging deploy", pipelineId: pipeline,
        pipelineName: "ghl-mcp-server", priority: .critical, hoursBlocked: 2.63,
        blockReason: "1 of 2 approvals are missing", suggestedAction: "ask a second approver")
    ]
    world.tasks[0].escalationLevel = 2
    world.tasks[0].requiredApprovers = 2
    world.tasks[0].currentApprovers = 1
    return world
  }

  /// Opened from the board.
  static func stage(_ columns: Int = 120, _ rows: Int = 40, world: FakeAPI.World = world(), readOnly: Bool = false)
    -> Stage
  {
    let stage = Stage(columns: columns, rows: rows, world: world, readOnly: readOnly)
    stage.press("P")
    return stage
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func pipeline(_ columns: Int, _ rows: Int) {
    let stage = Self.stage(columns, rows)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "pipeline-\(columns)x\(rows)")
  }

  @Test(arguments: [(80, 24), (40, 10)]) func log(_ columns: Int, _ rows: Int) {
    let stage = Self.stage(columns, rows)
    stage.press("<Tab>")
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "pipeline-log-\(columns)x\(rows)")
  }

  @Test func aSecondKeyShowsWhatWillHappen() {
    let stage = Self.stage(80, 24)
    stage.press("ma")
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "pipeline-advance-80x24")
    stage.press("<Esc>")
    #expect(stage.api.asked.allSatisfy { !$0.hasPrefix("POST") })
  }

  @Test func nothingIsThereYet() {
    var world = Scenes.world()
    world.tasks = Array(world.tasks.prefix(1))
    let stage = Self.stage(80, 24, world: world)
    #expect(stage.text.contains("No job yet."))
    stage.press("<Tab>")
    #expect(stage.text.contains("No job has been taken yet."))
  }

  @Test func whatCannotBeReadSaysWhy() {
    let stage = Stage(columns: 80, rows: 24, world: Self.world())
    stage.api.world.withLock { $0.isDown = true }
    stage.press("P")
    #expect(stage.text.contains("cannot be reached"))
    stage.api.world.withLock { $0.isDown = false }
    stage.press("<C-r>")
    #expect(stage.text.contains("scaffolding") && !stage.text.contains("cannot be reached"))
  }

  @Test func hostileTextDrivesNothing() {
    var world = Self.world()
    let evil = Scenes.hostile().tasks[0].title
    world.pipelines[0].name = evil
    world.log = evil + "\n" + evil
    world.jobs[2].error = evil
    world.approvals[1].conditions = [evil, evil]
    world.blockers[0].title = evil
    world.blockers[0].suggestedAction = evil
    for (columns, rows) in [(120, 40), (80, 24), (40, 10)] {
      let stage = Self.stage(columns, rows, world: world)
      for key in ["ma", "<Esc>", "<Tab>"] {
        stage.press(key)
        #expect(
          !stage.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202e || $0.value == 0x9b })
        #expect(stage.lines.allSatisfy { SafeText($0).width <= columns })
      }
    }
  }

  // MARK: - Stories

  @Test func enterLeadsToItsItemsAndEscAllTheWayBack() {
    let stage = Stage(world: Self.world())
    stage.press("b")
    while stage.app.kanban.selectedId != Self.pipeline { stage.press("l") }
    stage.press("<Enter>")
    #expect(stage.app.screen == .pipeline(Self.pipeline))
    stage.press("<Enter>")
    #expect(stage.app.screen == .pipelineTasks(Self.pipeline) && stage.text.contains("Approve staging deploy"))
    for screen in [Screen.pipeline(Self.pipeline), .kanban, .queue] {
      stage.press("<Esc>")
      #expect(stage.app.screen == screen)
    }
  }

  @Test func theLogGrowsWhileItsJobRuns() {
    let stage = Self.stage()
    #expect(stage.text.contains("Step 2/8") && stage.text.contains("● live"))
    stage.api.world.withLock { $0.log += "Step 3/8 : RUN pip install\n" }
    #expect(!stage.text.contains("Step 3/8"))
    stage.clock.advance(seconds: 2.5)
    stage.settle()
    #expect(stage.text.contains("Step 3/8"))
    // Each look asks only for what is new.
    #expect(stage.api.asked.contains { $0.contains("build-logs?after=3") })
    #expect(stage.api.asked.count { $0.contains("build-logs?after=0") } == 1)
    // Elsewhere nothing is asked.
    stage.press("<Esc>")
    let asked = stage.api.asked.count
    stage.clock.advance(seconds: 10)
    stage.settle()
    #expect(stage.api.asked.count == asked)
  }

  @Test func whatOneReadsInTheLogStaysInPlace() {
    var world = Self.world()
    world.log = (1...200).map { "line \($0)\n" }.joined()
    let stage = Self.stage(world: world)
    stage.press("<Tab>", "g")
    #expect(stage.text.contains("line 1 ") || stage.text.contains("line 1\n"))
    stage.api.world.withLock { $0.log += "line 201\n" }
    stage.clock.advance(seconds: 2.5)
    stage.settle()
    #expect(stage.text.contains("line 2\n") || stage.text.contains("line 2 "))
    #expect(!stage.text.contains("line 201"))
    stage.press("G")
    #expect(stage.text.contains("line 201"))
  }

  @Test func anEventAboutItReadsItAgainOnce() {
    let stage = Self.stage()
    let stages = "GET /v1/pipelines/\(Self.pipeline)/stages"
    let before = stage.api.asked.count { $0 == stages }
    var moved = Self.world().pipelines[0]
    moved.updatedAt = moved.updatedAt.adding(seconds: 1)
    for seq in 2...4 {
      stage.link.post(.event(Sample.event(.pipelineUpdated(.init(pipeline: moved)), seq: Int64(seq))))
    }
    stage.settle()
    stage.clock.advance(seconds: 1)
    stage.settle()
    #expect(stage.api.asked.count { $0 == stages } == before + 1)
    let other = Self.world().pipelines[1]
    stage.link.post(.event(Sample.event(.pipelineUpdated(.init(pipeline: other)), seq: 5)))
    stage.settle()
    stage.clock.advance(seconds: 1)
    stage.settle()
    #expect(stage.api.asked.count { $0 == stages } == before + 1)
  }

  @Test func stepsGoToTheServer() {
    let path = "/v1/pipelines/\(Self.pipeline)"
    let stage = Self.stage()
    stage.press("ma", "y")
    #expect(stage.api.asked.contains("POST \(path)/stages/advance"))
    stage.press("-")
    #expect(stage.api.asked.last { $0.hasPrefix("PATCH") } == "PATCH \(path)")
    stage.press("mx", "y")
    #expect(stage.api.asked.contains("DELETE \(path)?archive=true"))
    stage.press("mp", "n")
    #expect(stage.api.asked.count { $0.hasPrefix("PATCH") } == 1)
    // What does not fit its state is refused with the reason, and asks nobody.
    stage.press("mr")
    #expect(stage.text.contains("It has not failed."))
    stage.press(":")
    stage.type("fail")
    stage.press("<Enter>")
    #expect(stage.text.contains("the reason was expected"))
    stage.press(":")
    stage.type("fail wrong platform")
    stage.press("<Enter>")
    #expect(stage.text.contains("Reason: wrong platform"))
    stage.press("y")
    #expect(stage.api.asked.contains("POST \(path)/fail"))
  }

  private static func goingBack(blockers: [String] = []) -> DeployPlan {
    DeployPlan(
      pipelineId: pipeline, target: .production, version: "1.0", currentVersion: "1.1", currentStage: .published,
      requiresApproval: true, steps: blockers.isEmpty ? ["a human decides"] : [], blockers: blockers)
  }

  private func rollBack(_ stage: Stage, _ argument: String = "") {
    stage.press(":")
    stage.type("rollback \(argument)")
    stage.press("<Enter>")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func goingBackIsShownFirst(_ columns: Int, _ rows: Int) {
    var world = Self.world()
    world.plan = Self.goingBack()
    let stage = Self.stage(columns, rows, world: world)
    rollBack(stage)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "pipeline-rollback-\(columns)x\(rows)")
  }

  @Test func aSecondKeyAsksForTheVersionThatWasShown() {
    var world = Self.world()
    world.plan = Self.goingBack()
    let deploys = "POST /v1/pipelines/\(Self.pipeline)/deploys"
    // From the opened pipeline, and from the queue for the item's pipeline.
    for opened in [true, false] {
      let stage = opened ? Self.stage(world: world) : Stage(world: world)
      rollBack(stage, "production")
      #expect(stage.text.contains("version now 1.1 → version before 1.0"))
      #expect(stage.api.asked.count { $0 == deploys } == 1, "only the plan was asked for")
      stage.press("<Esc>")
      #expect(stage.api.asked.count { $0 == deploys } == 1)
      rollBack(stage)
      stage.press("y")
      #expect(stage.api.asked.count { $0 == deploys } == 3)
      #expect(stage.api.bodies.last?.contains(#""version":"1.0""#) == true)
      #expect(stage.api.bodies.last?.contains("dryRun") == false)
      #expect(stage.text.contains("back to 1.0 is asked for"))
    }
    let odd = Self.stage(world: world)
    rollBack(odd, "moon")
    #expect(odd.text.contains("staging or production was expected"))
    #expect(!odd.api.asked.contains(deploys))
  }

  private static func going(blockers: [String] = []) -> DeployPlan {
    let items = [
      ChecklistItem(state: .holds, title: "Version", finding: "1.0 runs there now, 1.1 to be"),
      ChecklistItem(state: .fails, title: "Tests", finding: "23 of 24 passed, 1 failed"),
      ChecklistItem(state: .open, title: "README", finding: "says what it does"),
    ]
    let lines = items.map { "- [\($0.state.rawValue)] \($0.title): \($0.finding)" }
    let legend = "([x] known to hold, [!] known to fail, [ ] to be looked at):"
    return DeployPlan(
      pipelineId: pipeline, target: .production, version: "1.1", currentVersion: "1.0", currentStage: .staging,
      requiresApproval: true, steps: ["a human decides"], blockers: blockers,
      checklist: "Checklist for deploying ghl-mcp-server to production \(legend)\n" + lines.joined(separator: "\n"))
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func aDeployShowsItsChecklistFirst(_ columns: Int, _ rows: Int) {
    var world = Self.world()
    world.plan = Self.going()
    let deploys = "POST /v1/pipelines/\(Self.pipeline)/deploys"
    let stage = Self.stage(columns, rows, world: world)
    stage.press(":")
    stage.type("deploy production")
    stage.press("<Enter>")
    #expect(stage.api.asked.count { $0 == deploys } == 1 && stage.api.bodies.last?.contains("dryRun") == true)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "pipeline-deploy-\(columns)x\(rows)")
    stage.press("y")
    #expect(stage.api.asked.count { $0 == deploys } == 2 && stage.api.bodies.last?.contains("dryRun") == false)
    #expect(stage.app.dialogs.isEmpty)
  }

  @Test func aDeployThatWouldBeRefusedAsksForNoSecondKey() {
    var world = Self.world()
    world.plan = Self.going(blockers: ["A deploy to production is under way."])
    let stage = Self.stage(world: world)
    stage.press(":")
    stage.type("deploy production 1.1")
    stage.press("<Enter>")
    #expect(stage.text.contains("Could not deploy ghl-mcp-server") && stage.text.contains("is under way"))
    stage.press("y", "<Esc>")
    #expect(stage.app.dialogs.isEmpty && stage.api.bodies.allSatisfy { $0.contains("dryRun") })
  }

  @Test func whatCannotGoBackSaysWhy() {
    var world = Self.world()
    world.plan = Self.goingBack(blockers: ["1.1 is the first version at production; there is none to go back to."])
    let stage = Self.stage(world: world)
    rollBack(stage)
    #expect(stage.text.contains("Could not roll back ghl-mcp-server"))
    #expect(stage.text.contains("1.1 is the first version at production; there is none to go back to."))
    stage.press("y", "<Esc>")
    #expect(stage.app.dialogs.isEmpty && stage.api.bodies.allSatisfy { $0.contains("dryRun") })
    let watching = Self.stage(world: world, readOnly: true)
    rollBack(watching)
    #expect(watching.api.asked.allSatisfy { $0.hasPrefix("GET") })
  }

  @Test func rulesThatStandInTheWayAreListed() {
    let stage = Self.stage()
    stage.api.world.withLock {
      $0.refusal = APIError(
        code: .conflict, message: "Rules fail.",
        details: [
          "failedRules": [
            ["type": "tests_passing", "reason": "3 tests fail"], ["type": "test_coverage", "reason": "70 % of 80 %"],
          ]
        ])
    }
    stage.press("ma", "y")
    #expect(stage.text.contains("Could not advance ghl-mcp-server"))
    #expect(stage.text.contains("3 tests fail") && stage.text.contains("70 % of 80 %"))
  }

  @Test func whoMayNotChangeItDoesNot() {
    let watching = Self.stage(readOnly: true)
    watching.press("ma", "y", "+", "mx", "y")
    let viewing = Stage(world: Self.world())
    viewing.loop.mailbox.post(
      .action(.identity(Identity(id: Sample.decider, name: "Vi", role: .viewer, scopes: Set(Role.viewer.scopes)))))
    viewing.settle()
    viewing.press("P", "ma", "y", "+")
    #expect(viewing.text.contains("pipelines:write"))
    for stage in [watching, viewing] {
      #expect(stage.api.asked.allSatisfy { $0.hasPrefix("GET") })
      #expect(!(stage.lines.last ?? "").contains("advance"))
    }
  }

  @Test func aNameOpensItFromAnywhere() {
    let stage = Stage(world: Self.world())
    func open(_ name: String) {
      stage.press(":")
      stage.type("pipeline \(name)")
      stage.press("<Enter>")
    }
    open("ghl")
    #expect(stage.app.screen == .pipeline(Self.pipeline))
    open("nothing")
    #expect(stage.text.contains("no pipeline is called so"))
  }
}
