// Queues to look at: what golden screens and stories show.
import FactoryContracts
import FactoryState
import TestSupport

enum Scenes {
  static let now = Sample.start
  static let me = Identity(
    id: Sample.decider, name: "Ana", role: .owner, scopes: Set(FactoryContracts.Scope.declared))

  /// Five products and the decisions they wait for.
  static func world() -> FakeAPI.World {
    var world = FakeAPI.World()
    world.pipelines = pipelines
    world.tasks = tasks
    world.audit = audit
    world.people = [
      UserName(id: Sample.decider, name: "Ana", role: .owner),
      UserName(id: Sample.id(9003), name: "Bo", role: .operator),
      UserName(id: Sample.id(9004), name: "Cleo", role: .admin),
    ]
    return world
  }

  static func empty() -> FakeAPI.World {
    var world = FakeAPI.World()
    world.people = self.world().people
    return world
  }

  static let pipelines: [Pipeline] = [
    Sample.pipeline(1, name: "ghl-mcp-server", platform: "ghl", stage: .staging, priority: .critical),
    Sample.pipeline(2, name: "shopify-mcp", stage: .review, priority: .high),
    Sample.pipeline(3, name: "notion-mcp", platform: "notion", stage: .building),
    Sample.pipeline(4, name: "stripe-mcp", platform: "stripe", stage: .testing, priority: .high),
    Sample.pipeline(5, name: "jira-mcp", platform: "jira", stage: .scaffolding, priority: .low),
    Sample.pipeline(6, name: "asana-mcp", platform: "asana", stage: .intake),
    Sample.pipeline(7, name: "slack-mcp", platform: "slack", stage: .published, status: .completed),
    Sample.pipeline(8, name: "linear-mcp", platform: "linear", stage: .production, priority: .critical),
  ]

  static func before(_ minutes: Double) -> Timestamp { now.adding(minutes: -minutes) }

  static let tasks: [FactoryTask] = [
    waiting(1, "Approve staging deploy", .approval, .critical, pipeline: 1, .staging, asked: 158, left: -38, deploy),
    waiting(2, "Review: retry on 429", .review, .high, pipeline: 2, .review, asked: 48, left: 12, review),
    waiting(3, "Choose cache backend", .decision, .high, pipeline: 3, .building, asked: 19, left: 41, question),
    waiting(4, "Fix: 3 tests fail", .fixRequired, .medium, pipeline: 4, .testing, asked: 107, left: 133, failing),
    waiting(5, "Review: docs for tools", .review, .medium, pipeline: 1, .review, asked: 10, left: 230, question),
    waiting(6, "Rotate the signing keys", .manualAction, .low, pipeline: nil, nil, asked: 3, left: 1437, question),
  ]

  private static func waiting(
    _ number: Int, _ title: String, _ type: TaskType, _ priority: Priority, pipeline: Int?, _ stage: PipelineStage?,
    asked: Double, left: Double, _ context: TaskContext
  ) -> FactoryTask {
    var task = Sample.task(
      number, title: title, type: type, priority: priority, pipelineId: pipeline.map { Sample.id(1000 + $0) },
      stageName: stage, context: context, createdAt: before(asked), slaMinutes: asked + left)
    task.createdByName = "deployer-1"
    task.blocksStageAdvance = stage?.isGate ?? false
    return task
  }

  /// A question before production, with the list that the factory put into it.
  static func production() -> FakeAPI.World {
    var world = Self.world()
    var pipeline = Sample.pipeline(8, name: "linear-mcp", platform: "linear", stage: .production, priority: .critical)
    pipeline.config = ["coverageThreshold": 80]
    pipeline.metadata = ["health": "degraded", "checks": ["readme": true, "secrets": false]]
    world.pipelines = [pipeline]
    let tests = TestResults(total: 47, passed: 47, failed: 0, skipped: 0, coveragePercent: 91.2)
    let facts = DeployFacts(
      pipeline: pipeline, target: .production, tests: tests, approvals: [], version: "1.1.0", lastVersion: "1.0.0",
      stagingVersion: "1.1.0", assets: ["test_report": true])
    let context = TaskContext(
      summary: "linear-mcp (linear) reached production.", details: "Built by hand.\n\n" + DeployChecklist.text(facts),
      testResults: tests)
    world.tasks = [
      waiting(
        1, "Deploy to production: linear-mcp", .approval, .critical, pipeline: 8, .production, asked: 8, left: 52,
        context),
      waiting(2, "Review: docs for tools", .review, .low, pipeline: nil, nil, asked: 3, left: 600, question),
    ]
    return world
  }

  static let deploy = TaskContext(
    summary: "Staging deploy of v1.4.0 after review approval at 10:02.",
    testResults: TestResults(total: 47, passed: 47, failed: 0, skipped: 0, coveragePercent: 91.2),
    diffSummary: change, metrics: ["p99_ms": 41.5, "image_mb": 182])

  static let review = TaskContext(
    summary: "Retries with back-off when the shop answers 429.",
    details:
      "Retry-After is honoured; without it the wait doubles from 1 s to 30 s. Nothing is retried that may have acted.",
    testResults: TestResults(total: 12, passed: 12, failed: 0, skipped: 0, coveragePercent: 84),
    diffSummary: DiffSummary(filesChanged: 1, insertions: 1, deletions: 1, files: [Sample.diffFile()]))

  static let question = TaskContext(summary: "Two ways are open; the second one costs a table.")

  static let failing = TaskContext(
    summary: "The suite is red since the pagination change.",
    testResults: TestResults(
      total: 47, passed: 38, failed: 3, skipped: 6, coveragePercent: 71.25,
      failureDetails: [
        TestFailure(
          testName: "PaginationTests.lastPage", error: "expected 20 rows, found 19\nthe cursor was cut off",
          file: "tests/pagination_test.py", line: 112),
        TestFailure(testName: "PaginationTests.empty", error: "index out of range", file: "tests/pagination_test.py"),
        TestFailure(testName: "ClientTests.timeout", error: "no answer in 5 s"),
      ]))

  static let change = DiffSummary(
    filesChanged: 2, insertions: 5, deletions: 2,
    files: [
      DiffFile(
        path: "src/client.py", status: .modified, insertions: 4, deletions: 2,
        patch: """
          --- a/src/client.py
          +++ b/src/client.py
          @@ -10,5 +10,6 @@ def fetch(url):
               attempts = 0
          -    while True:
          -        answer = get(url)
          +    while attempts < LIMIT:
          +        answer = get(url, timeout=TIMEOUT)
          +        attempts += 1
                   if answer.ok:
                       return answer
          @@ -40,2 +41,3 @@ def close():
               pool.shutdown()
          +    log("closed")
               return None
          """),
      DiffFile(
        path: "docs/CHANGES.md", status: .added, insertions: 1, deletions: 0,
        patch: "--- /dev/null\n+++ b/docs/CHANGES.md\n@@ -0,0 +1 @@\n+"
          + String(repeating: "a long line of prose ", count: 12) + "\n"),
    ])

  static let audit: [AuditEntry] = [
    AuditEntry(
      id: Sample.id(6002), actorType: .user, actorId: Sample.id(9003), actorName: "Bo", action: "approval.approved",
      entityType: "approval", entityId: Sample.id(3001),
      changes: ["status": AuditChange(from: "pending", to: "approved")],
      metadata: ["notes": "looks right"], createdAt: before(140)),
    AuditEntry(
      id: Sample.id(6001), actorType: .agent, actorId: Sample.asker, actorName: "deployer-1", action: "task.created",
      entityType: "task", entityId: Sample.id(1), createdAt: before(158)),
    AuditEntry(
      id: Sample.id(6000), actorType: .system, action: "pipeline.stage_changed", entityType: "pipeline",
      entityId: Sample.id(1001), changes: ["currentStage": AuditChange(from: "review", to: "staging")],
      createdAt: before(159)),
  ]

  /// Names, titles and diffs that try to drive the terminal.
  static func hostile() -> FakeAPI.World {
    let evil = "a\u{1b}[2Jb\u{202e}c\u{9b}5md\u{7}e \u{1b}]0;t\u{7} z" + String(repeating: "\u{301}", count: 40) + "漢字👩‍👩‍👧"
    var world = FakeAPI.World()
    world.pipelines = [Sample.pipeline(1, name: evil, stage: .review)]
    var task = Sample.task(
      1, title: evil, type: .review, priority: .high, pipelineId: Sample.id(1001), stageName: .review,
      context: TaskContext(
        summary: evil, details: evil + "\n" + evil,
        testResults: TestResults(
          total: 1, passed: 0, failed: 1, skipped: 0, coveragePercent: .infinity,
          failureDetails: [TestFailure(testName: evil, error: evil, file: evil, line: -1)]),
        diffSummary: DiffSummary(
          filesChanged: 1, insertions: 1, deletions: 0,
          files: [DiffFile(path: evil, status: .added, insertions: 1, deletions: 0, patch: "@@ -0,0 +1 @@\n+" + evil)]))
    )
    task.context.testResults?.coveragePercent = 50
    task.createdByName = evil
    world.tasks = [task, Sample.task(2, title: "Plain below")]
    world.audit = [
      AuditEntry(
        id: Sample.id(6000), actorType: .user, actorName: evil, action: evil, entityType: evil, entityId: Sample.id(1),
        changes: [evil: AuditChange(from: .string(evil), to: .string(evil))], createdAt: now)
    ]
    return world
  }
}
