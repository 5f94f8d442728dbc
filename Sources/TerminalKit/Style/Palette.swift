// The fixed palettes and the nearest colour in them. Pure; any thread.

/// The eight ANSI names, their bright twins, and the cube and grey ramp of the 256.
package enum Palette {
  /// Names a theme may use for palette colours, in the order of their numbers 0...15.
  package static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]

  private static let ansi: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205),
    RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  /// What a palette number usually looks like (users may have set the first sixteen otherwise).
  package static func rgb(_ index: UInt8) -> RGB {
    switch index {
    case 0..<16: return ansi[Int(index)]
    case 16..<232:
      let cube = index - 16
      func level(_ step: UInt8) -> UInt8 { step == 0 ? 0 : 55 + step * 40 }
      return RGB(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
    default:
      let grey = 8 + (index - 232) * 10
      return RGB(grey, grey, grey)
    }
  }

  /// The nearest place in the palette of a depth. The 256 leave out the first sixteen, which users recolour.
  package static func nearest(_ color: RGB, depth: ColorDepth) -> TerminalColor {
    switch depth {
    case .none: .standard
    case .ansi8: .palette(nearest(color, among: 0...7))
    case .ansi16: .palette(nearest(color, among: 0...15))
    case .indexed256: .palette(nearest(color, among: 16...255))
    case .direct: .rgb(color)
    }
  }

  private static func nearest(_ color: RGB, among range: ClosedRange<UInt8>) -> UInt8 {
    range.min { rgb($0).distance(to: color) < rgb($1).distance(to: color) } ?? range.lowerBound
  }
}
