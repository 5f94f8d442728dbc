// What floats above the page: the top dialog. Draws on the terminal's thread; returns where the cursor stands.
import FactoryState
import TerminalKit

package enum OverlayView {
  package static func draw(_ situation: Situation, _ typing: TypingState, in canvas: Canvas) -> CursorPlace? {
    guard let dialog = situation.app.dialogs.last else { return nil }
    switch dialog {
    case .reject(let reason):
      return ReasonView.draw(reason, rejects: true, recent: situation.app.recentReasons, in: canvas)
    case .escalate(let reason):
      return ReasonView.draw(reason, rejects: false, recent: situation.app.recentReasons, in: canvas)
    case .defer(let deferral): return DeferView.draw(deferral, now: situation.now, in: canvas)
    case .reassign(let reassign): return ReassignView.draw(reassign, in: canvas)
    case .save(let save): return SaveView.draw(save, in: canvas)
    case .comment(let comment): return CommentView.draw(comment, in: canvas)
    case .bulk(let sheet): return BulkView.draw(sheet, settings: situation.app.settings, in: canvas)
    case .palette(let state):
      let entries = Palette.entries(state.input.text, situation)
      return PaletteView.draw(state, entries, editor: state.input.editor(), in: canvas)
    case .confirm(let confirm): ConfirmView.draw(confirm, in: canvas)
    case .step(let step): StepView.draw(step, in: canvas)
    case .help(let scroll):
      let place = KeyScope.page(situation.app).place
      HelpView.draw(HelpText.lines(situation), scroll: scroll, place: place, in: canvas)
    case .results(let results): ResultsView.draw(results, in: canvas)
    case .quit(let unsent): ConfirmView.drawQuit(unsent: unsent, in: canvas)
    }
    return nil
  }
}

/// What is being typed and is nobody's business but the loop's: unfinished keys and the cursor of the filter line.
package struct TypingState: Hashable, Sendable {
  package var pending: [KeyPress] = []
  package var count: Int?
  package var filter = LineEditor()
  package init() {}

  /// The unfinished keys as a person sees them.
  package var shown: SafeText {
    SafeText((count.map(String.init) ?? "") + pending.map { KeyLabel.label(KeyNotation.print($0)).plain }.joined())
  }
}
