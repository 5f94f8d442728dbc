// What may not be decided here, each with its sentence; and what asks for more than one key.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct RefusalTests {
  private func refused(_ screen: TestScreen, _ sentence: String, _ decision: TaskDecision = .approved) {
    screen.step(.decide(screen.request(decision, notes: "because"))) { $0.notices.append(sentence) }
  }

  @Test func readOnly() {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.capabilities(Capabilities(readOnly: true)))
    refused(screen, "This screen only watches; decisions are made in the command center.")
  }

  @Test func signInRefused() {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.link(.refused(APIError(code: .unauthorized, message: "The token is over.")), now: screen.now))
    #expect(screen.state.toasts.last?.text == "The server does not accept this sign-in: The token is over.")
    refused(screen, "The server does not accept this sign-in; nothing was decided.")
  }

  @Test(arguments: [
    (TaskDecision.approved, "tasks:approve"), (.rejected, "tasks:reject"), (.deferred, "tasks:approve"),
  ])
  func missingScope(_ decision: TaskDecision, _ scope: String) {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.identity(Identity(id: Sample.decider, name: "Ada", role: .viewer, scopes: [.tasksRead])))
    refused(screen, "Your role lacks \(scope); nothing was decided.", decision)
  }

  @Test func ownQuestion() {
    var task = Sample.task(1)
    task.createdBy = Sample.decider
    let screen = TestScreen([task])
    screen.run(.capabilities(Capabilities(selfDecision: false)))
    refused(screen, "You asked this yourself; someone else decides it.")
    // Where the server has not said, it is asked.
    screen.run(.capabilities(Capabilities(selfDecision: nil)))
    #expect(TestScreen.entry(screen.run(.decide(screen.request(.approved)))) != nil)
  }

  @Test func onItsWay() {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.decide(screen.request(.approved)))
    refused(screen, "Your decision is on its way already.")
  }

  @Test(arguments: [
    (Sample.decider, "You rejected it a moment ago, not on this screen."),
    (Sample.asker, "Bob rejected it a moment ago."),
  ])
  func pending(_ by: EntityID, _ sentence: String) {
    let until = Sample.start.adding(minutes: 5)
    let screen = TestScreen([Sample.task(1).pending(.rejected, by: by, name: "Bob", effectiveAt: until)])
    refused(screen, sentence)
  }

  @Test func withdrawn() {
    let screen = TestScreen([Sample.task(1)])
    let task = Sample.task(1).later {
      $0.status = .completed
      $0.withdrawnAt = $0.updatedAt
    }
    screen.run(screen.event(.taskCompleted(.init(task: task)), seq: 5))
    #expect(Picture(of: screen.state).rows == ["Task 1 [withdrawn]"])
    refused(screen, "The one who asked took it back.")
  }

  @Test func nothingSelected() {
    let screen = TestScreen([])
    refused(screen, "That item is no longer there.")
  }

  @Test(arguments: [TaskDecision.rejected, .escalated]) func aReasonIsPartOfTheKey(_ decision: TaskDecision) throws {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.recentReasons(["tests missing", "naming"]))
    screen.run(.decide(screen.request(decision)))
    let empty = screen.key()
    screen.run(.dialog(.confirm(key: empty), now: screen.now))
    #expect(screen.state.outbox.items.isEmpty)
    screen.run(.dialog(.recall(2), now: screen.now))
    screen.run(.dialog(.addChange, now: screen.now))
    screen.run(.dialog(.text(LineField("rename it")), now: screen.now))
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    #expect(screen.state.dialogs.isEmpty)
    #expect(effects.first == .saveRecentReasons(["naming", "tests missing"]))
    let text = try #require(TestScreen.entry(effects)?.body)
    #expect(text.contains("\"notes\":\"naming\""))
    #expect(text.contains("rename it"))
    #expect(text.contains("severity") == (decision == .rejected))
  }

  @Test func theEditorsTextIsTheReason() {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.requestDialog(.reject, now: screen.now))
    screen.run(.dialog(.text(LineField("draft")), now: screen.now))
    screen.step(.dialog(.edit, now: screen.now), [.openEditor(draft: "draft", for: .reason)])
    screen.run(.editorReturned(.reason, text: "two\nlines\n", now: screen.now))
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    #expect(TestScreen.entry(effects)?.body?.contains("\"two\\nlines\"") == true)
  }

  /// What changed while the dialog was open is not decided by it.
  @Test func aDialogIsPinnedToo() {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.requestDialog(.reject, now: screen.now))
    screen.run(.dialog(.text(LineField("no")), now: screen.now))
    screen.run(screen.event(.taskUpdated(.init(task: Sample.task(1).later { $0.version = 2 })), seq: 5))
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    #expect(TestScreen.entry(effects) == nil)
    #expect(
      screen.state.toasts.map(\.text) == ["Not decided: the item changed since you looked. Look and press again."])
  }

  @Test func productionAsksForASecondKey() throws {
    let pipeline = Sample.pipeline(1, name: "ghl", stage: .production)
    var task = Sample.task(1, pipelineId: pipeline.id, stageName: .production)
    task.claimedBy = Sample.asker
    task.claimedByName = "Bob"
    let screen = TestScreen([task], pipelines: [pipeline])
    #expect(screen.run(.decide(screen.request(.approved))) == [])
    let dialog = try #require(screen.question)
    #expect(dialog.consequences == ["Deploys ghl into production.", "Bob is working on it."])
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    #expect(TestScreen.entry(effects)?.taskIds == [task.id])
    #expect(screen.state.dialogs.isEmpty)
  }

  /// What is known here is newer than what the question brought, and what nobody knows is no tick.
  @Test func productionsChecklistIsOfWhatIsKnown() throws {
    var pipeline = Sample.pipeline(1, name: "ghl", stage: .production)
    pipeline.config = [
      "stages": ["testing": ["validationRules": [["type": "test_coverage", "config": ["minPercent": 95]]]]]
    ]
    pipeline.metadata = ["health": "failing"]
    let old = TestResults(total: 3, passed: 3, failed: 0, skipped: 0, coveragePercent: 99)
    let new = TestResults(total: 4, passed: 3, failed: 1, skipped: 0, coveragePercent: 90)
    var task = Sample.task(1, type: .approval, pipelineId: pipeline.id, stageName: .production)
    task.blocksStageAdvance = true
    task.context.testResults = new
    let other = Sample.task(2, pipelineId: pipeline.id).later { $0.blocksStageAdvance = true }
    let screen = TestScreen([task, other], pipelines: [pipeline])
    func rows() throws -> [String: ChecklistState] {
      screen.run(.decide(screen.request(.approved)))
      let items = try #require(screen.question).checklist
      screen.run(.dialog(.cancel, now: screen.now))
      return Dictionary(items.map { ($0.title, $0.state) }) { first, _ in first }
    }
    let unread = try rows()
    #expect(
      unread == ["Tests": .fails, "Coverage": .fails, "Blockers": .fails, "Deployed now": .fails, "The rest": .open])
    let facts = DeployFacts(
      pipeline: pipeline, target: .production, tests: old, approvals: [], version: "2", lastVersion: nil,
      stagingVersion: "1")
    var full = task
    full.context.details = DeployChecklist.text(facts)
    screen.run(.fetched(.task(full), now: screen.now))
    let read = try rows()
    #expect(read["Tests"] == .fails && read["Coverage"] == .fails && read["Version"] == .holds)
    #expect(read["Staging"] == .fails, "another version ran there")
    #expect(read["Rollback plan"] == .open && read["The rest"] == nil && read["README"] == .open)
  }

  @Test(arguments: [
    ("", DeferUntil.never), ("30m", .until(Sample.start.adding(minutes: 30))),
    ("2h30m", .until(Sample.start.adding(minutes: 150))), (" 1D ", .until(Sample.start.adding(minutes: 1440))),
    ("2030-01-01T00:00:00Z", .until(Timestamp("2030-01-01T00:00:00Z") ?? Sample.start)),
    ("soon", .problem("“soon” is not a time; 30m, 2h, 1d or 2026-01-31T09:00:00Z was expected.")),
    ("2", .problem("“2” is not a time; 30m, 2h, 1d or 2026-01-31T09:00:00Z was expected.")),
    ("9999999999d", .problem("“9999999999d” is not a time; 30m, 2h, 1d or 2026-01-31T09:00:00Z was expected.")),
    ("2020-01-01T00:00:00Z", .problem("“2020-01-01T00:00:00Z” is not in the future.")),
  ])
  func deferUntil(_ text: String, _ expected: DeferUntil) {
    #expect(DeferUntil.read(text, now: Sample.start) == expected)
  }

  @Test func deferringSaysUntilWhen() {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.requestDialog(.defer, now: screen.now))
    screen.run(.dialog(.text(LineField("1h")), now: screen.now))
    let effects = screen.run(.dialog(.confirm(key: screen.key()), now: screen.now))
    let until = screen.now.adding(minutes: 60)
    #expect(TestScreen.entry(effects)?.body?.contains("\"until\":\"\(until)\"") == true)
  }

  @Test func reassigning() {
    let screen = TestScreen([Sample.task(1)])
    let bob = Viewer(id: Sample.asker, name: "Bob")
    screen.run(.link(.presence(taskId: Sample.id(1), viewers: [bob]), now: screen.now))
    screen.run(.requestDialog(.reassign, now: screen.now))
    screen.run(.dialog(.text(LineField("zoe")), now: screen.now))
    #expect(screen.run(.dialog(.confirm(key: screen.key()), now: screen.now)) == [])
    screen.run(.dialog(.text(LineField("bo")), now: screen.now))
    screen.step(
      .dialog(.confirm(key: screen.key()), now: screen.now),
      [.reassign(Sample.id(1), to: Sample.asker, reason: nil)]
    ) { $0.dialogs = [] }
  }
}
