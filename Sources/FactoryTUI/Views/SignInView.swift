// The sign-in dialog: which server, who, password as dots. Draws on the terminal's thread.
// Invariant: of the password nothing reaches a cell but its length.
import TerminalKit

/// What the sign-in dialog shows.
package struct SignInState: Sendable {
  package enum Field: Sendable { case email, password }

  /// The server that asks, as an address.
  package let server: SafeText
  /// Why a sign-in is needed, or why the last try failed.
  package var problem: String?
  package var email: LineEditor
  package var password = LineEditor()
  package var field: Field
  /// The server is being asked.
  package var isBusy = false

  package init(server: String, email: String, problem: String?) {
    self.server = SafeText(server)
    self.email = LineEditor(email)
    self.problem = problem
    field = email.isEmpty ? .email : .password
  }

  /// The line with the cursor.
  var line: LineEditor {
    get { field == .email ? email : password }
    set { if field == .email { email = newValue } else { password = newValue } }
  }
}

package enum SignInView {
  /// Gives the cursor's place; nil while the server is being asked.
  package static func draw(_ state: SignInState, in buffer: CellBuffer) -> CursorPlace? {
    let canvas = Canvas(buffer)
    canvas.fill(Style(.text))
    let (body, footer) = canvas.bounds.splitBottom(1)
    let problem = TextBlock.wrap(state.problem ?? "", columns: max(8, min(56, body.width - 8)))
    let rows = 4 + (state.problem == nil ? 0 : 1 + problem.count)
    // A box has a frame where it is given eight lines.
    let place = body.height >= rows + 6 ? body.centered(width: min(64, body.width), height: max(8, rows + 2)) : body
    let box = DialogBox(canvas.sub(place), title: "Sign in", rows: rows, width: 60)
    let cursor = draw(state, problem, box)
    hints(state, in: canvas.sub(footer))
    return state.isBusy ? nil : cursor
  }

  private static func draw(_ state: SignInState, _ problem: [SafeText], _ box: DialogBox) -> CursorPlace? {
    // On a very low screen the address gives its line to what is typed.
    if box.rowsLeft > 2 { box.line(state.server, .muted) }
    if box.rowsLeft > 3 { box.skip() }
    let email = box.input("E-mail    ", state.email)
    let password = box.input("Password  ", dots(state.password))
    if let first = problem.first, !first.isEmpty {
      if box.rowsLeft > problem.count { box.skip() }
      for line in problem { box.line(line, .error) }
    }
    return state.field == .email ? email : password
  }

  /// The line as it may be seen.
  private static func dots(_ line: LineEditor) -> LineEditor {
    var seen = LineEditor(String(repeating: "•", count: line.text.count))
    for _ in 0..<max(0, line.text.count - line.cursor) { _ = seen.handle(KeyPress(.left)) }
    return seen
  }

  private static func hints(_ state: SignInState, in canvas: Canvas) {
    guard !state.isBusy else {
      canvas.put(1, 0, "Asking the server …", Style(.muted))
      return
    }
    KeyHints.draw(
      in: canvas,
      [
        KeyHint(KeyLabel.label("<Enter>"), state.field == .email ? "password" : "sign in"),
        KeyHint("Tab", "other line"), KeyHint("Esc", "leave"),
      ])
  }
}
