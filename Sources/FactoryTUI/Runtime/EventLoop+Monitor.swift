// `factory watch`: the same loop and the same truth with a view that is only looked at. The loop's thread.
// Invariant: no key of it changes anything on the server.
import FactoryContracts
import FactoryState
import TerminalKit

extension EventLoop {
  /// Draws a frame of whichever of the two this is.
  func draw() -> CursorPlace? {
    guard options.isMonitor else {
      return PageView.draw(situation(), typing, clockOffset: options.clockOffsetSeconds, in: frame)
    }
    MonitorView.draw(situation(), clockOffset: options.clockOffsetSeconds, in: frame)
    return nil
  }

  /// Leaves, stops, or paints anew; everything else is nobody's key here.
  func watch(_ press: KeyPress) {
    switch press.key {
    case .character("q"), .escape: ending = .quit
    case .character("c") where press.control: ending = .quit
    case .character("z") where press.control: terminal.stop()
    default: break
    }
    gate.invalidate(urgent: true)
  }
}
