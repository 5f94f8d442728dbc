// What typing and moving change inside a dialog. Pure on the dialog's value.
import FactoryContracts

enum DialogEditing {
  static func apply(_ step: DialogAction, to dialog: Dialog, now: Timestamp) -> Dialog {
    switch dialog {
    case .reject(let value): .reject(edited(value, step))
    case .escalate(let value): .escalate(edited(value, step))
    case .defer(let value): .defer(edited(value, step, now))
    case .reassign(let value): .reassign(edited(value, step))
    case .bulk(let value): .bulk(edited(value, step))
    case .save(let value): .save(edited(value, step))
    case .comment(let value): .comment(edited(value, step))
    case .palette(let value): .palette(edited(value, step))
    case .help(let scroll): .help(scroll: scrolled(scroll, step))
    case .confirm, .step, .results, .quit: dialog
    }
  }

  private static func scrolled(_ scroll: Int, _ step: DialogAction) -> Int {
    if case .scroll(let lines) = step { max(0, scroll + lines) } else { scroll }
  }

  private static func edited(_ dialog: ReasonDialog, _ step: DialogAction) -> ReasonDialog {
    var dialog = dialog
    dialog.problem = nil
    switch step {
    case .text(let line):
      if dialog.field == 0 { dialog.reason = line } else { dialog.changes[dialog.field - 1] = line }
    case .nextField(let step): dialog.field = wrapped(dialog.field + step, dialog.changes.count + 1)
    case .addChange:
      dialog.changes.append(LineField())
      dialog.field = dialog.changes.count
    case .cycleSeverity(let step):
      let all = Severity.allCases
      dialog.severity = all[wrapped((all.firstIndex(of: dialog.severity) ?? 0) + step, all.count)]
    default: break
    }
    return dialog
  }

  private static func edited(_ dialog: DeferDialog, _ step: DialogAction, _ now: Timestamp) -> DeferDialog {
    var dialog = dialog
    guard case .text(let line) = step else { return dialog }
    dialog.until = line
    switch DeferUntil.read(line.text, now: now) {
    case .never: (dialog.parsed, dialog.problem) = (nil, nil)
    case .until(let moment): (dialog.parsed, dialog.problem) = (moment, nil)
    case .problem(let sentence): (dialog.parsed, dialog.problem) = (nil, sentence)
    }
    return dialog
  }

  private static func edited(_ dialog: ReassignDialog, _ step: DialogAction) -> ReassignDialog {
    var dialog = dialog
    dialog.problem = nil
    switch step {
    case .text(let line): if dialog.field == 0 { dialog.to = line } else { dialog.reason = line }
    case .nextField(let step): dialog.field = wrapped(dialog.field + step, 2)
    case .candidates(let people): dialog.candidates = people
    default: break
    }
    return dialog
  }

  private static func edited(_ sheet: BulkSheet, _ step: DialogAction) -> BulkSheet {
    var sheet = sheet
    switch step {
    case .text(let line):
      sheet.notes = line
      sheet.problem = nil
    case .expand: sheet.isExpanded.toggle()
    case .scroll(let lines): sheet.scroll = min(max(0, sheet.scroll + lines), max(0, sheet.items.count - 1))
    case .leaveOut(let id):
      for index in sheet.items.indices where sheet.items[index].taskId == id { sheet.items[index].isLeftOut.toggle() }
    default: break
    }
    return sheet
  }

  private static func edited(_ dialog: SaveDialog, _ step: DialogAction) -> SaveDialog {
    if case .text(let line) = step { SaveDialog(asset: dialog.asset, place: line) } else { dialog }
  }

  private static func edited(_ dialog: CommentDialog, _ step: DialogAction) -> CommentDialog {
    var dialog = dialog
    if case .text(let line) = step { dialog.text = line }
    return dialog
  }

  private static func edited(_ palette: PaletteState, _ step: DialogAction) -> PaletteState {
    switch step {
    case .text(let line): PaletteState(input: line, selected: 0)
    case .selectPalette(let index): PaletteState(input: palette.input, selected: max(0, index))
    default: palette
    }
  }

  private static func wrapped(_ value: Int, _ count: Int) -> Int { ((value % count) + count) % count }
}
