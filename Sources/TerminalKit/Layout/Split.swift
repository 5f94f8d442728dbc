// Dividing a length among parts of fixed and flexible size. Pure; any thread.
// Invariant: the lengths never exceed the whole, and they fill it when a flexible part exists.

/// How much of a row or column a part wants.
package enum Extent: Hashable, Sendable {
  /// Exactly this many cells, fewer when there is no room.
  case fixed(Int)
  /// A share of what is left, by weight, with a least size.
  case flexible(weight: Int = 1, minimum: Int = 0)
}

package enum Split {
  /// Lengths of the parts; fixed parts are served from first to last, flexible ones share the rest.
  package static func lengths(_ extents: [Extent], total: Int, gap: Int = 0) -> [Int] {
    var left = max(0, total - gap * max(0, extents.count - 1))
    var result = extents.map { extent in
      let wanted = least(extent)
      let given = min(wanted, left)
      left -= given
      return given
    }
    var weights = extents.reduce(0) { $0 + weight($1) }
    for (index, extent) in extents.enumerated() where weight(extent) > 0 {
      let share = left * weight(extent) / weights
      result[index] += share
      left -= share
      weights -= weight(extent)
    }
    return result
  }

  /// Columns of a rectangle.
  package static func columns(_ rect: Rect, _ extents: [Extent], gap: Int = 0) -> [Rect] {
    var x = rect.x
    return lengths(extents, total: rect.width, gap: gap).map { width in
      defer { x += width + gap }
      return Rect(x: x, y: rect.y, width: width, height: rect.height).intersection(rect)
    }
  }

  /// Rows of a rectangle.
  package static func rows(_ rect: Rect, _ extents: [Extent], gap: Int = 0) -> [Rect] {
    var y = rect.y
    return lengths(extents, total: rect.height, gap: gap).map { height in
      defer { y += height + gap }
      return Rect(x: rect.x, y: y, width: rect.width, height: height).intersection(rect)
    }
  }

  private static func least(_ extent: Extent) -> Int {
    switch extent {
    case .fixed(let length): max(0, length)
    case .flexible(_, let minimum): max(0, minimum)
    }
  }

  private static func weight(_ extent: Extent) -> Int {
    switch extent {
    case .fixed: 0
    case .flexible(let weight, _): max(1, weight)
    }
  }
}
