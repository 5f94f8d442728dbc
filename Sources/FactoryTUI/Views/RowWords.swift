// Signs and short words of rows and cards: priority, SLA, stage, what became of a decision. Pure.
// Invariant: every colour comes with a sign or a word.
import FactoryContracts
import FactoryState
import TerminalKit

package enum RowWords {
  /// A length of time in so many columns: what does not fit loses its smaller unit (`-19h16` becomes `-19h`).
  static func sla(_ text: String, to columns: Int) -> SafeText {
    let whole = SafeText(text)
    guard whole.width > columns, let unit = text.firstIndex(where: \.isLetter) else { return whole }
    return SafeText(String(text[...unit])).truncated(to: columns)
  }

  package static func priority(_ priority: Priority) -> Span {
    switch priority {
    case .critical: Span("▲▲", .priorityCritical)
    case .high: Span("▲ ", .priorityHigh)
    case .medium: Span("· ", .priorityMedium)
    case .low, .unknown: Span("  ", .priorityLow)
    }
  }

  package static func role(_ sla: SLAState) -> ThemeRole {
    switch sla {
    case .none: .muted
    case .onTrack: .slaOk
    case .soon: .slaSoon
    case .late: .slaLate
    }
  }

  package static func stage(_ stage: PipelineStage) -> SafeText {
    switch stage {
    case .intake: "int"
    case .scaffolding: "scf"
    case .building: "bld"
    case .testing: "tst"
    case .review: "rev"
    case .staging: "stg"
    case .production: "prd"
    case .published: "pub"
    case .unknown: "?"
    }
  }

  package static func type(_ type: TaskType) -> SafeText {
    switch type {
    case .approval: "approve"
    case .review: "review"
    case .decision: "decide"
    case .manualAction: "do"
    case .fixRequired: "fix"
    case .unknown: "?"
    }
  }

  /// What was decided, where there is room for one sign.
  private static func outcome(_ decision: TaskDecision?) -> SafeText {
    switch decision {
    case .rejected: "✗"
    case .deferred: "→"
    case .escalated: "↑"
    case .approved, .unknown, nil: "✓"
    }
  }

  /// The sign of a row and the words that go with it.
  package static func sign(_ sign: RowSign, now: Timestamp) -> (sign: SafeText, note: SafeText, role: ThemeRole) {
    switch sign {
    case .none: (.empty, .empty, .text)
    case .sending(let decision): ("◌", "\(past(decision)), sending", .sending)
    case .kept(let decision): ("◌", "\(past(decision)), kept", .offline)
    case .asks: ("?", "kept since yesterday: :send-kept", .warning)
    case .confirmed(let decision): (outcome(decision), past(decision), .confirmed)
    case .refused(let sentence): ("!", SafeText(sentence), .refused)
    case .pending(let decision, let name, let isMine, let effectiveAt):
      isMine
        ? (outcome(decision), "\(past(decision)) \(seconds(effectiveAt, now))", .confirmed)
        : ("◔", "\(past(decision)) by \(SafeText(name))", .pending)
    case .decided(let decision, let name, let at):
      ("!", "\(past(decision)) by \(SafeText(name)) \(SafeText(TimeText.shortly(at, now: now))) ago", .refused)
    case .withdrawn: ("×", "withdrawn", .muted)
    case .claimed(let name, let isMine): isMine ? ("●", .empty, .accent) : ("○", SafeText(name), .muted)
    case .escalated(let level): ("↑", level > 0 ? "level \(level)" : .empty, .warning)
    case .deferred(let until):
      ("→", until.map { "for \(SafeText(TimeText.left(until: $0, now: now)))" } ?? .empty, .muted)
    }
  }

  private static func past(_ decision: TaskDecision?) -> SafeText {
    SafeText(decision.map(Words.past) ?? "taken back")
  }

  /// A pipeline's name, without the ending that most of them share where the whole has no room.
  package static func name(_ name: String, to room: Int) -> SafeText {
    let endings = ["", "-server", "-mcp-server", "-mcp"]
    let forms = endings.filter { name.hasSuffix($0) && name.count > $0.count }.map {
      SafeText(String(name.dropLast($0.count)))
    }
    return forms.first { $0.width <= room } ?? (forms.last ?? .empty).truncated(to: room)
  }

  /// What is left of a grace.
  private static func seconds(_ until: Timestamp, _ now: Timestamp) -> SafeText {
    "\(max(0, Int(until.seconds(since: now).rounded(.up)))) s"
  }
}
