// ThemeRole: what a piece of the screen means. Views name roles; only a theme knows colours.
// Closed set; pure value. Invariant: following `parent` always ends at `.text`.

/// The meaning of a piece of text. The raw value is the key in a theme file.
package enum ThemeRole: String, CaseIterable, Sendable {
  // The page.
  case text, muted, faint, strong, accent, title, header, headerAlert, border, borderActive
  case tab, tabActive, keyHint, keyLabel, badge, link, lineNumber
  // Where the operator is.
  case selection, selectionInactive, mark, match
  // What a decision is like.
  case priorityCritical, priorityHigh, priorityMedium, priorityLow
  case slaOk, slaSoon, slaLate
  case pass, fail, running, gate
  // How far a decision has come.
  case pending, sending, confirmed, refused
  // A diff.
  case diffAdd, diffDelete, diffHunk, diffContext, diffFile, diffMeta
  // The state of things.
  case warning, error, info, online, offline
  // The eight columns of the kanban (contract §4.3).
  case stageIntake, stageScaffolding, stageBuilding, stageTesting
  case stageReview, stageStaging, stageProduction, stagePublished
  // What floats above the page.
  case input, placeholder, dialog, dialogTitle, dialogBorder, toast, toastAlert

  /// Where a role looks when a theme says nothing about it; nil only for `.text`.
  package var parent: ThemeRole? {
    switch self {
    case .text: nil
    case .muted, .strong, .accent, .selection, .match, .pass, .fail, .gate, .warning, .error: .text
    case .faint, .border, .keyLabel, .lineNumber, .placeholder, .pending, .offline, .diffMeta: .muted
    case .header, .dialog, .input, .diffContext, .tab, .badge: .text
    case .title, .dialogTitle, .tabActive, .diffFile: .strong
    case .borderActive, .keyHint, .link, .info, .running, .diffHunk, .mark: .accent
    case .selectionInactive: .selection
    case .priorityCritical, .slaLate, .headerAlert, .refused: .error
    case .priorityHigh, .slaSoon, .sending: .warning
    case .priorityMedium, .slaOk: .text
    case .priorityLow: .muted
    case .confirmed, .online, .diffAdd: .pass
    case .diffDelete: .fail
    case .stageIntake, .stageScaffolding: .muted
    case .stageBuilding, .stageStaging: .accent
    case .stageTesting: .warning
    case .stageReview: .gate
    case .stageProduction: .error
    case .stagePublished: .pass
    case .dialogBorder: .border
    case .toast: .header
    case .toastAlert: .headerAlert
    }
  }
}
