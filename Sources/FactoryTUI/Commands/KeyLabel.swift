// How keys are written for people: `^A`, `⏎`, `Space`. Pure. The notation of the configuration stays in the reference.
import TerminalKit

package enum KeyLabel {
  package static func label(_ notation: String) -> SafeText {
    guard let presses = try? KeyNotation.parse(notation) else { return SafeText(notation) }
    return SafeText(presses.map(label).joined())
  }

  private static func label(_ press: KeyPress) -> String {
    let alt = press.alt ? "Alt-" : ""
    switch press.key {
    case .character(" "): return alt + "Space"
    case .character(let character) where press.control: return alt + "^" + character.uppercased()
    case .character(let character): return alt + String(character)
    case .enter: return alt + "⏎"
    case .escape: return alt + "Esc"
    case .tab: return alt + "Tab"
    case .backTab: return alt + "S-Tab"
    case .backspace: return alt + "BackSp"
    case .delete: return alt + "Del"
    case .insert: return alt + "Ins"
    case .up: return alt + "↑"
    case .down: return alt + "↓"
    case .left: return alt + "←"
    case .right: return alt + "→"
    case .home: return alt + "Home"
    case .end: return alt + "End"
    case .pageUp: return alt + "PgUp"
    case .pageDown: return alt + "PgDn"
    case .function(let number): return alt + "F\(number)"
    }
  }
}
