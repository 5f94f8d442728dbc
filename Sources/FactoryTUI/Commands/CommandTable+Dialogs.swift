// Keys inside dialogs. They are commands like all others, so that help and footer know them.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let dialogs: [Command] = lines + reasons + sheets

  private static func dialog(
    _ id: CommandID, _ keys: [ScopedKeys], _ title: String, _ help: String, footer: FooterEntry? = nil,
    isDangerous: Bool = false, unless: @escaping @Sendable (Situation) -> String? = { _ in nil },
    _ make: @escaping @Sendable (Situation) -> AppAction
  ) -> Command {
    Command(
      id, keys, title, help: help, .dialog, footer: footer, isDangerous: isDangerous, unless: unless, run: app(make))
  }

  private static let lines: [Command] = [
    dialog(
      "filter-keep", [ScopedKeys(.filter, "<Enter>")], "Keep the filter", "Keeps the filter and goes back to the list.",
      footer: FooterEntry(1, "keep")
    ) { .filter(.accept, now: $0.now) },
    dialog(
      "filter-cancel", [ScopedKeys(.filter, "<Esc>")], "Filter as before", "Gives back what was in force before.",
      footer: FooterEntry(2, "as before")
    ) { .filter(.cancel, now: $0.now) },
    Command(
      "filter-down", [ScopedKeys(.filter, "<Down>")], "Down", help: "One row down while typing.", .dialog,
      run: app { .move(.by(1), now: $0.now) }),
    Command(
      "filter-up", [ScopedKeys(.filter, "<Up>")], "Up", help: "One row up while typing.", .dialog,
      run: app { .move(.by(-1), now: $0.now) }),
    Command(
      "palette-run", [ScopedKeys(.palette, "<Enter>")], "Do it", help: "Carries out the chosen command.", .dialog,
      footer: FooterEntry(1, "do it"), run: loop(.runPalette)),
    Command(
      "palette-complete", [ScopedKeys(.palette, "<Tab>")], "Complete", help: "Completes the chosen name.", .dialog,
      footer: FooterEntry(2, "complete"), run: loop(.completePalette)),
    Command(
      "palette-next", [ScopedKeys(.palette, "<Down>", "<C-n>")], "Next", help: "The next command found.", .dialog,
      footer: FooterEntry(3, "next")
    ) { situation, _ in Palette.step(1, situation) },
    Command(
      "palette-previous", [ScopedKeys(.palette, "<Up>", "<C-p>", "<BackTab>")], "Previous", help: "The command before.",
      .dialog
    ) { situation, _ in Palette.step(-1, situation) },
    dialog(
      "dialog-cancel",
      [
        .palette, .help, .reason, .deferral, .picker, .confirm, .sheet, .bulkReason, .results, .quit, .saving,
        .commenting,
      ].map {
        ScopedKeys($0, "<Esc>", "<C-c>")
      }, "Back", "Closes the dialog; nothing is decided.", footer: FooterEntry(9, "back")
    ) { .dialog(.cancel, now: $0.now) },
    dialog(
      "dialog-close",
      [
        ScopedKeys(.help, "q", "?"), ScopedKeys(.results, "q"), ScopedKeys(.confirm, "n", "q"),
        ScopedKeys(.sheet, "n", "q"), ScopedKeys(.quit, "n"),
      ], "Close", "Closes the dialog; nothing is decided."
    ) { .dialog(.cancel, now: $0.now) },
    scroll("dialog-down", ["j", "<Down>"], "Down", 1), scroll("dialog-up", ["k", "<Up>"], "Up", -1),
    scroll("dialog-page-down", ["<C-d>", "<C-f>", "<PageDown>"], "Page down", 10),
    scroll("dialog-page-up", ["<C-u>", "<C-b>", "<PageUp>"], "Page up", -10),
  ]

  private static func scroll(_ id: CommandID, _ keys: [String], _ title: String, _ rows: Int) -> Command {
    dialog(
      id, [ScopedKeys(.help, keys), ScopedKeys(.results, keys), ScopedKeys(.sheet, keys)], title,
      "Scrolls what is listed.",
      footer: rows == 1 ? FooterEntry(7, "down") : nil
    ) { .dialog(.scroll(HelpText.bounded(rows, $0)), now: $0.now) }
  }

  private static let reasons: [Command] =
    [
      dialog(
        "reason-confirm", [ScopedKeys(.reason, "<Enter>"), ScopedKeys(.bulkReason, "<Enter>")],
        "Decide with this reason",
        "Sends the decision with the reason.", footer: FooterEntry(1, "send")
      ) { .dialog(.confirm(key: $0.key()), now: $0.now) },
      dialog(
        "reason-change", [ScopedKeys(.reason, "<Tab>")], "Ask for a change", "Adds a line for a requested change.",
        footer: FooterEntry(2, "a change"), unless: Reasons.cannotAsk
      ) { .dialog(.addChange, now: $0.now) },
      dialog(
        "reason-next", [ScopedKeys(.reason, "<Down>")], "Next line", "The next line of the dialog."
      ) { .dialog(.nextField(1), now: $0.now) },
      dialog(
        "reason-previous", [ScopedKeys(.reason, "<Up>", "<BackTab>")], "Line before", "The line of the dialog before."
      ) { .dialog(.nextField(-1), now: $0.now) },
      dialog(
        "reason-severity", [ScopedKeys(.reason, "<C-t>")], "Severity", "Minor, major, critical in turn.",
        footer: FooterEntry(4, "severity"), unless: Reasons.cannotAsk
      ) { .dialog(.cycleSeverity(1), now: $0.now) },
      dialog(
        "reason-edit", [ScopedKeys(.reason, "<C-e>", "<C-x>"), ScopedKeys(.bulkReason, "<C-e>", "<C-x>")],
        "Write in $EDITOR",
        "Opens $EDITOR on the reason, for long ones.", footer: FooterEntry(5, "$EDITOR")
      ) { .dialog(.edit, now: $0.now) },
    ]
    + (1...9).map { number in
      dialog(
        CommandID(rawValue: "recall-\(number)"),
        [ScopedKeys(.reason, "\(number)"), ScopedKeys(.bulkReason, "\(number)")],
        "Recall reason \(number)", "While nothing is typed, a digit takes the reason with that number.",
        unless: Reasons.cannotRecall(number)
      ) { .dialog(.recall(number), now: $0.now) }
    }

  private static let sheets: [Command] = [
    dialog(
      "defer-confirm", [ScopedKeys(.deferral, "<Enter>")], "Defer", "Defers until then.",
      footer: FooterEntry(1, "defer")
    ) { .dialog(.confirm(key: $0.key()), now: $0.now) },
    Command(
      "reassign-confirm", [ScopedKeys(.picker, "<Enter>")], "Give it", help: "Gives the item to the one named first.",
      .dialog, footer: FooterEntry(1, "give it"), run: Picker.confirm),
    Command(
      "reassign-complete", [ScopedKeys(.picker, "<Tab>")], "Complete",
      help: "Completes the name, then goes to the reason.",
      .dialog, footer: FooterEntry(2, "complete"), run: Picker.complete),
    dialog(
      "save-confirm", [ScopedKeys(.saving, "<Enter>")], "Save", "Keeps the asset there.",
      footer: FooterEntry(1, "save")
    ) { .dialog(.confirm(key: $0.key()), now: $0.now) },
    dialog(
      "comment-confirm", [ScopedKeys(.commenting, "<Enter>")], "Keep the comment",
      "Keeps the comment, to be sent with the decision; an empty one is taken away.", footer: FooterEntry(1, "keep")
    ) { .dialog(.confirm(key: $0.key()), now: $0.now) },
    dialog(
      "confirm-yes", [ScopedKeys(.confirm, "y")], "Yes", "Does what is shown.", footer: FooterEntry(1, "yes, do it")
    ) { .dialog(.confirm(key: $0.key()), now: $0.now) },
    dialog(
      "sheet-yes", [ScopedKeys(.sheet, "y")], "Yes", "Decides what is ready; the rest is left out.",
      footer: FooterEntry(1, "decide")
    ) { .dialog(.confirm(key: $0.key()), now: $0.now) },
    dialog(
      "sheet-list", [ScopedKeys(.sheet, "e", "<Enter>", "<Tab>")], "Edit the list",
      "Lists the items one by one, or counts them.",
      footer: FooterEntry(2, "the list")
    ) { .dialog(.expand, now: $0.now) },
    Command(
      "sheet-leave-out", [ScopedKeys(.sheet, "<Space>", "x")], "Leave out", help: "Takes the item out, or in again.",
      .dialog, footer: FooterEntry(3, "leave out"), unless: Reasons.notListed
    ) { situation, _ in
      guard case .bulk(let sheet)? = situation.app.dialogs.last, sheet.items.indices.contains(sheet.scroll) else {
        return []
      }
      return [.app(.dialog(.leaveOut(sheet.items[sheet.scroll].taskId), now: situation.now))]
    },
    Command(
      "quit-anyway", [ScopedKeys(.quit, "y", "q")], "Quit", help: "Leaves; what is unsent is kept and sent next time.",
      .dialog, footer: FooterEntry(1, "quit, keep them")
    ) { _, _ in [.app(.quitAnyway)] },
  ]
}
