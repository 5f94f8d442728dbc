// What holds for every command, whoever adds it.
import FactoryContracts
import FactoryState
import FactoryTUI
import Foundation
import TerminalKit
import TestSupport
import Testing

@Suite struct CommandTableTests {
  @Test func noKeyMeansTwoThingsInOnePlace() {
    #expect(KeyResolver.conflicts(CommandTable.all).isEmpty)
  }

  @Test func aConflictIsFound() {
    let one = Command("one", [ScopedKeys(.queue, "z")], "One", help: "One.", .move) { _, _ in [] }
    let two = Command("two", [ScopedKeys(.queue, "zz")], "Two", help: "Two.", .move) { _, _ in [] }
    let broken = Command("three", [ScopedKeys(.queue, "<C-")], "Three", help: "Three.", .move) { _, _ in [] }
    #expect(KeyResolver.conflicts([one, two, broken]).count == 2)
  }

  @Test func everyCommandHasItsOwnNameAndAHelp() {
    #expect(Set(CommandTable.all.map(\.id)).count == CommandTable.all.count)
    for command in CommandTable.all {
      #expect(!command.title.isEmpty && command.help.hasSuffix("."), "\(command.id.rawValue)")
      let isName = command.id.rawValue.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }
      #expect(isName, "\(command.id.rawValue) is typed on the command line")
    }
  }

  @Test func everyCommandCanBeReachedFromTheCommandLine() {
    let situation = Stage().loop.situation()
    for command in CommandTable.all where command.category != .dialog {
      let found = Palette.entries(command.id.rawValue, situation)
      #expect(found.first?.command.id == command.id)
      #expect(Palette.read(command.id.rawValue, selected: 0, situation) == .run(command.id, argument: ""))
    }
  }

  @Test func everyDialogCanBeLeftWithEsc() throws {
    let escape = try KeyNotation.parse("<Esc>")[0]
    for scope in KeyScope.allCases where scope != .global {
      var resolver = KeyResolver(CommandTable.all)
      guard case .command = resolver.feed(escape, in: scope) else {
        Issue.record("Esc does nothing \(scope.place)")
        continue
      }
    }
  }

  /// lazygit #1706: the same letter in two cases must not be safe in one and dangerous in the other.
  @Test func noLetterIsSafeInOneCaseAndDangerousInTheOther() throws {
    for scope in KeyScope.allCases {
      let keys = CommandSet.standard.commands(in: scope).flatMap { command in
        command.notations(in: scope).filter { $0.count == 1 }.map { ($0, command.isDangerous) }
      }
      for (key, isDangerous) in keys where key.lowercased() == key {
        let other = keys.first { $0.0 == key.uppercased() && $0.0 != key }
        #expect(other == nil || other?.1 == isDangerous, "\(key) \(scope.place)")
      }
    }
  }

  @Test func whatCannotBeTakenBackIsNotOnOneLetter() {
    for command in CommandTable.all where command.isDangerous && command.category != .dialog {
      for notation in command.keys.flatMap(\.notations) { #expect(notation.count > 1, "\(command.id.rawValue)") }
    }
  }

  @Test(arguments: Array(stride(from: 20, through: 300, by: 35))) func theFooterFitsEveryWidth(_ width: Int) {
    let stage = Stage(columns: width, rows: 24)
    for keys in ["<Esc>", "<Enter>", "<Esc>b", "<Esc>?", "<Esc>:", "<Esc>/"] {
      stage.press(keys)
      let last = stage.lines.last ?? ""
      #expect(last.contains { !$0.isWhitespace }, "\(width) columns after \(keys)")
      #expect(SafeText(last).width <= width)
    }
  }

  @Test func theFooterNamesOnlyWhatCanBeDone() {
    let empty = Stage(world: Scenes.empty())
    #expect(!(empty.lines.last ?? "").contains("approve"))
    let watching = Stage(readOnly: true)
    #expect(!(watching.lines.last ?? "").contains("approve"))
    watching.press("a")
    #expect(watching.text.contains("only watches"))
    #expect(watching.outbox.entries.isEmpty)
  }

  @Test func theKeyReferenceIsUpToDate() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/reference/keys.md")
    if ProcessInfo.processInfo.environment["FACTORY_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: page.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(CommandReference.markdown.utf8).write(to: page)
    }
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == CommandReference.markdown, "docs/reference/keys.md is stale; FACTORY_RECORD=1 writes it anew")
  }
}
