// ThemeContrast: whether the text of a theme can be read (WCAG 2, level AA). Pure; any thread.

/// A role that is hard to read on a surface.
package struct ContrastFault: Hashable, Sendable {
  package let role: ThemeRole
  package let surface: ThemeRole
  /// 1...21; text needs 4.5.
  package let ratio: Double
}

package enum ThemeContrast {
  /// What text needs (WCAG 2, AA).
  package static let needed = 4.5
  /// Roles that are lines and not letters.
  package static let lines: Set<ThemeRole> = [.border, .dialogBorder]
  /// What text stands on.
  package static let surfaces: [ThemeRole] = [.text, .selection, .selectionInactive, .header, .dialog, .input, .toast]

  /// Every text role on every surface that falls short, as a terminal of that depth shows it.
  package static func faults(of theme: Theme, depth: ColorDepth) -> [ContrastFault] {
    ThemeRole.allCases.filter { !lines.contains($0) }.flatMap { role in
      surfaces.compactMap { surface in
        let ratio = ratio(theme.resolve(Style(role, on: surface), depth: depth), theme)
        return ratio < needed ? ContrastFault(role: role, surface: surface, ratio: ratio) : nil
      }
    }
  }

  private static func ratio(_ style: ResolvedStyle, _ theme: Theme) -> Double {
    Palette.rgb(style.foreground, standard: theme.assumedForeground)
      .contrast(with: Palette.rgb(style.background, standard: theme.assumedBackground))
  }
}

extension Palette {
  /// A colour as numbers; the terminal's own is taken to be `standard`.
  package static func rgb(_ color: TerminalColor, standard: RGB) -> RGB {
    switch color {
    case .standard: standard
    case .palette(let index): rgb(index)
    case .rgb(let rgb): rgb
    }
  }
}
