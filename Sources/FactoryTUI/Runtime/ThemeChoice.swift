// Choosing a theme: each is worn while it is looked at on the command line, and the one before comes back when none was taken. The loop's thread.
import FactoryState
import TerminalKit

struct ThemeChoice {
  /// Names of the themes there are.
  var names: [String] = ShippedThemes.names
  /// The one that is in force while another is looked at.
  var worn: Theme?
  /// The one that is looked at.
  var looked: String?
}

extension EventLoop {
  /// After each key: what the command line points at is shown.
  func previewTheme() {
    let name = pointedTheme()
    guard name != themes.looked else { return }
    themes.looked = name
    if let name { return runner.previewTheme(name, ThemeCatalog(folder: options.themesFolder)) }
    if let worn = themes.worn { terminal.theme = worn }
    themes.worn = nil
  }

  private func pointedTheme() -> String? {
    guard case .palette(let state)? = app.dialogs.last, Palette.split(state.input.text).name == "theme" else {
      return nil
    }
    return Palette.value(state.input.text, selected: state.selected, situation())
  }

  func show(_ theme: Theme, named name: String) {
    guard themes.looked == name else { return }
    themes.worn = themes.worn ?? terminal.theme
    terminal.theme = theme
  }

  /// One that was taken stays; nothing goes back from it.
  func wear(_ theme: Theme) {
    themes.worn = nil
    terminal.theme = theme
  }

  /// The one that is looked at is taken as it stands there.
  func takeTheme(_ name: String) {
    if themes.looked == name, themes.worn != nil { return themes.worn = nil }
    runner.loadTheme(name, ThemeCatalog(folder: options.themesFolder))
  }
}
