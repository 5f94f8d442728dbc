// Theme: roles to looks, with inheritance, and what they become at each colour depth. Pure value; any thread.
// Invariant: every role has a look; with no colours at all roles still differ by their attributes.

/// A colour in a theme: the terminal's own, a palette name, or red, green and blue.
package enum ThemeColor: Hashable, Sendable {
  case standard
  case palette(UInt8)
  case rgb(RGB)
}

/// What a theme says about one role; nil means: as the parent.
package struct ThemeEntry: Hashable, Sendable {
  package var foreground: ThemeColor?
  package var background: ThemeColor?
  package var attributes: Modifiers?
  /// For terminals with 8 or 16 colours.
  package var ansiForeground: ThemeColor?
  package var ansiBackground: ThemeColor?
  /// For terminals without colours.
  package var mono: Modifiers?
  package var parent: ThemeRole?

  package init() {}
}

/// A look as a terminal can show it.
package struct ResolvedStyle: Hashable, Sendable {
  package var foreground: TerminalColor
  package var background: TerminalColor
  package var attributes: Modifiers
}

/// Looks for all roles.
package struct Theme: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case dark, light }

  package var name: String
  package var summary: String
  package var kind: Kind
  /// What the terminal's own colours are taken to be, for judging contrast.
  package var assumedForeground: RGB
  package var assumedBackground: RGB
  package var entries: [ThemeRole: ThemeEntry]

  package init(
    name: String, summary: String = "", kind: Kind, assumedForeground: RGB, assumedBackground: RGB,
    entries: [ThemeRole: ThemeEntry]
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.assumedForeground = assumedForeground
    self.assumedBackground = assumedBackground
    self.entries = entries
  }

  /// The first answer on the way from a role over its parents.
  package func inherited<Value>(_ role: ThemeRole, _ field: KeyPath<ThemeEntry, Value?>) -> Value? {
    var current: ThemeRole? = role
    var visited: Set<ThemeRole> = []
    while let here = current, visited.insert(here).inserted {
      if let value = entries[here]?[keyPath: field] { return value }
      current = entries[here]?.parent ?? here.parent
    }
    return nil
  }

  /// What a style looks like at a depth.
  package func resolve(_ style: Style, depth: ColorDepth) -> ResolvedStyle {
    guard depth != .none else {
      let attributes = mono(style.role).union(style.surface == .text ? [] : mono(style.surface))
      return ResolvedStyle(foreground: .standard, background: .standard, attributes: attributes.union(style.modifiers))
    }
    var attributes = inherited(style.role, \.attributes) ?? []
    if style.surface != .text { attributes.formUnion(inherited(style.surface, \.attributes) ?? []) }
    let back = style.tint.background == 0 ? background(style, depth) : tinted(style.tint.background, depth)
    let front =
      style.tint.foreground == 0
      ? readable(foreground(style, depth), on: back, depth) : tinted(style.tint.foreground, depth)
    return ResolvedStyle(foreground: front, background: back, attributes: attributes.union(style.modifiers))
  }

  private func mono(_ role: ThemeRole) -> Modifiers {
    inherited(role, \.mono) ?? inherited(role, \.attributes) ?? []
  }

  private func tinted(_ index: UInt8, _ depth: ColorDepth) -> TerminalColor {
    depth == .ansi8 && index < 16 ? .palette(index & 7) : small(index, depth)
  }

  private func foreground(_ style: Style, _ depth: ColorDepth) -> TerminalColor {
    // Plain text on a surface takes the surface's own foreground.
    let role = style.role == .text ? style.surface : style.role
    return color(inherited(role, \.foreground), ansi: inherited(role, \.ansiForeground), depth)
  }

  private func background(_ style: Style, _ depth: ColorDepth) -> TerminalColor {
    let role = style.surface == .text ? style.role : style.surface
    return color(inherited(role, \.background), ansi: inherited(role, \.ansiBackground), depth)
  }

  private func color(_ wanted: ThemeColor?, ansi: ThemeColor?, _ depth: ColorDepth) -> TerminalColor {
    let isSmall = depth == .ansi8 || depth == .ansi16
    switch (isSmall ? ansi : nil) ?? wanted ?? .standard {
    case .standard: return .standard
    case .palette(let index): return depth == .ansi8 && index < 16 ? .palette(index & 7) : small(index, depth)
    case .rgb(let rgb): return Palette.nearest(rgb, depth: depth)
    }
  }

  private func small(_ index: UInt8, _ depth: ColorDepth) -> TerminalColor {
    switch depth {
    case .none: .standard
    case .ansi8, .ansi16: index < 16 ? .palette(index) : Palette.nearest(Palette.rgb(index), depth: depth)
    case .indexed256: .palette(index)
    case .direct: .rgb(Palette.rgb(index))
    }
  }

  /// Text in the colour of its ground would vanish (few colours make that happen): black or white then.
  private func readable(_ front: TerminalColor, on back: TerminalColor, _ depth: ColorDepth) -> TerminalColor {
    guard front == back, case .palette(let index) = back else { return front }
    let isDark = Palette.rgb(index).luminance < 0.18
    return .palette(isDark ? (depth == .indexed256 ? 231 : 7) : (depth == .indexed256 ? 16 : 0))
  }
}
