// An empty list says why it is empty and what to do. Draws on the terminal's thread.
import FactoryContracts
import FactoryState
import TerminalKit

package enum EmptyQueueView {
  package static func draw(_ app: AppState, in canvas: Canvas) {
    let lines = lines(app)
    let shown = lines.flatMap { text, role in
      TextBlock.wrap(text, columns: max(8, canvas.width - 4)).map { ($0, role) }
    }
    let top = canvas.height > shown.count + 4 ? 1 : 0
    for (row, line) in shown.enumerated() { canvas.put(2, top + row, line.0, line.1) }
  }

  static func lines(_ app: AppState) -> [(String, ThemeRole)] {
    if app.link.isRefused {
      let way = app.capabilities.canSignIn ? ":sign-in" : "factory login"
      return [("The server does not accept the credential.", .error), ("\(way)   signs in again.", .text)]
    }
    if !app.queue.filter.text.isEmpty {
      return [
        ("Nothing matches “\(app.queue.filter.text)”.", .strong), ("Esc shows everything, / changes it.", .muted),
      ]
    }
    if app.factory.isInitialLoading {
      if case .offline(_, let reason, _) = app.link {
        return [("The server does not answer: \(reason)", .warning), ("It is tried again by itself.", .muted)]
      }
      return [("Reading the queue …", .muted)]
    }
    if case .pipelineTasks = app.screen {
      return [("This pipeline has no tasks.", .strong), ("Esc goes back to the board.", .muted)]
    }
    if let shown = app.sections.first(where: \.isShown), shown.place != .builtIn(.all) {
      return [("Nothing here: \(shown.title).", .strong), ("Tab shows the next section.", .muted)]
    }
    return nothingWaits(app)
  }

  private static func nothingWaits(_ app: AppState) -> [(String, ThemeRole)] {
    var lines: [(String, ThemeRole)] = [("Nothing waits for a decision.", .strong)]
    if app.session.decided > 0 {
      let pace = app.itemsPerMinute.map { ", \(Words.number(($0 * 10).rounded() / 10)) a minute" } ?? ""
      lines.append(("\(Words.count(app.session.decided, "item")) decided in this sitting\(pace).", .pass))
    }
    return lines + [
      ("", .text), ("factory submit --git HEAD~1..HEAD --wait   asks for a decision", .muted),
      ("factory demo                               shows it at work", .muted),
      ("b  the board    ?  keys    q  quit", .muted),
    ]
  }
}
