// Themes are worn while they are looked at; Esc gives the one before back.
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct ThemeChoiceStories {
  @Test func lookingTakingAndGoingBack() {
    let stage = Stage()
    let before = stage.terminal.theme.name
    stage.press(":")
    stage.type("theme ")
    for name in ShippedThemes.names { #expect(stage.text.contains(name)) }
    #expect(stage.terminal.theme.name == before)
    stage.type("sol")
    #expect(stage.terminal.theme.name == "solarized")
    stage.press("<Esc>")
    #expect(stage.terminal.theme.name == before)
    stage.press(":")
    stage.type("theme ")
    stage.press("<Down>", "<Down>")
    let third = ShippedThemes.names[2]
    #expect(stage.terminal.theme.name == third)
    stage.press("<Enter>")
    #expect(stage.terminal.theme.name == third && stage.app.dialogs.isEmpty)
    // A whole name that is not looked at first.
    stage.press(":")
    stage.type("theme light")
    stage.press("<Enter>")
    #expect(stage.terminal.theme.name == "light")
  }

  @Test func argumentsAreCompleted() {
    let stage = Stage()
    stage.press(":")
    stage.type("section dep")
    stage.press("<Tab>")
    #expect(stage.text.contains("section deploys"))
    stage.press("<Enter>")
    #expect(stage.app.shownSection == .builtIn(.deploys))
    stage.press(":")
    stage.type("theme nothing-like-it")
    stage.press("<Enter>")
    #expect(stage.text.contains("expected"))
  }
}
