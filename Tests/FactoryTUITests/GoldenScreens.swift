// What the screens look like. Look at a golden before recording it with FACTORY_RECORD=1.
import FactoryContracts
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct GoldenScreens {
  private func golden(_ stage: Stage, _ name: String) {
    expectGolden(ScreenText.plain(stage.terminal.frame), named: name)
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10), (200, 60), (60, 80), (100, 30), (20, 5), (19, 4)])
  func queue(_ columns: Int, _ rows: Int) { golden(Stage(columns: columns, rows: rows), "queue-\(columns)x\(rows)") }

  @Test func queueInRoles() {
    expectGolden(ScreenText.full(Stage(columns: 100, rows: 16).terminal.frame), named: "queue-roles")
  }

  @Test func openedOnOnePane() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("<Enter>")
    golden(stage, "context-80x24")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func diff(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.press("<Enter>", "2", "}")
    golden(stage, "diff-\(columns)x\(rows)")
  }

  @Test(arguments: [(200, 60), (100, 30)]) func diffSideBySide(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.press("<Enter>", "2", "}", "zs")
    golden(stage, "diff-sides-\(columns)x\(rows)")
  }

  @Test func diffSeenAndFolded() {
    let stage = Stage()
    stage.press("<Enter>", "2", "x")
    golden(stage, "diff-seen")
    stage.press("g", "zM", "zb")
    golden(stage, "diff-folded")
  }

  @Test func diffWrapped() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("<Enter>", "2", "G", "zw")
    golden(stage, "diff-wrapped")
  }

  @Test func tests() {
    let stage = Stage()
    stage.press("4G", "<Enter>", "3")
    golden(stage, "tests-120x40")
  }

  @Test func timeline() {
    let stage = Stage()
    stage.press("<Enter>", "4")
    golden(stage, "timeline-120x40")
  }

  @Test(arguments: [(120, 40), (60, 20), (200, 60)]) func kanban(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.press("b")
    golden(stage, "kanban-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func reject(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.loop.mailbox.post(.action(.recentReasons(["tests missing", "naming", "wrong base branch"])))
    stage.press("r")
    stage.type("needs a rollback step")
    golden(stage, "reject-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func production(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Scenes.production())
    stage.press("a")
    golden(stage, "production-\(columns)x\(rows)")
  }

  @Test func bulkSheet() {
    let stage = Stage()
    stage.press("*", "<C-a>")
    golden(stage, "bulk-120x40")
    stage.press("e")
    golden(stage, "bulk-list-120x40")
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func help(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.press("?")
    golden(stage, "help-\(columns)x\(rows)")
  }

  @Test func palette() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press(":")
    stage.type("appsel")
    golden(stage, "palette-80x24")
  }

  @Test func filter() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("/")
    stage.type("review")
    golden(stage, "filter-80x24")
  }

  @Test func reassign() {
    let stage = Stage(columns: 80, rows: 24)
    stage.press("R")
    golden(stage, "reassign-80x24")
  }

  @Test func emptyQueue() {
    golden(Stage(columns: 80, rows: 24, world: Scenes.empty()), "empty-80x24")
  }

  @Test func offline() {
    let stage = Stage()
    stage.press("a")
    stage.link.post(.disconnected(reason: "connection refused", retryInSeconds: 2))
    stage.clock.advance(seconds: 14)
    stage.settle()
    golden(stage, "offline-120x40")
  }

  @Test func decidedRows() {
    let stage = Stage()
    stage.press("a")
    golden(stage, "decided-120x40")
  }

  @Test(arguments: [(120, 40), (40, 10)]) func hostile(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Scenes.hostile())
    golden(stage, "hostile-\(columns)x\(rows)")
  }

  @Test func ascii() {
    let stage = Stage(columns: 80, rows: 24)
    let rows = ScreenText.plain(stage.terminal.frame).split(separator: "\n", omittingEmptySubsequences: false)
    expectGolden(rows.map { ASCIIFold.fold(SafeText(String($0))) }.joined(separator: "\n"), named: "ascii-80x24")
  }
}
