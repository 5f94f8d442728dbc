// Dialogs that show and ask for a key: confirmation, bulk sheet, results, leaving. Draw on the terminal's thread.
import FactoryContracts
import FactoryState
import TerminalKit

package enum ConfirmView {
  package static func draw(_ dialog: ConfirmDialog, in canvas: Canvas) {
    let verb: SafeText =
      switch dialog.decision.decision {
      case .approved: "Approve"
      case .rejected: "Reject"
      case .deferred: "Defer"
      case .escalated: "Escalate"
      case .unknown: "Decide"
      }
    let width = min(92, canvas.width - 8)
    let lines = dialog.consequences.flatMap { TextBlock.wrap($0, columns: max(8, width)) }
    // The frame, what will happen, and the key stand; the list takes what is left.
    let list = ChecklistView.lines(dialog.checklist, rows: max(1, canvas.height - 3 - lines.count))
    let box = DialogBox(
      canvas, title: "\(verb) “\(SafeText(dialog.decision.target.title))”?", rows: lines.count + list.count + 1)
    for line in lines { box.line(line, .text) }
    for line in list { box.line(line) }
    box.line("y does it, Esc goes back", .keyLabel)
  }

  package static func drawQuit(unsent: Int, in canvas: Canvas) {
    let box = DialogBox(canvas, title: "Quit?", rows: 2)
    box.line("\(SafeText(Words.count(unsent, "decision"))) not sent yet: kept on disk,", .warning)
    box.line("sent when factory next runs and the server answers.", .text)
  }
}

package enum BulkView {
  package static func draw(_ sheet: BulkSheet, settings: StateSettings, in canvas: Canvas) -> CursorPlace? {
    let summary = summary(sheet)
    let asksReason = sheet.action == .reject
    let listRows = sheet.isExpanded ? min(sheet.items.count, max(1, canvas.height - summary.count - 5)) : 0
    let rows =
      summary.count + listRows + (asksReason ? 1 : 0) + (sheet.problem == nil ? 0 : 1)
      + (sheet.isDangerous(settings) ? 1 : 0)
    let verb = sheet.action.rawValue.prefix(1).uppercased() + sheet.action.rawValue.dropFirst()
    let box = DialogBox(canvas, title: "\(SafeText(verb)) \(sheet.items.count) items", rows: rows)
    for (count, words, role) in summary {
      box.line([Span(SafeText(String(count)).padded(to: 5, right: true), .strong), Span(" \(words)", role)])
    }
    if listRows > 0 { list(sheet, rows: listRows, box) }
    let cursor =
      asksReason ? box.input("Reason ", sheet.notes.editor(), placeholder: "why; all of them read this") : nil
    if let problem = sheet.problem { box.line(SafeText(problem), .error) }
    if sheet.isDangerous(settings) { box.line("More than \(settings.bulkConfirmAbove): look twice.", .warning) }
    return cursor
  }

  private static func summary(_ sheet: BulkSheet) -> [(Int, SafeText, ThemeRole)] {
    let all: [(Int, SafeText, ThemeRole)] = BulkItemState.allCases.map { state in
      (sheet.items.count { $0.state == state && !$0.isLeftOut }, words(state), role(state))
    }
    let leftOut = sheet.items.count { $0.isLeftOut }
    return all.filter { $0.0 > 0 } + (leftOut > 0 ? [(leftOut, "left out by you", .muted)] : [])
  }

  private static func words(_ state: BulkItemState) -> SafeText {
    switch state {
    case .ready: "ready"
    case .needsSecond: "wait for a second approver after yours"
    case .changed: "changed since you looked         (left out)"
    case .decided: "decided already                  (left out)"
    case .blocked: "not yours to decide in a batch   (left out)"
    }
  }

  private static func role(_ state: BulkItemState) -> ThemeRole {
    switch state {
    case .ready: .pass
    case .needsSecond: .gate
    case .changed, .blocked: .warning
    case .decided: .muted
    }
  }

  private static func list(_ sheet: BulkSheet, rows: Int, _ box: DialogBox) {
    var window = ScrollWindow()
    let selected = min(max(0, sheet.scroll), sheet.items.count - 1)
    window.follow(selected, count: sheet.items.count, height: rows)
    box.list(count: sheet.items.count, selected: selected, window: window, rows: rows) { index, line in
      let item = sheet.items[index]
      let isIn = item.state.isSendable && !item.isLeftOut
      line.put(0, 0, isIn ? "✓ " : "  ", Style(.pass, on: .dialog))
      let style = Style(isIn ? .text : .muted, on: .dialog)
      line.put(2, 0, SafeText(item.title).truncated(to: line.width - 2), style)
    }
  }
}

package enum ResultsView {
  package static func draw(_ dialog: ResultsDialog, in canvas: Canvas) {
    let rows = min(max(1, dialog.rows.count), max(1, canvas.height - 4))
    let box = DialogBox(canvas, title: SafeText(dialog.title), rows: rows)
    if dialog.rows.isEmpty { box.line("Everything was taken.", .muted) }
    for row in dialog.rows.prefix(rows) {
      let sign = Span(row.problem == nil ? "✓ " : "! ", row.problem == nil ? .confirmed : .refused)
      box.line([sign, Span(SafeText(row.title), .text), Span("  \(SafeText(row.problem ?? ""))", .muted)])
    }
  }
}
