// Themes: the shipped ones are fresh, readable and distinct at every depth; bad files get sentences.
import Foundation
import TerminalKit
import Testing

@Suite struct ThemeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func embeddedThemesAreThoseOfTheFolder() throws {
    let folder = Self.root.appendingPathComponent("Themes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
      .sorted()
    #expect(files == ShippedThemes.names.map { $0 + ".yaml" })
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      let embedded = ShippedThemes.text(named: String(file.dropLast(5)))
      #expect(embedded == text, "\(file) changed; run scripts/embed-themes")
    }
  }

  @Test(arguments: ShippedThemes.names)
  func shippedThemesParse(name: String) throws {
    let theme = try ThemeParser.parse(try #require(ShippedThemes.text(named: name)), file: name)
    #expect(theme.name == name)
    #expect(ShippedThemes.theme(named: name) == theme)
    for role in ThemeRole.allCases { #expect(theme.inherited(role, \.foreground) != nil, "\(role)") }
  }

  @Test(arguments: ShippedThemes.names)
  func textMeetsContrastAA(name: String) throws {
    let theme = try #require(ShippedThemes.theme(named: name))
    for depth in [ColorDepth.direct, .indexed256] { #expect(ThemeContrast.faults(of: theme, depth: depth) == []) }
  }

  @Test func whatIsHardToReadIsNamed() throws {
    let yaml = "name: pale\ninherits: dark\nroles:\n  muted: '#444444'\n"
    let faults = ThemeContrast.faults(of: try ThemeParser.parse(yaml, file: "pale.yaml"), depth: .direct)
    #expect(faults.contains { $0.role == .muted && $0.surface == .text && $0.ratio < 4.5 })
    #expect(!faults.contains { $0.role == .strong })
  }

  /// The page is the terminal's own; the usual grounds of that kind are readable too.
  @Test(arguments: [("dark", ["#000000", "#1e1e2e", "#282c34"]), ("light", ["#ffffff", "#fdf6e3", "#f6f8fa"])])
  func usualGroundsAreReadable(name: String, grounds: [String]) throws {
    let theme = try #require(ShippedThemes.theme(named: name))
    for ground in grounds.compactMap({ RGB(hex: $0) }) {
      for role in ThemeRole.allCases where !ThemeContrast.lines.contains(role) {
        let style = theme.resolve(Style(role), depth: .direct)
        let ratio = Palette.rgb(style.foreground, standard: theme.assumedForeground)
          .contrast(with: Palette.rgb(style.background, standard: ground))
        #expect(ratio >= 4.5, "\(role.rawValue) on \(ground): \(ratio)")
      }
    }
  }

  @Test(arguments: ShippedThemes.names, ColorDepth.allCases)
  func nothingVanishes(name: String, depth: ColorDepth) throws {
    let theme = try #require(ShippedThemes.theme(named: name))
    let plain = theme.resolve(.plain, depth: depth)
    #expect(theme.resolve(Style(.text, on: .selection), depth: depth) != plain)
    for role in [ThemeRole.fail, .gate, .match, .tabActive, .priorityCritical, .slaLate, .offline] {
      #expect(theme.resolve(Style(role), depth: depth) != plain, "\(role)")
    }
    for role in ThemeRole.allCases {
      for surface in ThemeContrast.surfaces {
        let style = theme.resolve(Style(role, on: surface), depth: depth)
        #expect(style.foreground == .standard || style.foreground != style.background, "\(role) on \(surface)")
      }
    }
  }

  @Test func withoutColoursThereAreOnlyAttributes() throws {
    let theme = try #require(ShippedThemes.theme(named: "dark"))
    for role in ThemeRole.allCases {
      let style = theme.resolve(Style(role, on: .selection), depth: .none)
      #expect(style.foreground == .standard && style.background == .standard)
      #expect(style.attributes.contains(.reverse))
    }
  }

  @Test func nearestColours() {
    #expect(Palette.nearest(RGB(255, 0, 0), depth: .indexed256) == .palette(196))
    #expect(Palette.nearest(RGB(8, 8, 8), depth: .indexed256) == .palette(232))
    #expect(Palette.nearest(RGB(210, 5, 5), depth: .ansi8) == .palette(1))
    #expect(Palette.nearest(RGB(250, 5, 5), depth: .ansi16) == .palette(9))
    #expect(Palette.nearest(RGB(1, 2, 3), depth: .direct) == .rgb(RGB(1, 2, 3)))
    #expect(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) == 21)
    #expect(RGB(hex: "#fa0") == RGB(255, 170, 0) && RGB(hex: "#xyzxyz") == nil && RGB(hex: "fff") == nil)
  }

  @Test(arguments: [("15;0", Theme.Kind.dark), ("0;15", .light), ("0;default;7", .light), ("", .dark), ("x;99", .dark)])
  func groundFromTheEnvironment(value: String, kind: Theme.Kind) {
    #expect(ShippedThemes.kind(colorFGBG: value) == kind)
    #expect(ShippedThemes.kind(colorFGBG: nil) == .dark)
  }

  /// A file cut anywhere or with a byte changed is a theme or gets sentences that name the file; nothing else.
  @Test func brokenFilesAreJudgedNotTrusted() throws {
    var random = SeededRandom(seed: 77)
    let whole = Array(try #require(ShippedThemes.text(named: "dark")).utf8)
    for _ in 0..<300 {
      var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
      if let place = bytes.indices.randomElement(using: &random) { bytes[place] = .random(in: 0...255, using: &random) }
      do {
        #expect(!(try ThemeParser.parse(String(decoding: bytes, as: UTF8.self), file: "cut.yaml").name.isEmpty))
      } catch {
        #expect(!error.sentences.isEmpty && error.sentences.allSatisfy { $0.hasPrefix("cut.yaml") })
      }
    }
  }

  @Test func thePageAboutThemesNamesEveryRole() throws {
    let page = try String(contentsOf: Self.root.appendingPathComponent("docs/themes.md"), encoding: .utf8)
    for role in ThemeRole.allCases {
      #expect(page.contains("`\(role.rawValue)`"), "docs/themes.md lacks \(role.rawValue)")
    }
    for name in ShippedThemes.names { #expect(page.contains("`\(name)`")) }
  }

  @Test func inheritsFromAShippedTheme() throws {
    let text =
      "name: mine\ninherits: dark\npalette: { pink: \"#ff00aa\" }\nroles:\n  accent: pink\n  link: { parent: error }\n"
    let theme = try ThemeParser.parse(text, file: "mine.yaml")
    #expect(theme.kind == .dark)
    #expect(theme.resolve(Style(.keyHint), depth: .direct).background == .standard)
    #expect(theme.resolve(Style(.info), depth: .direct).foreground == .rgb(RGB(255, 0, 170)))
    #expect(
      theme.resolve(Style(.pass), depth: .direct) == ShippedThemes.standard().resolve(Style(.pass), depth: .direct))
  }

  @Test(arguments: [
    ("", ["a.yaml: a theme is a mapping"]),
    ("[1]", ["a.yaml:1: a theme is a mapping"]),
    ("name: [", ["a.yaml: this is not valid YAML"]),
    (
      "name: x\ninherits: neon\n",
      ["a.yaml:2: inherits: there is no theme \"neon\"; expected colorblind, contrast", "kind"]
    ),
    ("name: x\ninherits: dark\nkind: grey\n", ["a.yaml:3: kind: found \"grey\"; expected dark or light"]),
    ("name: x\ninherits: dark\ncolour: 1\n", ["a.yaml:3: \"colour\" is no key of the theme"]),
    (
      "inherits: dark\nroles:\n  acent: red\n",
      ["a.yaml:1: name is missing", "a.yaml:3: roles.acent: there is no such role"]
    ),
    ("name: x\ninherits: dark\nroles:\n  accent: reddish\n", ["a.yaml:4: roles.accent: found \"reddish\""]),
    ("name: x\ninherits: dark\nroles:\n  accent: { bold: yes }\n", ["a.yaml:4: \"bold\" is no key of roles.accent"]),
    (
      "name: x\ninherits: dark\nroles:\n  accent: { attributes: [fat] }\n",
      ["a.yaml:4: roles.accent.attributes: found \"fat\""]
    ),
    ("name: x\ninherits: dark\nroles:\n  muted: { parent: faint }\n", ["the parents go round in a circle"]),
    ("name: x\ninherits: dark\npalette: { p: \"#12\" }\n", ["a.yaml:3: palette.p: found \"#12\"; expected a colour"]),
    ("name: x\nkind: dark\n", ["a.yaml:1: assumes is missing"]),
    ("name: x\ninherits: dark\nroles:\n  \"\\e[2J\": red\n", ["roles.␛[2J"]),
  ])
  func badFilesGetSentences(text: String, parts: [String]) {
    do {
      _ = try ThemeParser.parse(text, file: "a.yaml")
      Issue.record("was accepted")
    } catch {
      for part in parts where part != "kind" { #expect(error.description.contains(part), "\(error.description)") }
    }
  }
}
