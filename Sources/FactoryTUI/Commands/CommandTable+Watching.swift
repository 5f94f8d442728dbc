// Commands of the screens that only show: activity, search, agents.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let watching: [Command] = [
    Command(
      "activity", [], "Activity",
      help: "Who did what, newest first; words narrow it: who:ana what:approved on:pipeline -agent.", .find,
      argument: "words", unless: { Availability.missing(.auditRead, $0) }
    ) { situation, call in
      if call.argument.isEmpty, situation.app.screen != .activity {
        return [.app(.show(.activity, now: situation.now))]
      }
      return [.app(.filterActivity(call.argument, now: situation.now))]
    },
    Command(
      "activity-filter", [ScopedKeys(.activity, "/")], "Narrow the activity",
      help: "Asks for the words that narrow the activity: who:, what:, on:, and - before what is left out.", .find,
      footer: FooterEntry(6, "narrow")
    ) { situation, _ in
      [.app(.requestDialog(.palette("activity \(situation.app.activity.filter.text)"), now: situation.now))]
    },
    Command(
      "search", [], "Search", help: "Finds pipelines, tasks and audit rows by their words; \"quoted\" as a phrase.",
      .find,
      argument: "words"
    ) { situation, call in [.app(.search(call.argument, now: situation.now))] },
    Command(
      "search-again", [ScopedKeys(.search, "/")], "Other words", help: "Changes the words of the search.", .find,
      footer: FooterEntry(6, "other words")
    ) { situation, _ in
      [.app(.requestDialog(.palette("search \(situation.app.search.text)"), now: situation.now))]
    },
    Command(
      "chat", [], "Chat",
      help:
        "Plain words (“what's stuck”, “approve 3”) or a tool's name, and the tool's answer; without words shows it.",
      .find,
      argument: "words", unless: Availability.writable
    ) { situation, call in [.app(.ask(call.argument, now: situation.now))] },
    Command(
      "chat-ask", [ScopedKeys(.chat, "<Enter>", "/")], "Ask", help: "Asks for the words of the chat.", .find,
      footer: FooterEntry(4, "ask")
    ) { situation, _ in [.app(.requestDialog(.palette("chat "), now: situation.now))] },
    Command(
      "dashboard", [], "Dashboard",
      help: "Numbers over everything: what waits, deadlines, decisions of the last day by hour, pipelines, agents.",
      .board,
      run: app { .show(.dashboard, now: $0.now) }),
    Command(
      "agents", [], "Agents", help: "How each agent is, what it works on, and when it was last heard of.", .board,
      unless: { Availability.missing(.pipelinesRead, $0) }, run: app { .show(.agents, now: $0.now) }),
  ]
}
