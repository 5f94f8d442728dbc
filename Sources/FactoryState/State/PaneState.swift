// How list and opened item share the screen. Main thread, inside `AppState`.
// Invariant: `share` stays between its bounds, so that neither pane is ever gone without `isZoomed` saying so.
import FactoryContracts

package struct PaneState: Hashable, Sendable {
  /// Bounds of `share`.
  package static let shares = 20...80

  /// Percent of width or height that the list has; nil: as the screen's size suggests.
  package var share: Int?
  /// Only the pane with the keys is shown, as large as the screen.
  package var isZoomed: Bool

  package init(share: Int? = nil, isZoomed: Bool = false) {
    self.share = share
    self.isZoomed = isZoomed
  }
}

package enum PaneAction: Hashable, Sendable {
  /// The pane with the keys gets so many percent more; `from`: the list's share as it is drawn.
  case grow(Int, from: Int)
  /// The list has this share (a line that is dragged).
  case share(Int)
  case reset
  case zoom
}

extension AppState {
  mutating func take(_ action: PaneAction) -> [Effect] {
    switch action {
    case .grow(let percent, let share): setShare((panes.share ?? share) + (focus == .list ? percent : -percent))
    case .share(let share): setShare(share)
    case .reset: panes = PaneState()
    case .zoom: panes.isZoomed.toggle()
    }
    return []
  }

  private mutating func setShare(_ share: Int) {
    panes = PaneState(share: min(max(share, PaneState.shares.lowerBound), PaneState.shares.upperBound))
  }
}
