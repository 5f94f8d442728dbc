// The monitor of `factory watch` as it looks in small panes, what it rings for, and that no key decides on it.
import FactoryContracts
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct MonitorScreens {
  @Test(arguments: [(30, 5), (30, 12), (80, 24), (20, 3)]) func monitor(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, monitor: true)
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "monitor-\(columns)x\(rows)")
  }

  @Test func noKeyDecides() {
    let stage = Stage(columns: 30, rows: 5, monitor: true)
    stage.press("a", "r", "d", "u", "<Enter>", ":", "x", "*", "<C-a>", "y")
    #expect(stage.outbox.entries.isEmpty && stage.app.dialogs.isEmpty && stage.loop.ending == nil)
    stage.press("q")
    #expect(stage.loop.ending == .quit)
  }

  @Test func ringsForWhatIsCriticalOnly() {
    let stage = Stage(columns: 30, rows: 5, monitor: true)
    #expect(stage.terminal.bells == 0)
    func arrives(_ number: Int, _ priority: Priority, seq: Int64) {
      var task = Sample.task(number)
      task.priority = priority
      task.createdAt = Scenes.now
      task.slaDeadline = Scenes.now.adding(seconds: 86_400)
      stage.link.post(
        .event(Sample.event(.taskCreated(TaskPayload(task: task)), seq: seq)))
      stage.settle()
    }
    arrives(900, .low, seq: 2)
    #expect(stage.terminal.bells == 0)
    arrives(901, .critical, seq: 3)
    #expect(stage.terminal.bells == 1)
    arrives(902, .medium, seq: 4)
    #expect(stage.terminal.bells == 1)
  }
}

@Suite struct AlertStories {
  private func arrive(_ stage: Stage, _ number: Int, seq: Int64) {
    let task = Sample.task(number, title: "Burning; \(number)", priority: .critical, createdAt: Scenes.now)
    stage.link.post(.event(Sample.event(.taskCreated(TaskPayload(task: task)), seq: seq)))
    stage.settle()
  }

  /// The window is not looked at: the desktop is told too.
  @Test func theDesktopIsToldWhileNobodyLooks() {
    let stage = Stage()
    arrive(stage, 900, seq: 2)
    #expect(stage.terminal.bells == 1 && stage.terminal.notices.isEmpty)
    stage.terminal.input.append(.focus(false))
    stage.settle()
    arrive(stage, 901, seq: 3)
    #expect(stage.terminal.bells == 2 && stage.terminal.notices.map(\.plain) == ["Critical: Burning; 901"])
  }

  @Test func bothCanBeTurnedOffAndQuietHoursLeaveTheCritical() {
    let silent = Stage {
      $0.own.alerts.sounds = false
      $0.own.alerts.notifies = false
    }
    silent.terminal.input.append(.focus(false))
    arrive(silent, 900, seq: 2)
    #expect(silent.terminal.bells == 0 && silent.terminal.notices.isEmpty)
    let night = Stage { $0.own.alerts.isQuiet = { _ in true } }
    arrive(night, 900, seq: 2)
    #expect(night.terminal.bells == 1)
    let row = night.app.queueItems().first { $0.priority != .critical && !$0.slaBreached }
    let payload = TaskSlaPayload(
      taskId: row?.id ?? Sample.id(1), taskTitle: "x", slaDeadline: Scenes.now, minutesRemaining: -1, escalationLevel: 0
    )
    night.link.post(.event(Sample.event(.taskSlaBreached(payload), seq: 3)))
    night.settle()
    #expect(night.terminal.bells == 1)
  }
}
