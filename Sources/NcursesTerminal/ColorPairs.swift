// ColorPairs: which ncurses pair stands for which two colours, made when first needed. The terminal's thread.
// Invariants: a pair never changes its colours while it may be on the screen; when pairs run out, text keeps a
// colour that exists or the terminal's own, and its attributes in any case.
import CNcurses
import TerminalKit

/// A style as ncurses is told it, and what shows of it on a space.
struct Look: Hashable {
  var attributes: UInt32
  var pair: Int32
  var background: TerminalColor

  /// Whether a space looks the same in both: only the ground shows, unless it is underlined or reversed.
  func isSameOnSpace(_ other: Look) -> Bool {
    let visible = UInt32(Modifiers([.underline, .reverse]).rawValue)
    return background == other.background && attributes & visible == 0 && other.attributes & visible == 0
  }
}

struct ColorPairs {
  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private var pairs: [Colors: Int32] = [:]
  private var resolved: [Style: Look] = [:]
  /// Neighbours mostly look alike: the last answer, before the table is asked.
  private var last: (style: Style, look: Look)?
  private let limit: Int32
  private let depth: ColorDepth

  init(depth: ColorDepth, limit: Int32) {
    self.depth = depth
    self.limit = depth == .none ? 0 : limit
  }

  /// Another theme: looks are worked out anew; pairs stay, they are only colours.
  mutating func forgetLooks() {
    resolved = [:]
    last = nil
  }

  mutating func look(_ style: Style, theme: Theme) -> Look {
    if let last, last.style == style { return last.look }
    let look = resolved[style] ?? resolve(style, theme)
    last = (style, look)
    return look
  }

  private mutating func resolve(_ style: Style, _ theme: Theme) -> Look {
    let wanted = theme.resolve(style, depth: depth)
    let look = Look(
      attributes: UInt32(wanted.attributes.rawValue), pair: pair(wanted), background: wanted.background)
    resolved[style] = look
    return look
  }

  private mutating func pair(_ style: ResolvedStyle) -> Int32 {
    let colors = Colors(foreground: Self.number(style.foreground), background: Self.number(style.background))
    if colors == Colors(foreground: -1, background: -1) { return 0 }
    if let known = pairs[colors] { return known }
    let next = Int32(pairs.count) + 1
    guard next < limit, cn_define_pair(next, colors.foreground, colors.background) == 0 else {
      return pairs[Colors(foreground: colors.foreground, background: -1)] ?? 0
    }
    pairs[colors] = next
    return next
  }

  /// ncurses' number for a colour. Direct-colour terminals take the numbers below 8 as palette places.
  private static func number(_ color: TerminalColor) -> Int32 {
    switch color {
    case .standard: -1
    case .palette(let index): Int32(index)
    case .rgb(let rgb): max(8, Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue))
    }
  }
}
