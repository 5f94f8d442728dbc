// The mouse looks, chooses and scrolls, and decides nothing.
import FactoryContracts
import FactoryState
import FactoryTUI
import Foundation
import TerminalKit
import TestSupport
import Testing

@Suite struct MouseStories {
  private func send(_ stage: Stage, _ kind: MousePress.Kind, _ x: Int, _ y: Int) {
    stage.terminal.input.append(.mouse(MousePress(kind, x: x, y: y)))
    stage.settle()
  }

  /// Presses and lets go on the first place where a text stands.
  private func click(_ stage: Stage, on text: String, row: Int? = nil) {
    for (y, line) in stage.lines.enumerated() where row == nil || row == y {
      guard let range = line.range(of: text) else { continue }
      let x = line.distance(from: line.startIndex, to: range.lowerBound)
      send(stage, .press, x, y)
      send(stage, .release, x, y)
      return
    }
    Issue.record("\(text) is not on the screen:\n\(stage.text)")
  }

  @Test func aClickChoosesAndTwoOpen() {
    let stage = Stage()
    let rows = stage.app.queueItems()
    send(stage, .press, 10, 6)
    #expect(stage.app.selectedRow?.id == rows[3].id && stage.app.focus == .list)
    stage.clock.advance(seconds: 2)
    stage.terminal.input += [.mouse(MousePress(.press, x: 10, y: 4)), .mouse(MousePress(.press, x: 10, y: 4))]
    stage.settle()
    #expect(stage.app.selectedRow?.id == rows[1].id && stage.app.focus == .context)
  }

  @Test func tabsAndSectionsAreChosen() {
    let stage = Stage { $0.own.sections = [SavedSection(name: "risky", query: "priority:critical")] }
    click(stage, on: "tests")
    #expect(stage.app.context.tab == .tests && stage.app.focus == .context)
    click(stage, on: "risky", row: 0)
    #expect(stage.app.shownSection == .saved(0))
  }

  @Test func theWheelScrollsWhatIsUnderIt() {
    let stage = Stage(columns: 100, rows: 14)
    let first = stage.app.selectedIndex ?? 0
    send(stage, .wheelDown, 5, 8)
    #expect(stage.app.selectedIndex == first + 3)
    send(stage, .wheelUp, 5, 8)
    #expect(stage.app.selectedIndex == first)
    click(stage, on: "diff")
    stage.press("<Esc>")
    #expect(stage.app.focus == .list)
    for _ in 0..<40 { send(stage, .wheelDown, 80, 8) }
    let low = stage.app.context.scroll(of: .diff).top
    #expect(low > 0 && stage.app.focus == .list && stage.app.selectedIndex == first)
    for _ in 0..<60 { send(stage, .wheelUp, 80, 8) }
    #expect(stage.app.context.scroll(of: .diff).top == 0)
  }

  @Test func theLineBetweenThePanesIsDragged() {
    let stage = Stage()
    send(stage, .press, 50, 10)
    send(stage, .drag, 72, 12)
    #expect(stage.app.panes.share == 60 && stage.lines[5].contains("│"))
    send(stage, .release, 72, 12)
    send(stage, .drag, 30, 12)
    #expect(stage.app.panes.share == 60)
  }

  @Test func aCardIsChosenAndOpened() {
    let stage = Stage()
    stage.press("b")
    let cards = stage.app.kanbanColumns().flatMap(\.cards)
    guard let card = cards.last else { return #expect(Bool(false), "no cards") }
    click(stage, on: String(card.name.prefix(8)))
    #expect(stage.app.kanban.selectedId == card.id && stage.app.screen == .kanban)
  }

  /// Wherever it is pressed, on every page: nothing is decided, marked or sent.
  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func noClickDecides(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    for keys in [[], ["b"], ["<Esc>", "r"], ["<Esc>", ":"], ["<Esc>", "<Space>", "A"], ["<Esc>", "<Esc>", "?"]] {
      for key in keys { stage.press(key) }
      for y in 0..<rows {
        for x in stride(from: 0, to: columns, by: 7) {
          stage.terminal.input += [.mouse(MousePress(.press, x: x, y: y)), .mouse(MousePress(.release, x: x, y: y))]
        }
      }
      stage.settle()
    }
    #expect(stage.outbox.entries.isEmpty)
  }

  @Test func itCanBeTurnedOff() {
    let stage = Stage()
    #expect(stage.terminal.reportsMouse)
    stage.press(":")
    stage.type("mouse")
    stage.press("<Enter>")
    #expect(!stage.terminal.reportsMouse && stage.text.contains("The mouse is the terminal's."))
    #expect(!Stage { $0.own.reportsMouse = false }.terminal.reportsMouse)
    #expect(!Stage(monitor: true).terminal.reportsMouse)
  }
}
