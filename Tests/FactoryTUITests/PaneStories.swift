// List and opened item share the screen as the operator wants it.
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct PaneStories {
  /// The column of the line between list and opened item.
  private func divider(_ stage: Stage) -> Int? {
    stage.lines[5].firstIndex(of: "│").map { stage.lines[5].distance(from: stage.lines[5].startIndex, to: $0) }
  }

  @Test func thePaneWithTheKeysGrowsAndShrinks() {
    let stage = Stage()
    let before = divider(stage)
    #expect(before == 50)
    stage.press("+", "+")
    #expect(divider(stage) == 61)
    stage.press("-")
    #expect(divider(stage) == 55)
    // In the opened item the same keys mean that one.
    stage.press("<Enter>", "+")
    #expect(divider(stage) == 49)
    stage.press("=")
    #expect(divider(stage) == before)
    for _ in 0..<30 { stage.press("-") }
    #expect((divider(stage) ?? 0) < 100 && (divider(stage) ?? 0) > 90)
  }

  @Test func aZoomedPaneFillsTheScreenAndGivesItBack() {
    let stage = Stage()
    let title = stage.app.selectedRow?.title ?? ""
    stage.press("z", "z")
    #expect(divider(stage) == nil)
    #expect(stage.text.contains("Where") && stage.text.contains("Age"))
    stage.press("<Enter>")
    #expect(stage.text.contains(title) && stage.text.contains("overview"))
    stage.press("+")
    #expect(stage.text.contains("One pane is shown here"))
    stage.press("z", "z")
    #expect(divider(stage) == 50)
  }

  @Test func aSmallScreenIsNotZoomed() {
    let stage = Stage(columns: 80, rows: 24)
    let before = stage.text
    stage.press("z", "z", "z", "z")
    #expect(stage.text == before)
  }
}
