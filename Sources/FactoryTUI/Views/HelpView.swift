// Help and command line, both drawn from the command table. Terminal's thread.
import FactoryState
import TerminalKit

package enum HelpView {
  private static let most = 110

  package static func draw(_ lines: [HelpText.Line], scroll: Int, place: String, in canvas: Canvas) {
    let rows = rows(lines, width: canvas.width)
    let box = DialogBox(
      canvas, title: "Keys \(SafeText(place))", rows: min(rows.count, max(1, canvas.height - 2)), width: most)
    let top = min(max(0, scroll), max(0, rows.count - box.inside.height))
    for row in rows.dropFirst(top).prefix(box.inside.height) { box.line(row) }
  }

  /// The lines as a screen of this width shows them: nothing is cut, what does not fit goes on below.
  package static func rows(_ lines: [HelpText.Line], width: Int) -> [[Span]] {
    let inside = width < 30 ? width : min(most, width - 4) - 4
    let keyWidth = min(16, max(6, lines.map(\.keys.width).max() ?? 6), max(6, inside / 4))
    return lines.flatMap { line in
      line.isHeading ? [[Span(line.text, .title)]] : rows(line, keyWidth, max(8, inside - keyWidth - 2))
    }
  }

  private static func rows(_ line: HelpText.Line, _ keyWidth: Int, _ room: Int) -> [[Span]] {
    var texts = TextBlock.wrap(line.text, columns: room).map { [Span($0, line.reason == nil ? .text : .muted)] }
    if let reason = line.reason {
      let reason: SafeText = "(\(reason))"
      if let last = texts.last?.first, last.text.width + 2 + reason.width <= room {
        texts[texts.count - 1].append(Span("  " + reason, .warning))
      } else {
        texts += TextBlock.wrap(reason, columns: room).map { [Span($0, .warning)] }
      }
    }
    return texts.enumerated().map { index, spans in
      let keys = index == 0 ? line.keys.truncated(to: keyWidth) : .empty
      return [Span(keys.padded(to: keyWidth) + "  ", .keyHint)] + spans
    }
  }
}

package enum PaletteView {
  package static func draw(
    _ state: PaletteState, _ entries: [Palette.Entry], editor: LineEditor, in canvas: Canvas
  ) -> CursorPlace? {
    let rows = min(max(1, entries.count), max(1, min(12, canvas.height - 3)))
    let box = DialogBox(canvas, title: "Command", rows: rows + 1, width: 110)
    var window = ScrollWindow()
    let selected = min(max(0, state.selected), max(0, entries.count - 1))
    window.follow(selected, count: entries.count, height: rows)
    if entries.isEmpty {
      box.line(
        state.input.text.contains(" ") ? "Nothing there is called so." : "No command is called or described so.", .muted
      )
    } else {
      box.list(count: entries.count, selected: selected, window: window, rows: rows) { index, line in
        draw(entries[index], in: line)
      }
    }
    return box.input(":", editor, placeholder: "a name, what it does, or its key")
  }

  private static func draw(_ entry: Palette.Entry, in line: Canvas) {
    if let value = entry.value {
      line.put(0, 0, SafeText(value).truncated(to: line.width), Style(.text, on: .dialog))
      return
    }
    let nameWidth = min(18, line.width)
    let role: ThemeRole = entry.unavailable == nil ? .text : .muted
    line.put(0, 0, SafeText(entry.command.id.rawValue).truncated(to: nameWidth), Style(role, on: .dialog))
    let label = entry.keys.isEmpty ? SafeText.empty : KeyLabel.label(entry.keys)
    let key = line.buffer.charset == .ascii ? ASCIIFold.spelled(key: label) : label
    let end = line.width - max(6, key.width) - 1
    line.putRight(line.width, 0, key, Style(.keyHint, on: .dialog))
    guard end > nameWidth + 8 else { return }
    let words = entry.unavailable ?? entry.command.help
    let text = SafeText(words.replacing("`", with: "")).truncated(to: end - nameWidth - 2)
    line.put(nameWidth + 2, 0, text, Style(entry.unavailable == nil ? .muted : .warning, on: .dialog))
  }
}
