// Short messages and what `u` would take back: at the right of the footer where there is room beside the keys, else a
// line above it. Draws on the terminal's thread.
import FactoryContracts
import FactoryState
import TerminalKit

package enum ToastView {
  /// Columns of the footer that the keys keep.
  private static let keyRoom = 58

  /// Draws what there is to say; returns the columns it took of the footer.
  static func draw(_ situation: Situation, in canvas: Canvas) -> Int {
    guard let (text, isAlert) = message(situation.app) else { return 0 }
    let footer = situation.layout.footer
    // What would be cut beside the keys has a line of its own.
    let isCut = !situation.app.toasts.isEmpty && text.width > footer.width - keyRoom
    guard footer.width >= keyRoom + 30, !isCut else {
      // An undo that can be seen in the footer's keys needs no line of the list.
      guard !situation.app.toasts.isEmpty || !situation.app.assets.saving.isEmpty else { return 0 }
      ToastWidget.draw(
        in: canvas.sub(Rect(x: 0, y: footer.y - 1, width: footer.width, height: 1)), text, alert: isAlert)
      return 0
    }
    let shown = text.truncated(to: footer.width - keyRoom)
    let start = ToastWidget.draw(in: canvas.sub(footer), shown, alert: isAlert)
    return footer.width - start + 1
  }

  private static func message(_ app: AppState) -> (SafeText, isAlert: Bool)? {
    if let toast = app.toasts.last {
      return (SafeText(toast.text), toast.kind == .error || toast.kind == .warning)
    }
    guard let undo = app.undoable else { return saving(app).map { ($0, false) } }
    let left = undo.until.map { " \(max(0, Int($0.seconds(since: app.now).rounded(.up)))) s" } ?? ""
    return ("undo: u  \(SafeText(Words.past(undo.decision))) “\(SafeText(undo.title))”\(SafeText(left))", false)
  }

  /// `saving junit.xml 40 % of 9.1 MiB, :stop-saving ends it`
  private static func saving(_ app: AppState) -> SafeText? {
    guard let first = app.assets.saving.first else { return nil }
    let size = SafeText(Words.size(first.asset.sizeBytes))
    let more: SafeText = app.assets.saving.count > 1 ? " and \(app.assets.saving.count - 1) more" : ""
    let name = SafeText(first.asset.name).truncated(to: 24)
    return "saving \(name) \(first.percent) % of \(size)\(more), :stop-saving ends it"
  }
}
