// Commands that decide, and those that mark items for deciding together.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let deciding: [Command] = [
    Command(
      "approve", [ScopedKeys(.queue, "a"), ScopedKeys(.context, "a")], "Approve",
      help: "Approves the item and goes on to the next. `u` takes it back within the grace.", .decide,
      footer: FooterEntry(1, "approve"), argument: "a note", decides: true,
      unless: Availability.decidable(.tasksApprove)
    ) { situation, call in situation.decide(.approved, notes: call.argument.isEmpty ? nil : call.argument) },
    Command(
      "allow-kind", [ScopedKeys(.queue, "M"), ScopedKeys(.context, "M")], "Approve and allow more",
      help:
        "Approves an agent's call, and what is of its kind in its folder for 8 h, or as long as `:allow-kind 2h` says. Shows what that covers and asks for `y`.",
      .decide, argument: "30m, 2h, 3d", decides: true, unless: Availability.offered(.kind)
    ) { allow(.kind, $0, $1) },
    Command(
      "allow-session", [], "Approve and allow its session",
      help:
        "Approves an agent's call, and what the same tool does in that session and folder for 8 h, or as long as is said.",
      .decide, argument: "30m, 2h, 3d", decides: true, unless: Availability.offered(.session)
    ) { allow(.session, $0, $1) },
    Command(
      "reject", [ScopedKeys(.queue, "r"), ScopedKeys(.context, "r")], "Reject",
      help: "Asks for a reason and rejects. Reasons used before are numbered; a digit recalls one.", .decide,
      footer: FooterEntry(2, "reject"), decides: true, unless: Availability.decidable(.tasksReject),
      run: app { .requestDialog(.reject, now: $0.now) }),
    Command(
      "defer", [ScopedKeys(.queue, "d"), ScopedKeys(.context, "d")], "Defer",
      help: "Puts the item behind its equals; its SLA runs on. `:defer 2h` lets it sleep that long.", .decide,
      footer: FooterEntry(3, "defer"), argument: "30m, 2h, 3d", decides: true,
      unless: Availability.decidable(.tasksApprove), run: deferNow),
    Command(
      "defer-until", [ScopedKeys(.queue, "D"), ScopedKeys(.context, "D")], "Defer until",
      help: "Asks until when the item sleeps.", .decide, decides: true, unless: Availability.decidable(.tasksApprove),
      run: app { .requestDialog(.defer, now: $0.now) }),
    Command(
      "escalate", [ScopedKeys(.queue, "e"), ScopedKeys(.context, "e")], "Escalate",
      help: "Hands the item to someone above, with a reason.", .decide, footer: FooterEntry(22, "escalate"),
      decides: true, unless: Availability.decidable(.tasksRead), run: app { .requestDialog(.escalate, now: $0.now) }),
    Command(
      "claim", [ScopedKeys(.queue, "c"), ScopedKeys(.context, "c")], "Claim",
      help: "Takes the item for 15 minutes, so that others see it is in hand.", .decide,
      footer: FooterEntry(23, "claim"),
      unless: Availability.decidable(.tasksApprove)
    ) { situation, _ in [.app(.claim(situation.selectedId, now: situation.now))] },
    Command(
      "reassign", [ScopedKeys(.queue, "R"), ScopedKeys(.context, "R")], "Reassign",
      help: "Gives the item to someone else.", .decide, unless: Availability.decidable(.tasksApprove),
      run: app { .requestDialog(.reassign, now: $0.now) }),
    Command(
      "undo", [ScopedKeys(.global, "u")], "Undo",
      help: "Takes back the last decision, on the server, while its grace lasts.", .decide,
      footer: FooterEntry(12, "undo"), unless: Availability.undo,
      run: app { .undo(key: $0.key(), now: $0.now) }),
    Command(
      "approve-selected", [ScopedKeys(.global, "<C-a>")], "Approve the marked items",
      help: "Shows what will happen to each marked item and asks for `y`.", .decide, isDangerous: true,
      unless: Availability.marks, run: app { .requestDialog(.bulk(.approve), now: $0.now) }),
    Command(
      "reject-selected", [], "Reject the marked items", help: "Asks for a reason first, then rejects all marked items.",
      .decide, isDangerous: true, unless: Availability.marks,
      run: app { .requestDialog(.bulk(.reject), now: $0.now) }),
    Command(
      "defer-selected", [], "Defer the marked items", help: "Defers all marked items.", .decide,
      unless: Availability.marks, run: app { .requestDialog(.bulk(.defer), now: $0.now) }),
    Command(
      "results", [], "What was not taken",
      help: "Lists decisions that were refused or that another operator was first with.", .decide,
      run: app { .requestDialog(.results, now: $0.now) }),
    Command(
      "send-kept", [], "Send what was kept",
      help: "Sends decisions that an earlier day left behind; they are not sent unasked.", .decide, isDangerous: true,
      unless: Availability.kept
    ) { situation, _ in Availability.staleKeys(situation.app).map { .app(.sendStale(key: $0)) } },
    Command(
      "drop-kept", [], "Drop what was kept", help: "Forgets decisions that an earlier day left behind.", .decide,
      isDangerous: true, unless: Availability.kept
    ) { situation, _ in
      Availability.staleKeys(situation.app).map { .app(.dropStale(key: $0, now: situation.now)) }
    },
  ]

  private static func allow(_ scope: RuleScope, _ situation: Situation, _ call: Invocation) -> [Intent] {
    switch DeferralTime.parse(call.argument, now: situation.now) {
    case .success(let until?) where until > situation.now.adding(seconds: RuleLimits.longestSeconds):
      refuse("A rule holds 30 days at most.", situation)
    case .success(let until): situation.decide(.approved, data: AllowMore(scope: scope, expiresAt: until).data)
    case .failure(let problem): refuse(problem.sentence, situation)
    }
  }

  private static func deferNow(_ situation: Situation, _ call: Invocation) -> [Intent] {
    switch DeferralTime.parse(call.argument, now: situation.now) {
    case .success(nil): situation.decide(.deferred)
    case .success(let until?): situation.decide(.deferred, data: ["until": .string(until.description)])
    case .failure(let problem): refuse(problem.sentence, situation)
    }
  }

  static let marking: [Command] = [
    Command(
      "mark", [ScopedKeys(.queue, "<Space>", "A"), ScopedKeys(.context, "A")], "Mark",
      help:
        "Marks the item for deciding together, or takes the mark away. `:mark priority:low` marks what a filter finds.",
      .mark, footer: FooterEntry(20, "mark"), argument: "a filter", unless: Availability.item
    ) { situation, call in
      let what: MarkAction = call.argument.isEmpty ? .toggle : .matching(call.argument)
      return [.app(.mark(what, now: situation.now))]
    },
    Command(
      "mark-range", [ScopedKeys(.queue, "v")], "Mark a range",
      help: "Begins a range; the second time everything between is marked.", .mark, unless: Availability.item,
      run: app { .mark(.range, now: $0.now) }),
    Command(
      "mark-all", [ScopedKeys(.queue, "*")], "Mark all", help: "Marks everything that is listed.", .mark,
      run: app { .mark(.all, now: $0.now) }),
    Command(
      "mark-session", [ScopedKeys(.queue, "S"), ScopedKeys(.context, "S")], "Mark the session",
      help: "Marks all that the same session of an agent asks, for deciding together.", .mark,
      unless: Availability.session
    ) { situation, _ in
      guard let session = situation.selectedRow?.marks.session else { return [] }
      let text = session.filter { $0 != "\"" }
      return [.app(.mark(.matching("session:\"\(text)\""), now: situation.now))]
    },
    Command(
      "unmark-all", [], "Take all marks away", help: "No item is marked any more.", .mark, unless: Availability.marks,
      run: app { .mark(.none, now: $0.now) }),
  ]
}
