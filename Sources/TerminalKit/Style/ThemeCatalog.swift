// The themes inside the program. Parsed once; any thread. Users' own themes are read by the screens from the
// configuration folder with ThemeParser.

package enum ShippedThemes {
  package static let names: [String] = ShippedThemeText.all.map(\.name)

  /// The YAML text of a shipped theme, as the file in `Themes/` has it.
  package static func text(named name: String) -> String? {
    ShippedThemeText.all.first { $0.name == name }?.yaml
  }

  private static let themes: [String: Theme] = {
    var result: [String: Theme] = [:]
    for (name, yaml) in ShippedThemeText.all {
      result[name] = try? ThemeParser.parse(yaml, file: "Themes/\(name).yaml")
    }
    return result
  }()

  package static func theme(named name: String) -> Theme? { themes[name] }

  /// The theme for a terminal of this kind; an empty one (the terminal's own colours) should a file be broken,
  /// which the tests exclude.
  package static func standard(_ kind: Theme.Kind = .dark) -> Theme {
    themes[kind.rawValue]
      ?? Theme(
        name: "plain", kind: kind, assumedForeground: RGB(229, 229, 229), assumedBackground: RGB(0, 0, 0), entries: [:])
  }
}
