// Commands that move: through the list, the opened item, the board; and the filter.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let moving: [Command] = [
    motion("down", ["j", "<Down>"], "Down", "One row down; a number before it says how many.") { .by($0 ?? 1) },
    motion("up", ["k", "<Up>"], "Up", "One row up.") { .by(-($0 ?? 1)) },
    motion("first", ["g", "<Home>"], "First", "The first row, or the row of the number typed before.") {
      $0.map { .toRow($0) } ?? .first
    },
    motion("last", ["G", "<End>"], "Last", "The last row, or the row of the number typed before.") {
      $0.map { .toRow($0) } ?? .last
    },
    motion("half-down", ["<C-d>"], "Half a page down", "Half a page down.") { .halfPage($0 ?? 1) },
    motion("half-up", ["<C-u>"], "Half a page up", "Half a page up.") { .halfPage(-($0 ?? 1)) },
    motion("page-down", ["<C-f>", "<PageDown>"], "Page down", "A page down.") { .page($0 ?? 1) },
    motion("page-up", ["<C-b>", "<PageUp>"], "Page up", "A page up.") { .page(-($0 ?? 1)) },
    Command(
      "oldest-unseen", [ScopedKeys(.queue, "w")], "Oldest that came in",
      help: "Goes to the oldest item that came in since this was opened and was not looked at.", .move,
      run: app { .move(.oldestUnseen, now: $0.now) }),
    Command(
      "left",
      [ScopedKeys(.queue, "h", "<Left>"), ScopedKeys(.context, "h", "<Left>"), ScopedKeys(.kanban, "h", "<Left>")],
      "Left", help: "To the left: back to the list, the column before, the beginning of long lines.", .move,
      run: Motion.left),
    Command(
      "right",
      [ScopedKeys(.queue, "l", "<Right>"), ScopedKeys(.context, "l", "<Right>"), ScopedKeys(.kanban, "l", "<Right>")],
      "Right", help: "To the right: into the item, the next column, the end of long lines.", .move, run: Motion.right),
    Command(
      "open",
      [
        ScopedKeys(.queue, "<Enter>"), ScopedKeys(.kanban, "<Enter>"), ScopedKeys(.notifications, "<Enter>"),
        ScopedKeys(.pipeline, "<Enter>"), ScopedKeys(.activity, "<Enter>"), ScopedKeys(.search, "<Enter>"),
        ScopedKeys(.agents, "<Enter>"),
      ], "Open",
      help:
        "Opens and claims the item; on the board the pipeline, and there its items; else where the row leads.",
      .move,
      footer: FooterEntry(4, "open"), unless: Availability.openable, run: app { .open(now: $0.now) }),
    Command(
      "back", [ScopedKeys(.global, "<Esc>")], "Back",
      help: "One step back: out of the item, out of the board, out of the filter. Never quits.", .move,
      run: app { .back(now: $0.now) }),
    Command(
      "close", [ScopedKeys(.global, "q")], "Close",
      help: "Closes this; at the top it quits. Unsent decisions are kept and sent next time.", .move,
      footer: FooterEntry(40, "quit"), run: app { .close(now: $0.now) }),
  ]

  private static func motion(
    _ id: CommandID, _ notations: [String], _ title: String, _ help: String,
    _ move: @escaping @Sendable (Int?) -> Move
  ) -> Command {
    Command(id, [ScopedKeys(.global, notations)], title, help: help, .move) { situation, call in
      Motion.move(move(call.count), situation)
    }
  }

  static let finding: [Command] = [
    Command(
      "filter", [ScopedKeys(.global, "/")], "Filter",
      help: "Narrows the list while you type: priority:high type:review sla:breached stage:review -text.", .find,
      footer: FooterEntry(30, "filter"), argument: "a filter", unless: Availability.list
    ) { situation, call in
      let typed: [FilterAction] = call.argument.isEmpty ? [] : [.typed(call.argument), .accept]
      return [.app(.focus(.list))] + ([.open] + typed).map { .app(.filter($0, now: situation.now)) }
    },
    Command(
      "next-match", [ScopedKeys(.queue, "n")], "Next match", help: "The next item that the last filter finds.", .find,
      unless: Availability.filtered, run: app { .filter(.next(1), now: $0.now) }),
    Command(
      "previous-match", [ScopedKeys(.queue, "N")], "Previous match",
      help: "The item before that the last filter finds.",
      .find, unless: Availability.filtered, run: app { .filter(.next(-1), now: $0.now) }),
    Command(
      "clear-filter", [], "No filter", help: "Shows everything again.", .find, unless: Availability.filtered,
      run: app { .filter(.clear, now: $0.now) }),
    Command(
      "palette", [ScopedKeys(.global, ":")], "Command line",
      help: "Every command by name, description or key; Tab completes.", .find, footer: FooterEntry(31, "command"),
      run: app { .requestDialog(.palette(""), now: $0.now) }),
    Command(
      "help", [ScopedKeys(.global, "?")], "Keys", help: "The keys that are valid here.", .find,
      footer: FooterEntry(5, "keys"), run: app { .requestDialog(.help, now: $0.now) }),
  ]
}
