// What the keys of the diff do: columns, folds, marks of what was looked through. Pure.
// Invariant: the line at the top of the pane stays there, or the head of the file it was folded into.
import FactoryContracts
import FactoryState
import TerminalKit

package enum DiffReading {
  typealias Run = @Sendable (Situation, Invocation) -> [Intent]

  static let sideBySide: Run = { situation, _ in
    let wished = !situation.app.context.diffOptions.isSideBySide
    let pane = situation.layout.showsBoth ? situation.layout.context : situation.layout.body
    guard !wished || pane.width - 2 >= DiffView.sideBySideWidth else {
      let words = "Side by side needs \(DiffView.sideBySideWidth + 2) columns; this pane has \(pane.width)."
      return [.app(.notice(.info, words, now: situation.now))]
    }
    return change(situation) { $0.isSideBySide = wished }
  }

  static let ignoreBlanks: Run = { situation, _ in change(situation) { $0.ignoresBlanks.toggle() } }
  static let unfoldAll: Run = { situation, _ in change(situation) { $0.folded = [] } }
  static let foldAll: Run = { situation, _ in
    let marks = situation.diff?.document.files.map(\.mark) ?? []
    return change(situation) { $0.folded = Set(marks) }
  }

  static let fold: Run = { situation, _ in
    guard let file = file(situation) else { return [] }
    return change(situation) { options in
      if options.folded.remove(file.mark) == nil { options.folded.insert(file.mark) }
    }
  }

  static let seen: Run = { situation, _ in
    guard let diff = situation.diff, let file = file(situation) else { return [] }
    let marks = Set(situation.app.context.seenFiles)
    guard !marks.contains(file.mark) else {
      return [.app(.seeFile(file.mark, isSeen: false))] + change(situation) { $0.folded.remove(file.mark) }
    }
    var options = situation.app.context.diffOptions
    options.folded.insert(file.mark)
    let rest = diff.document.files.filter { $0.mark != file.mark && !marks.contains($0.mark) }
    let next = rest.first { $0.start > file.start } ?? rest.first ?? file
    let top = rows(situation, options)?.row(ofLine: next.start) ?? 0
    return [.app(.seeFile(file.mark, isSeen: true)), .app(.diffOptions(options, top: top))]
  }

  /// The file at the top of the pane; above the first file it is the first.
  private static func file(_ situation: Situation) -> DiffFilePart? {
    guard let diff = situation.diff else { return nil }
    let number = diff.file(at: Motion.place(situation).top)
    return diff.document.files.indices.contains(number) ? diff.document.files[number] : nil
  }

  private static func change(_ situation: Situation, _ change: (inout DiffOptions) -> Void) -> [Intent] {
    var options = situation.app.context.diffOptions
    change(&options)
    guard let diff = situation.diff, let rows = rows(situation, options), !diff.rows.isEmpty else { return [] }
    let top = min(Motion.place(situation).top, diff.rows.count - 1)
    return [.app(.diffOptions(options, top: rows.row(ofLine: diff.rows[top].line)))]
  }

  /// The change as it will be shown.
  private static func rows(_ situation: Situation, _ options: DiffOptions) -> DiffRows? {
    guard let diff = situation.diff else { return nil }
    var shown = options
    // A narrow pane shows one column, whatever is wished.
    let pane = situation.layout.showsBoth ? situation.layout.context : situation.layout.body
    if pane.width - 2 < DiffView.sideBySideWidth { shown.isSideBySide = false }
    return DiffRows(diff.document, shown)
  }
}
