// The chat: questions and answers, the newest at the end. Draws on the terminal's thread.
// Invariant: only what is on the screen is drawn; what tools and people wrote is safe text.
import FactoryContracts
import FactoryState
import TerminalKit

package enum ChatView {
  private struct Line {
    var text: SafeText
    var style: Style
  }

  package static func draw(_ app: AppState, in canvas: Canvas) {
    canvas.put(
      1, 0, [Span("Chat", Style(.title, .bold)), Span("  Enter asks; help says what is understood", .muted)],
      limit: canvas.width - 2)
    let room = max(0, canvas.height - 1)
    let lines = lines(app.chat, columns: max(8, canvas.width - 2))
    let end = max(min(room, lines.count), lines.count - app.chat.back)
    for (row, line) in lines[max(0, end - room)..<end].enumerated() {
      canvas.put(1, 1 + row, line.text.truncated(to: canvas.width - 2), line.style)
    }
  }

  private static func lines(_ chat: ChatState, columns: Int) -> [Line] {
    guard !chat.entries.isEmpty else {
      return wrapped(
        "Plain words or a tool's name: queue, what's stuck, status, approve 1, find 429, factory_search query=429.",
        columns, Style(.muted))
    }
    return chat.entries.flatMap { entry in
      let asked = wrapped("› " + entry.asked, columns, Style(.accent, .bold))
      guard let answer = entry.answer else { return asked + wrapped("…", columns, Style(.muted)) }
      let style = Style(entry.isGood ? .text : .warning)
      let said = answer.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
        wrapped(String($0), columns, style)
      }
      return asked + said + [Line(text: .empty, style: style)]
    }
  }

  private static func wrapped(_ text: String, _ columns: Int, _ style: Style) -> [Line] {
    TextBlock.wrap(SafeText(text), columns: columns).map { Line(text: $0, style: style) }
  }
}
