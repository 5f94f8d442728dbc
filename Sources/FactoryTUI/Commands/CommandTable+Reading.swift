// Commands that read the evidence, the board, and those of the program itself.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let reading: [Command] = [
    Command(
      "next-tab", [ScopedKeys(.context, "<Tab>")], "Next tab", help: "Overview, diff, tests, timeline, assets in turn.",
      .read,
      footer: FooterEntry(6, "next tab"), unless: Availability.item, run: app { .nextTab(1, now: $0.now) }),
    Command(
      "previous-tab", [ScopedKeys(.context, "<BackTab>")], "Previous tab", help: "The tab before.", .read,
      unless: Availability.item, run: app { .nextTab(-1, now: $0.now) }),
    tab("overview", "1", .overview, "What is asked, what speaks for it and against it."),
    tab("diff", "2", .diff, "The change, as a unified diff."),
    tab("tests", "3", .tests, "Failures first, with error and place, then totals and coverage."),
    tab("timeline", "4", .timeline, "The audit trail, newest first."),
    tab("assets", "5", .assets, "The files of the item's pipeline, each version a row."),
    jump("next-hunk", "]", "Next hunk", "To the next hunk of the diff.", 1, \.hunkStarts, footer: 7),
    jump("previous-hunk", "[", "Previous hunk", "To the hunk before.", -1, \.hunkStarts),
    jump("next-file", "}", "Next file", "To the next file of the diff.", 1, \.fileStarts, footer: 8),
    jump("previous-file", "{", "Previous file", "To the file before.", -1, \.fileStarts),
    Command(
      "wrap", [ScopedKeys(.context, "zw")], "Wrap long lines",
      help: "Wraps long lines of the diff, or lets them run on.",
      .read, unless: Availability.diff
    ) { _, _ in [.app(.toggleWrap)] },
    Command(
      "side-by-side", [ScopedKeys(.context, "zs")], "Side by side",
      help: "Shows the change in two columns, old and new, where the pane has 82 columns; again in one.",
      .read, unless: Availability.diff, run: DiffReading.sideBySide),
    Command(
      "ignore-blanks", [ScopedKeys(.context, "zb")], "Ignore blanks",
      help:
        "Shows lines that differ in blanks alone as unchanged, and how many there are; again shows them as changed.",
      .read, unless: Availability.diff, run: DiffReading.ignoreBlanks),
    Command(
      "fold", [ScopedKeys(.context, "za")], "Fold the file",
      help: "Shows only the head of the file, or all of it again.", .read, unless: Availability.diff,
      run: DiffReading.fold),
    Command(
      "fold-all", [ScopedKeys(.context, "zM")], "Fold all files", help: "Only the heads of the files.", .read,
      unless: Availability.diff, run: DiffReading.foldAll),
    Command(
      "unfold-all", [ScopedKeys(.context, "zR")], "Unfold all files", help: "Every file whole.", .read,
      unless: Availability.diff, run: DiffReading.unfoldAll),
    Command(
      "seen", [ScopedKeys(.context, "x")], "File seen",
      help:
        "Marks the file as looked through, folds it and goes to the next one; again takes the mark away. It falls when the file's change does.",
      .read, footer: FooterEntry(9, "seen"), unless: Availability.diff, run: DiffReading.seen),
    Command(
      "diff-filter", [ScopedKeys(.context, "zf")], "Your own diff filter",
      help: "Shows the change through `factory.diff_filter` of your configuration, or as it is shown here.", .read,
      unless: {
        $0.hasDiffFilter ? nil : "You have no diff filter; factory.diff_filter in your configuration names one."
      },
      run: app { .useFilter(!$0.app.context.usesFilter) }),
    Command(
      "comment", [ScopedKeys(.context, "C")], "Comment on a line",
      help:
        "Points at a line of the diff (j and k move, Esc leaves it); again asks for the comment, which goes with the decision.",
      .read, footer: FooterEntry(10, "comment"), unless: Availability.commentable, run: DiffCommenting.comment),
    Command(
      "pager", [ScopedKeys(.queue, "o"), ScopedKeys(.context, "o")], "Open in $PAGER",
      help: "Shows what the open tab shows in $PAGER.", .read, footer: FooterEntry(25, "pager"),
      unless: Availability.item, run: app { .pager(now: $0.now) }),
    Command(
      "editor", [ScopedKeys(.queue, "<C-e>"), ScopedKeys(.context, "<C-e>")], "Open in $EDITOR",
      help: "Opens the evidence in $EDITOR, to read; nothing is taken over.", .read, unless: Availability.item,
      run: loop(.readInEditor)),
    Command(
      "copy-id", [ScopedKeys(.queue, "y"), ScopedKeys(.context, "y")], "Copy the id",
      help: "Puts the item's id into the clipboard of your own machine, over SSH too.", .read,
      unless: Availability.item, run: app { .copy(.id, now: $0.now) }),
    Command(
      "copy-title", [], "Copy the title", help: "Puts the item's title into the clipboard.", .read,
      unless: Availability.item, run: app { .copy(.title, now: $0.now) }),
    Command(
      "copy-link", [], "Copy a link", help: "Puts the item's factory:// link into the clipboard.", .read,
      unless: Availability.item, run: app { .copy(.link, now: $0.now) }),
  ]

  private static func tab(_ name: String, _ key: String, _ tab: ContextTab, _ help: String) -> Command {
    Command(
      CommandID(rawValue: name), [ScopedKeys(.context, key)], name.prefix(1).uppercased() + name.dropFirst(),
      help: help,
      .read, unless: Availability.item
    ) { situation, _ in
      let focus: [Intent] =
        situation.app.focus == .list && situation.app.screen.isList ? [.app(.focus(.context))] : []
      return focus + [.app(.tab(tab, now: situation.now))]
    }
  }

  private static func jump(
    _ id: CommandID, _ key: String, _ title: String, _ help: String, _ direction: Int,
    _ rows: any KeyPath<DiffRows, [Int]> & Sendable, footer: Int? = nil
  ) -> Command {
    Command(
      id, [ScopedKeys(.context, key)], title, help: help, .read,
      footer: footer.map { FooterEntry($0, rows == \DiffRows.hunkStarts ? "hunk" : "file") },
      unless: Availability.diff
    ) { situation, call in
      Motion.jump(situation.diff?[keyPath: rows] ?? [], direction * (call.count ?? 1), situation)
    }
  }

  static let board: [Command] = [
    Command(
      "board",
      [
        ScopedKeys(.queue, "b"), ScopedKeys(.context, "b"), ScopedKeys(.kanban, "b"), ScopedKeys(.notifications, "b"),
        ScopedKeys(.pipeline, "b"), ScopedKeys(.activity, "b"), ScopedKeys(.search, "b"), ScopedKeys(.agents, "b"),
        ScopedKeys(.chat, "b"),
        ScopedKeys(.dashboard, "b"),
      ],
      "Board",
      help: "All pipelines in their eight stages; again goes back to the queue.", .board,
      footer: FooterEntry(32, "board")
    ) { situation, _ in
      [.app(.show(situation.app.screen == .kanban ? .queue : .kanban, now: situation.now))]
    },
    Command(
      "queue", [], "Queue", help: "The queue of decisions.", .board, run: app { .show(.queue, now: $0.now) }),
  ]

  static let program: [Command] = [
    Command(
      "refresh", [ScopedKeys(.global, "<C-r>")], "Refresh", help: "Reads everything from the server again.", .program,
      run: app { .refresh(now: $0.now) }),
    Command(
      "sign-in", [], "Sign in", help: "Asks for e-mail and password of the server; what is unsent is kept.", .program,
      unless: Availability.signingIn, run: loop(.signIn)),
    Command(
      "redraw", [ScopedKeys(.global, "<C-l>")], "Redraw", help: "Paints the whole screen again.", .program,
      run: loop(.redraw)),
    Command(
      "suspend", [ScopedKeys(.global, "<C-z>")], "Suspend", help: "Back to the shell; `fg` comes back here.", .program,
      run: loop(.suspend)),
    Command(
      "theme", [], "Theme",
      help: "Takes another theme, shown while you choose: one that is shipped, or a file of your themes folder.",
      .program,
      argument: "its name", choices: { $0.themes }
    ) { _, call in [.loop(.theme(call.argument))] },
    Command(
      "mouse", [], "Mouse on or off",
      help:
        "Listens to the mouse or leaves it to the terminal, which then selects text with it; without asking for Shift.",
      .program, run: loop(.mouse)),
    Command(
      "goose", [], "goose", help: "Lends the terminal to `goose session`; its end comes back here.", .program,
      unless: Availability.writable, run: loop(.goose)),
    Command(
      "quit", [ScopedKeys(.global, "<C-c>")], "Quit", help: "Leaves; decisions that are not sent yet are kept.",
      .program,
      run: app { .quit(now: $0.now) }),
  ]
}
