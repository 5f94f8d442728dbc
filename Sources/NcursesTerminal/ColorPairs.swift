// ColorPairs: which ncurses pair stands for which two colours, made when first needed. The terminal's thread.
// Invariants: a pair never changes its colours while it may be on the screen; when pairs run out, text keeps a
// colour that exists or the terminal's own, and its attributes in any case.
import CNcurses
import TerminalKit

struct ColorPairs {
  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private var pairs: [Colors: Int32] = [:]
  private var resolved: [Style: (attributes: UInt32, pair: Int32)] = [:]
  /// Neighbours mostly look alike: the last answer, before the table is asked.
  private var last: (style: Style, look: (attributes: UInt32, pair: Int32))?
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

  mutating func look(_ style: Style, theme: Theme) -> (attributes: UInt32, pair: Int32) {
    if let last, last.style == style { return last.look }
    let look = resolved[style] ?? resolve(style, theme)
    last = (style, look)
    return look
  }

  private mutating func resolve(_ style: Style, _ theme: Theme) -> (attributes: UInt32, pair: Int32) {
    let wanted = theme.resolve(style, depth: depth)
    let look = (UInt32(wanted.attributes.rawValue), pair(wanted))
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
