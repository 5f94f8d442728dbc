// The notifications as they look and as keys move through them. Goldens are recorded with FACTORY_RECORD=1.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct GoldenScreensOfNotifications {
  static func told(
    _ number: Int, _ type: NotificationType, _ title: String, _ minutes: Double, read: Bool = false, task: Int? = nil,
    pipeline: Int? = nil, body: String? = nil
  ) -> FactoryNotification {
    FactoryNotification(
      id: Sample.id(7000 + number), userId: Sample.decider, type: type, title: title, body: body, read: read,
      entityType: task != nil ? "task" : pipeline != nil ? "pipeline" : "agent",
      entityId: task.map { Sample.id($0) } ?? pipeline.map { Sample.id(1000 + $0) } ?? Sample.id(4001),
      createdAt: Scenes.before(minutes))
  }

  static func world() -> FakeAPI.World {
    var world = Scenes.world()
    world.notifications = [
      told(6, .slaBreach, "Deadline missed: Approve staging deploy", 38, task: 1, body: Scenes.deploy.summary),
      told(
        5, .approvalPending, "3 questions wait for a decision", 5, task: 2,
        body: "Review: retry on 429\nChoose cache backend\nReview: docs for tools"),
      told(4, .slaWarning, "12 minutes left: Review: retry on 429", 1, read: true, task: 2),
      told(3, .deployStatus, "linear-mcp 2.0: deploy to production failed", 61, pipeline: 8, body: "no route to host"),
      told(2, .agentError, "The agent builder-2 reports an error", 180, read: true),
      told(1, .pipelineCompleted, "Published: slack-mcp", 1500, read: true, pipeline: 7),
    ]
    return world
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func notifications(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Self.world())
    stage.press("i", "j")
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "notifications-\(columns)x\(rows)")
  }

  @Test func nothingWasTold() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("i")
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "notifications-empty-80x24")
  }

  @Test func hostileTextDrivesNothing() {
    var world = Scenes.hostile()
    let evil = world.tasks[0].title
    world.notifications = [Self.told(1, .unknown, evil, 3, body: evil + "\n" + evil)]
    let stage = Stage(columns: 80, rows: 24, world: world)
    stage.press("i")
    #expect(
      !stage.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202e || $0.value == 0x9b })
    #expect(stage.lines.allSatisfy { SafeText($0).width <= 80 })
  }

  // MARK: - Stories

  @Test func theHeaderCountsWhatIsUnread() {
    let stage = Stage(world: Self.world())
    #expect(stage.lines[0].contains("3 unread"))
    let fresh = Self.told(9, .taskAssigned, "Yours: Rotate the signing keys", 0, task: 6)
    stage.link.post(
      .event(Sample.event(.notificationCreated(.init(notification: fresh)), seq: 2, channel: "notifications:me")))
    stage.settle()
    #expect(stage.lines[0].contains("4 unread"))
    stage.press("i", "X")
    #expect(!stage.lines[0].contains("unread") && stage.text.contains("all read"))
    #expect(stage.api.asked.contains("POST /v1/notifications/read-all"))
  }

  @Test func enterReadsItAndGoesToItsTask() {
    let stage = Stage(world: Self.world())
    stage.press("/")
    stage.type("signing")
    stage.press("<Enter>", "i")
    #expect(stage.app.selectedNotification?.id == Sample.id(7005))
    stage.press("<Enter>")
    #expect(stage.app.screen == .queue && stage.app.queue.selectedId == Sample.id(2))
    #expect(stage.api.asked.contains("POST /v1/notifications/\(Sample.id(7005))/read"))
    #expect(stage.lines[0].contains("2 unread"))
    // A pipeline's leads to its tasks.
    stage.press("i", "j", "<Enter>")
    #expect(stage.app.screen == .pipelineTasks(Sample.id(1008)))
  }

  @Test func aReadOneGoesDownAndTheCursorStays() {
    let stage = Stage(world: Self.world())
    stage.press("i", "x")
    #expect(stage.app.inboxRows.map(\.read) == [false, false, true, true, true, true])
    #expect(stage.app.selectedNotification?.id == Sample.id(7006))
    stage.press("x", "x")
    #expect(stage.app.factory.unreadCount == 0)
    stage.press("x")
    #expect(stage.text.contains("It is read already."))
    #expect(stage.api.asked.filter { $0.hasPrefix("POST") }.count == 3)
  }

  /// What the server did not confirm stays unread.
  @Test func withoutTheServerNothingIsRead() {
    let stage = Stage(world: Self.world())
    stage.press("i")
    stage.api.world.withLock { $0.isDown = true }
    stage.press("x")
    #expect(stage.app.factory.unreadCount == 3 && stage.text.contains("could not be marked as read"))
    stage.press("X")
    #expect(stage.app.factory.unreadCount == 3)
  }

  @Test func decisionsDoNotReachWhatIsNotShown() {
    let stage = Stage(world: Self.world())
    stage.press("i", "a", "r", ":")
    stage.type("approve")
    stage.press("<Enter>")
    #expect(stage.outbox.entries.isEmpty)
    for key in ["i", "<Esc>", "q", "b"] {
      stage.press("<Esc>", "<Esc>", "i")
      #expect(stage.app.screen == .notifications)
      stage.press(key)
      #expect(stage.app.screen != .notifications, "\(key)")
      if stage.app.screen == .kanban { stage.press("b") }
    }
    #expect(stage.app.screen == .queue)
  }
}
