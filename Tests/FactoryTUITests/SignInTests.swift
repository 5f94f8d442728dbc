// The sign-in dialog: what it shows, what keys do, and that a password is never on the screen.
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct SignInTests {
  /// A dialog over a fake terminal; the server takes `right password`.
  private final class Dialog {
    let terminal: FakeTerminal
    let loop: SignInLoop
    let tried = Tried()

    final class Tried: Sendable {
      let pairs = Mutex<[String]>([])
    }

    init(columns: Int = 80, rows: Int = 24, email: String = "", problem: String? = nil) {
      terminal = FakeTerminal(columns: columns, rows: rows)
      let state = SignInState(server: "https://factory.example.org/v1", email: email, problem: problem)
      loop = SignInLoop(terminal: terminal, state: state, execute: { $0() }) { [tried] email, password in
        tried.pairs.withLock { $0.append("\(email) \(password)") }
        return password == "right password" ? nil : "The e-mail or the password is wrong."
      }
      loop.turn()
    }

    var text: String { ScreenText.plain(terminal.frame) }

    func press(_ keys: String...) {
      for key in keys {
        terminal.press(key)
        loop.turn()
      }
    }

    func type(_ text: String) {
      terminal.input += text.map { .key(.character($0)) }
      loop.turn()
    }
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10), (20, 5)]) func looks(_ columns: Int, _ rows: Int) {
    let dialog = Dialog(
      columns: columns, rows: rows, email: "ana@example.org", problem: "The server no longer accepts this sign-in.")
    dialog.type("sécret")
    expectGolden(dialog.text, named: "sign-in-\(columns)x\(rows)")
  }

  @Test func aWrongPasswordIsSaidAndTypedAnew() {
    let dialog = Dialog()
    dialog.press("<Enter>")
    #expect(dialog.tried.pairs.withLock { $0 } == [])
    dialog.type("ana@example.org")
    dialog.press("<Enter>", "<Enter>")
    #expect(dialog.text.contains("A password was expected."))
    dialog.type("wrong password")
    #expect(!dialog.text.contains("wrong") && dialog.text.contains("••••"))
    dialog.press("<Enter>")
    #expect(dialog.text.contains("password is wrong") && !dialog.text.contains("••"))
    #expect(dialog.loop.isSignedIn == nil)
    dialog.type("right password")
    dialog.press("<Enter>")
    #expect(dialog.loop.isSignedIn == true)
    #expect(
      dialog.tried.pairs.withLock { $0 } == ["ana@example.org wrong password", "ana@example.org right password"])
  }

  @Test func tabChangesTheLineAndEscLeaves() {
    let dialog = Dialog(email: "ana")
    dialog.press("<Tab>")
    dialog.type("@example.org")
    #expect(dialog.text.contains("ana@example.org"))
    dialog.terminal.input.append(.paste("\n"))
    dialog.press("<Tab>")
    dialog.terminal.input.append(.paste("right password\n"))
    dialog.loop.turn()
    #expect(dialog.text.contains("••••••••••••••") && dialog.tried.pairs.withLock { $0.isEmpty })
    dialog.press("<Esc>")
    #expect(dialog.loop.isSignedIn == false)
  }
}
