// Dialogs that type: reason, deferral, person. Draw on the terminal's thread; each returns where the cursor stands.
// Invariant: at 20×5 the line being typed is still on the screen.
import FactoryContracts
import FactoryState
import TerminalKit

package enum ReasonView {
  package static func draw(
    _ dialog: ReasonDialog, rejects: Bool, recent: [String], in canvas: Canvas
  ) -> CursorPlace? {
    let shown = recentLines(recent, width: min(96, canvas.width - 8), roomy: canvas.height >= 14)
    let changes = dialog.changes.count
    let rows = 1 + changes + shown.count + (rejects ? 1 : 0) + (dialog.problem == nil ? 0 : 1)
    let verb: SafeText = rejects ? "Reject" : "Escalate"
    let box = DialogBox(canvas, title: "\(verb) “\(SafeText(dialog.target.title))”", rows: rows)
    for line in shown { box.line(line, .muted) }
    var cursor = input(
      box, "Reason ", dialog.reason, dialog.field == 0, rejects ? "why; they read this" : "why someone above")
    for (index, change) in dialog.changes.enumerated() {
      let place = input(box, "Change ", change, dialog.field == index + 1, "what should change")
      cursor = cursor ?? place
    }
    if let problem = dialog.problem { box.line(SafeText(problem), .error) }
    if rejects { box.line("severity \(SafeText(dialog.severity.rawValue)) ⇄", .muted) }
    return cursor
  }

  private static func input(
    _ box: DialogBox, _ label: SafeText, _ field: LineField, _ hasCursor: Bool, _ placeholder: SafeText
  ) -> CursorPlace? {
    let place = box.input(label, field.editor(), placeholder: placeholder)
    return hasCursor ? place : nil
  }

  /// The newest reasons with the digit that recalls each, in at most two lines.
  static func recentLines(_ recent: [String], width: Int, roomy: Bool) -> [SafeText] {
    var lines: [SafeText] = []
    for (index, reason) in recent.prefix(9).enumerated() {
      let part: SafeText = "\(index + 1) \(SafeText(reason).truncated(to: 40))"
      if let last = lines.last, last.width + 3 + part.width <= width {
        lines[lines.count - 1] = last + "   " + part
      } else if lines.count < (roomy ? 2 : 1) {
        lines.append(part.truncated(to: width))
      }
    }
    return lines
  }
}

package enum DeferView {
  package static func draw(_ dialog: DeferDialog, now: Timestamp, in canvas: Canvas) -> CursorPlace? {
    let box = DialogBox(canvas, title: "Defer “\(SafeText(dialog.target.title))”", rows: 2)
    let cursor = box.input("Until ", dialog.until.editor(), placeholder: "30m, 2h, 3d; empty: no date")
    if let problem = dialog.problem {
      box.line(SafeText(problem), .warning)
    } else if let until = dialog.parsed {
      box.line("sleeps for \(SafeText(Words.span(seconds: until.seconds(since: now)))); its SLA runs on", .muted)
    } else {
      box.line("goes behind its equals; its SLA runs on", .muted)
    }
    return cursor
  }
}

/// `2h`, `30m`, `3d`, `1d12h`, or a moment in RFC 3339; nothing for "no date".
package enum DeferralTime {
  package static func parse(_ text: String, now: Timestamp) -> Result<Timestamp?, ProgramProblem> {
    let trimmed = text.filter { !$0.isWhitespace }
    if trimmed.isEmpty { return .success(nil) }
    if let moment = Timestamp(trimmed) {
      return moment > now ? .success(moment) : .failure(ProgramProblem(sentence: "defer: \(text) is past."))
    }
    guard let seconds = seconds(trimmed) else {
      return .failure(
        ProgramProblem(sentence: "defer: found “\(text)”; expected 30m, 2h, 3d or 2026-01-31T09:00:00Z."))
    }
    return .success(now.adding(seconds: seconds))
  }

  private static func seconds(_ text: String) -> Double? {
    var total = 0.0
    var digits = ""
    for character in text.lowercased() {
      if character.isASCII, character.isNumber, digits.count < 5 {
        digits.append(character)
      } else if let number = Double(digits), let unit = ["m": 60.0, "h": 3600, "d": 86_400][character] {
        total += number * unit
        digits = ""
      } else {
        return nil
      }
    }
    return digits.isEmpty && total > 0 ? total : nil
  }
}

package enum ReassignView {
  package static func draw(_ dialog: ReassignDialog, in canvas: Canvas) -> CursorPlace? {
    let people = Picker.found(dialog)
    let rows = min(max(1, people.count), max(1, min(8, canvas.height - 7)))
    let box = DialogBox(
      canvas, title: "Give “\(SafeText(dialog.title))” to", rows: rows + 2 + (dialog.problem == nil ? 0 : 1))
    let name = box.input("Name   ", dialog.to.editor(), placeholder: "a few letters")
    let reason = box.input("Reason ", dialog.reason.editor(), placeholder: "may be empty")
    if let problem = dialog.problem { box.line(SafeText(problem), .error) }
    if people.isEmpty {
      box.line(dialog.candidates.isEmpty ? "The names are being fetched …" : "Nobody has a name like that.", .muted)
    }
    for (index, person) in people.prefix(rows).enumerated() {
      box.line([
        Span(index == 0 ? "▸ " : "  ", .accent), Span(SafeText(person.name), index == 0 ? .strong : .text),
        Span("  \(SafeText(person.id.short))", .muted),
      ])
    }
    return dialog.field == 0 ? name : reason
  }
}
