// What a mouse does to a cell of the screen, as a value. Pure; any thread.

/// One event of a mouse, as terminals report it (SGR, mode 1006).
package struct MousePress: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The left button went down, moved while down, went up.
    case press, drag, release
    case wheelUp, wheelDown
  }

  package var kind: Kind
  /// Cells from the top left corner.
  package var x: Int
  package var y: Int

  package init(_ kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
