// PageLayout: where things lie on a screen of a given size. Pure value.
// Invariants: every part lies inside the screen and no two overlap; from 20×5 up there is a list row and a footer.
import FactoryState
import TerminalKit

package struct PageLayout: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    /// Below 20×5: only a sentence.
    case tooSmall
    /// Narrow or low: one pane, no column heads.
    case compact
    /// One pane at a time.
    case single
    /// List above context.
    case stacked
    /// List beside context.
    case split
  }

  package let form: Form
  package let screen: Rect
  package let header: Rect
  /// The line under the header; empty where there is no room.
  package let topRule: Rect
  /// The head of the list's columns; empty where there is no room.
  package let columns: Rect
  package let list: Rect
  /// The line between list and context.
  package let divider: Rect
  package let context: Rect
  package let bottomRule: Rect
  package let footer: Rect

  package init(columns width: Int, rows height: Int, _ state: PaneState = PaneState()) {
    let screen = Rect(columns: width, rows: height)
    self.screen = screen
    let natural = Self.form(width, height)
    form = state.isZoomed && (natural == .split || natural == .stacked) ? .single : natural
    let isRoomy = form == .split || form == .stacked
    let (top, rest) = screen.splitTop(1)
    let (ruled, below) = rest.splitTop(isRoomy ? 1 : 0)
    let (body, foot) = below.splitBottom(1)
    let (main, bottom) = body.splitBottom(isRoomy ? 1 : 0)
    header = top
    topRule = ruled
    bottomRule = bottom
    footer = foot
    let panes = Self.panes(form, main, state.share)
    let (head, rows) = panes.list.splitTop(form == .compact || form == .tooSmall ? 0 : 1)
    columns = head
    list = rows
    divider = panes.divider
    context = panes.context
  }

  package init(_ size: TerminalSize, _ state: PaneState = PaneState()) {
    self.init(columns: size.columns, rows: size.rows, state)
  }

  /// Whether there is room for words and gaps.
  package var isWide: Bool { screen.width >= 100 && form != .compact && form != .stacked }
  /// Percent that the list has of what list and opened item share.
  package var listShare: Int {
    form == .split
      ? list.width * 100 / max(1, screen.width) : (list.height + columns.height) * 100 / max(1, body.height)
  }

  /// Whether list and context are seen at the same time.
  package var showsBoth: Bool { form == .split || form == .stacked }
  /// The board and full-screen views.
  package var body: Rect {
    let top = topRule.isEmpty ? header.bottom : topRule.bottom
    let bottom = bottomRule.isEmpty ? footer.y : bottomRule.y
    return Rect(x: 0, y: top, width: screen.width, height: bottom - top)
  }

  private static func form(_ width: Int, _ height: Int) -> Form {
    if width < 20 || height < 5 { return .tooSmall }
    if width < 60 || height < 14 { return height >= 40 && width >= 40 ? .stacked : .compact }
    if width >= 100 { return .split }
    return height >= 40 ? .stacked : .single
  }

  private static func panes(
    _ form: Form, _ main: Rect, _ share: Int?
  ) -> (list: Rect, divider: Rect, context: Rect) {
    switch form {
    case .tooSmall, .compact, .single: return (main, .init(columns: 0, rows: 0), main)
    case .split:
      let width = share.map { part(main.width, $0, least: 26) } ?? min(max(50, main.width * 42 / 100), 110)
      let (list, rest) = main.splitLeft(width)
      let (divider, context) = rest.splitLeft(1)
      return (list, divider, context)
    case .stacked:
      let (list, rest) = main.splitTop(share.map { part(main.height, $0, least: 5) } ?? max(8, main.height * 2 / 5))
      let (divider, context) = rest.splitTop(1)
      return (list, divider, context)
    }
  }

  /// A share of a length that leaves the least to both sides.
  private static func part(_ length: Int, _ share: Int, least: Int) -> Int {
    min(max(least, length * share / 100), length - least - 1)
  }
}
