// The dialog for a comment on a line. Draws on the terminal's thread.
import FactoryState
import TerminalKit

package enum CommentView {
  package static func draw(_ dialog: CommentDialog, in canvas: Canvas) -> CursorPlace? {
    let spot = dialog.spot
    let place = SafeText("\(spot.path):\(spot.line)").truncatedAtStart(to: max(8, canvas.width - 24))
    let box = DialogBox(canvas, title: "Comment on \(place)", rows: 3)
    box.line(SafeText((spot.isRemoved ? "- " : "  ") + dialog.quoted), spot.isRemoved ? .diffDelete : .diffContext)
    let cursor = box.input(
      "Say ", dialog.text.editor(), placeholder: "what they should know or change; nothing takes it away")
    box.line("a rejection sends it as a requested change, an approval beside its reason", .muted)
    return cursor
  }
}
