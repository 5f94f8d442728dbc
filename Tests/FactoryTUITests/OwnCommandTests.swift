// Keys and commands of one's own: what is shown and what works are the same, contradictions are found, nothing reaches the shell's text.
import FactoryContracts
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct OwnCommandTests {
  private func set(_ keys: [KeySetting], _ commands: [CustomCommand] = []) throws -> CommandSet {
    try CommandSet.made(keys, commands)
  }

  private func key(_ command: String, _ notations: String..., scope: String? = nil) -> KeySetting {
    KeySetting(
      command: command, scope: scope, notations: notations, place: "config.yaml, line 3, factory.keys.\(command)")
  }

  @Test func theNewKeyWorksTheOldOneDoesNotAndThePagesSaySo() throws {
    let stage = Stage(commands: try set([key("approve", "Y"), key("undo", "<A-u>", "Zu")]))
    #expect(stage.lines.last?.contains("Y approve") == true)
    stage.press("a")
    #expect(stage.outbox.entries.isEmpty)
    stage.press("Y")
    #expect(stage.outbox.entries.first?.decision == .approved)
    stage.press("u")
    #expect(stage.outbox.entries.count == 1)
    stage.press("Zu")
    #expect(stage.outbox.entries.count == 2)
    stage.press("?")
    #expect(stage.text.contains("Alt-u Zu"))
  }

  @Test func aKeyCanBeTakenAway() throws {
    let stage = Stage(commands: try set([key("approve")]))
    stage.press("a")
    #expect(stage.outbox.entries.isEmpty)
    stage.press(":")
    stage.type("approve")
    stage.press("<Enter>")
    #expect(stage.outbox.entries.count == 1)
  }

  @Test func dialogsTooInOnePlaceOnly() throws {
    let stage = Stage(commands: try set([key("sheet-yes", "<C-y>", scope: "sheet")]))
    stage.press("<Space>", "<C-a>", "y")
    #expect(stage.outbox.entries.isEmpty)
    stage.press("<C-y>")
    #expect(stage.outbox.entries.count == 1)
  }

  @Test(arguments: [
    ("approve", ["r"], nil, "collide"), ("approve", ["<C-"], nil, "no modifier"), ("nothing", ["x"], nil, "no command"),
    ("approve", ["x"], "moon", "one of global"), ("reason-confirm", ["x"], nil, "is typed"),
  ]) func contradictionsAreSentencesWithTheirPlace(
    _ command: String, _ notations: [String], _ scope: String?, _ words: String
  ) throws {
    let setting = KeySetting(command: command, scope: scope, notations: notations, place: "config.yaml, line 3")
    let problems = #expect(throws: SettingProblems.self) { try set([setting]) }
    let sentences = try #require(problems?.sentences)
    if words == "no modifier" { return #expect(sentences.first?.hasPrefix("config.yaml, line 3") == true) }
    #expect(sentences.contains { $0.contains(words) && $0.hasPrefix("config.yaml, line 3") }, "\(sentences)")
  }

  @Test func aCommandOfOnesOwnGetsTheItemAsData() throws {
    let custom = CustomCommand(
      name: "look", title: "Look at it", notations: ["X"], scope: .queue, line: "echo \"$TASK_ID\"")
    let stage = Stage(commands: try set([], [custom]))
    stage.press("<Enter>", "<Esc>", "X")
    let ran = try #require(stage.programs.ran.first)
    #expect(ran.line == "echo \"$TASK_ID\"" && ran.variables["TASK_ID"] == Sample.id(1).description)
    #expect(ran.variables["API_URL"] == "http://127.0.0.1:1/v1")
    stage.press(":")
    stage.type("look")
    #expect(Palette.entries("look", stage.loop.situation()).first?.command.id == "look")
    stage.press("<Enter>")
    #expect(stage.programs.ran.count == 2)
  }

  @Test func whatAsksTwiceRunsAtTheSecondPressOnTheSameItem() throws {
    let custom = CustomCommand(name: "purge", notations: ["X"], line: "true", confirms: true)
    let stage = Stage(commands: try set([], [custom]))
    stage.press("X", "j", "X")
    #expect(stage.programs.ran.isEmpty)
    stage.press("X")
    #expect(stage.programs.ran.count == 1)
    stage.press("X")
    stage.clock.advance(seconds: 6)
    stage.press("X")
    #expect(stage.programs.ran.count == 1)
  }

  @Test func besideTheScreenItsEndIsTold() throws {
    let custom = CustomCommand(name: "sync", notations: ["X"], line: "false", isBackground: true)
    let stage = Stage(commands: try set([], [custom]))
    stage.programs.outcome = .ended(3)
    stage.press("X")
    #expect(!stage.terminal.isSuspended && stage.text.contains("sync ended with code 3"))
  }

  @Test func aNameThatIsTakenIsRefused() {
    #expect(throws: SettingProblems.self) { try set([], [CustomCommand(name: "approve", line: "true", place: "c")]) }
  }

  @Test func whatIsWrittenMeanwhileIsInEffectAndAFaultChangesNothing() throws {
    let stage = Stage()
    var own = OwnSettings()
    own.commands = try set([key("approve", "Y")])
    own.sections = [SavedSection(name: "risky", query: "priority:critical")]
    stage.loop.mailbox.post(.reloaded(.settings(own, theme: nil)))
    stage.settle()
    #expect(stage.lines.last?.contains("Y approve") == true)
    #expect(stage.app.sections.map(\.title).contains("risky"))
    stage.loop.mailbox.post(.reloaded(.fault("config.yaml, line 3: no.")))
    stage.settle()
    #expect(stage.text.contains("config.yaml, line 3") && stage.lines.last?.contains("Y approve") == true)
    stage.press("Y")
    #expect(stage.outbox.entries.count == 1)
  }
}
