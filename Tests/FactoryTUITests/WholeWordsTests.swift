// What is said on the screen is said whole: help on every width, numbers of the dashboard, faults of the configuration. And the words that
// hands bring from elsewhere.
import FactoryContracts
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct WholeWordsTests {
  @Test(arguments: [300, 120, 80, 60, 40]) func theHelpIsNeverCut(_ columns: Int) {
    let long = "Approves an agent's call, and what is of its kind in its folder for 8 h, or as long as the line says."
    let lines = [
      HelpText.Line(keys: "", text: "Decide", isHeading: true),
      HelpText.Line(keys: "M", text: SafeText(long), reason: "No agent asks here; it is for what an agent asks."),
      HelpText.Line(keys: "^F PgDn", text: "Page down."),
    ]
    let rows = HelpView.rows(lines, width: columns)
    let inside = min(110, columns - 4) - 4
    for row in rows { #expect(row.reduce(0) { $0 + $1.text.width } <= inside) }
    let said = rows.flatMap { $0.map(\.text.plain) }.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(said == "Decide M \(long) (No agent asks here; it is for what an agent asks.) ^F PgDn Page down.")
  }

  @Test(arguments: [(120, 40), (40, 10)]) func theEndOfTheHelpIsReached(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows)
    stage.press("?")
    for _ in 0..<40 { stage.press("<C-d>") }
    #expect(stage.text.contains("sent yet are kept") || stage.text.contains("kept."))
    let atTheEnd = stage.text
    stage.press("k")
    #expect(stage.text != atTheEnd)
  }

  @Test(arguments: [("kanban", "board"), ("inbox", "notifications"), ("audit", "activity"), ("keys", "help")])
  func otherWordsForAView(_ word: String, _ name: CommandID) {
    #expect(CommandSet.standard[CommandID(rawValue: word)]?.id == name)
    let stage = Stage()
    stage.press(":")
    stage.type(word)
    #expect(stage.text.contains("▌\(name.rawValue)"))
    stage.press("<Enter>")
    #expect(!stage.text.contains("There is no command"))
  }

  @Test func anotherWordIsNoCommandsName() {
    for (word, meant) in CommandSet.otherNames {
      #expect(!CommandTable.all.contains { $0.id == word })
      #expect(CommandTable.all.contains { $0.id == meant })
    }
  }

  @Test func aMessageThatIsLongHasALineOfItsOwn() {
    let fault = "line 7, factory.keys.approve: one key for two commands, of which one was expected."
    let stage = Stage(configure: { options in options.changes = { post in post(.fault(fault)) } })
    #expect(stage.text.contains("Settings kept as they were. \(fault)"))
  }
}
