// Commands for the panes: how list and opened item share the screen.
import FactoryState

extension CommandTable {
  static let panes: [Command] = [
    Command(
      "grow-pane", [ScopedKeys(.queue, "+"), ScopedKeys(.context, "+")], "Larger pane",
      help: "Gives the pane with the keys more of the screen; a number before it says how many percent.", .move,
      unless: bothShown, run: grow(1)),
    Command(
      "shrink-pane", [ScopedKeys(.queue, "-"), ScopedKeys(.context, "-")], "Smaller pane",
      help: "Gives the other pane more of the screen.", .move, unless: bothShown, run: grow(-1)),
    Command(
      "reset-panes", [ScopedKeys(.queue, "="), ScopedKeys(.context, "=")], "Panes as they were",
      help: "List and opened item share the screen as its size suggests.", .move, run: app { _ in .panes(.reset) }),
    Command(
      "zoom", [ScopedKeys(.queue, "zz"), ScopedKeys(.context, "zz")], "Zoom",
      help: "Shows only the pane with the keys, or both again.", .move, unless: listed,
      run: app { _ in .panes(.zoom) }),
  ]

  private static func grow(_ sign: Int) -> @Sendable (Situation, Invocation) -> [Intent] {
    { situation, call in [.app(.panes(.grow(sign * (call.count ?? 5), from: situation.layout.listShare)))] }
  }

  private static func listed(_ situation: Situation) -> String? {
    situation.app.screen.isList ? nil : "This screen has one pane."
  }

  private static func bothShown(_ situation: Situation) -> String? {
    listed(situation)
      ?? (situation.layout.showsBoth ? nil : "One pane is shown here; larger screens show both, zz leaves the zoom.")
  }
}
