// Style: a role, what it lies on, and emphasis. What views give to every piece of text. Pure value; any thread.

/// Emphasis on top of what the theme gives a role.
package struct Modifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Modifiers(rawValue: 1)
  package static let dim = Modifiers(rawValue: 2)
  package static let italic = Modifiers(rawValue: 4)
  package static let underline = Modifiers(rawValue: 8)
  package static let reverse = Modifiers(rawValue: 16)
}

/// Colours that another program gave its text, as places in the palette of 256; 0 is the role's own. Black is 16 here.
package struct Tint: Hashable, Sendable {
  package var foreground: UInt8
  package var background: UInt8

  package init(foreground: UInt8 = 0, background: UInt8 = 0) {
    self.foreground = foreground
    self.background = background
  }
}

/// How a piece of text is to look: its meaning, the surface under it, and emphasis; a colour only where another program gave it one.
package struct Style: Hashable, Sendable {
  /// What the text means; gives the foreground.
  package var role: ThemeRole
  /// What it lies on (`.selection`, `.dialog` …); gives the background. `.text` is the page.
  package var surface: ThemeRole
  package var modifiers: Modifiers
  package var tint = Tint()

  package init(_ role: ThemeRole = .text, on surface: ThemeRole = .text, _ modifiers: Modifiers = []) {
    self.role = role
    self.surface = surface
    self.modifiers = modifiers
  }

  package static let plain = Style()

  /// The same text on another surface.
  package func on(_ surface: ThemeRole) -> Style { Style(role, on: surface, modifiers) }
  package func with(_ more: Modifiers) -> Style { Style(role, on: surface, modifiers.union(more)) }
  package func tinted(_ tint: Tint) -> Style {
    var style = self
    style.tint = tint
    return style
  }
}

/// A piece of text with its style; a line is an array of them.
package struct Span: Hashable, Sendable {
  package var text: SafeText
  package var style: Style

  package init(_ text: SafeText, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  package init(_ text: SafeText, _ role: ThemeRole) {
    self.init(text, Style(role))
  }
}

extension Array where Element == Span {
  package var width: Int { reduce(0) { $0 + $1.text.width } }
}
