// The themes inside the program. Each is parsed once; any thread. Users' own themes are read by the screens from the
// configuration folder with ThemeParser.
import Synchronization

package enum ShippedThemes {
  package static let names: [String] = ShippedThemeText.all.map(\.name)

  /// The YAML text of a shipped theme, as the file in `Themes/` has it.
  package static func text(named name: String) -> String? {
    ShippedThemeText.all.first { $0.name == name }?.yaml
  }

  /// Those that were asked for: reading one takes milliseconds of a program's start.
  private static let read = Mutex<[String: Theme]>([:])

  package static func theme(named name: String) -> Theme? {
    if let theme = read.withLock({ $0[name] }) { return theme }
    // Not under the lock: a theme may start from another one.
    guard let yaml = text(named: name), let theme = try? ThemeParser.parse(yaml, file: "Themes/\(name).yaml") else {
      return nil
    }
    read.withLock { $0[name] = theme }
    return theme
  }

  /// What `COLORFGBG` says about the ground: its last part is the background's number; dark when it says nothing.
  package static func kind(colorFGBG value: String?) -> Theme.Kind {
    guard let last = value?.split(separator: ";").last, let index = UInt8(last), index < 16 else { return .dark }
    return Palette.rgb(index).luminance > 0.4 ? .light : .dark
  }

  /// The theme for a terminal of this kind; an empty one (the terminal's own colours) should a file be broken,
  /// which the tests exclude.
  package static func standard(_ kind: Theme.Kind = .dark) -> Theme {
    theme(named: kind.rawValue)
      ?? Theme(
        name: "plain", kind: kind, assumedForeground: RGB(229, 229, 229), assumedBackground: RGB(0, 0, 0), entries: [:])
  }
}
