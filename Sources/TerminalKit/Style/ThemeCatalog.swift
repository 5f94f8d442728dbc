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

  /// What `COLORFGBG` says about the ground: its last part is the background's number; dark when it says nothing.
  package static func kind(colorFGBG value: String?) -> Theme.Kind {
    guard let last = value?.split(separator: ";").last, let index = UInt8(last), index < 16 else { return .dark }
    return Palette.rgb(index).luminance > 0.4 ? .light : .dark
  }

  /// The theme for a terminal of this kind; an empty one (the terminal's own colours) should a file be broken,
  /// which the tests exclude.
  package static func standard(_ kind: Theme.Kind = .dark) -> Theme {
    themes[kind.rawValue]
      ?? Theme(
        name: "plain", kind: kind, assumedForeground: RGB(229, 229, 229), assumedBackground: RGB(0, 0, 0), entries: [:])
  }
}
