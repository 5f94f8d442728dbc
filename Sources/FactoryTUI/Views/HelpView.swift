// Help and command line, both drawn from the command table. Terminal's thread.
import FactoryState
import TerminalKit

package enum HelpView {
  package static func draw(_ lines: [HelpText.Line], scroll: Int, place: String, in canvas: Canvas) {
    let rows = min(lines.count, max(1, canvas.height - 2))
    let box = DialogBox(canvas, title: "Keys \(SafeText(place))", rows: rows, width: 110)
    let keyWidth = min(16, max(6, lines.map(\.keys.width).max() ?? 6))
    let top = min(max(0, scroll), max(0, lines.count - box.inside.height))
    for line in lines.dropFirst(top).prefix(box.inside.height) {
      if line.isHeading {
        box.line(line.text, .title)
        continue
      }
      let role: ThemeRole = line.reason == nil ? .text : .muted
      let reason = line.reason.map { [Span("  (\($0))", .warning)] } ?? []
      box.line([Span(line.keys.padded(to: keyWidth), .keyHint), Span("  ", .text), Span(line.text, role)] + reason)
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
    let key = entry.keys.isEmpty ? SafeText.empty : KeyLabel.label(entry.keys)
    let end = line.width - max(6, key.width) - 1
    line.putRight(line.width, 0, key, Style(.keyHint, on: .dialog))
    guard end > nameWidth + 8 else { return }
    let words = entry.unavailable ?? entry.command.help
    let text = SafeText(words.replacing("`", with: "")).truncated(to: end - nameWidth - 2)
    line.put(nameWidth + 2, 0, text, Style(entry.unavailable == nil ? .muted : .warning, on: .dialog))
  }
}
