// ThemeParser: a theme file (YAML) to a Theme. Pure; any thread. All problems of a file are found in one go.
// Invariant: a theme comes out only when the file has no problem; a problem names the file, the line and the key.
import Yams

/// What is wrong with a theme file, one sentence each.
package struct ThemeProblems: Error, Hashable, CustomStringConvertible {
  package let sentences: [String]
  package var description: String { sentences.joined(separator: "\n") }
}

/// Reads themes. The format is described in docs/themes.md; `inherits` names a shipped theme to start from.
package struct ThemeParser {
  let file: String
  private(set) var problems: [String] = []
  private(set) var palette: [String: ThemeColor] = [:]

  private init(file: String) { self.file = file }

  package static func parse(_ text: String, file: String) throws(ThemeProblems) -> Theme {
    var parser = ThemeParser(file: file)
    let theme = parser.theme(from: text)
    if parser.problems.isEmpty, let theme { return theme }
    throw ThemeProblems(sentences: parser.problems)
  }

  private mutating func theme(from text: String) -> Theme? {
    let root: Node?
    do {
      // Every value of a theme is read as text; finding out what else it might be costs as much as all the rest.
      root = try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      report(Self.sentence(error), at: nil)
      return nil
    } catch {
      report("this is not YAML", at: nil)
      return nil
    }
    guard let root, let mapping = root.mapping else {
      report("a theme is a mapping of keys; found something else", at: root)
      return nil
    }
    return theme(from: mapping)
  }

  private static func sentence(_ error: YamlError) -> String {
    let words = SafeText.sanitizeLines("\(error)").split(separator: "\n")
    return "this is not valid YAML: " + words.prefix(1).joined() + (words.dropFirst().last.map { " (\($0))" } ?? "")
  }

  private mutating func theme(from mapping: Node.Mapping) -> Theme? {
    let keys: Set = ["name", "summary", "kind", "inherits", "assumes", "palette", "roles"]
    checkKeys(mapping, known: keys, in: "the theme")
    let name = text(mapping["name"], key: "name", required: mapping)
    let base = inherited(mapping["inherits"])
    let kind = kind(mapping["kind"], base: base, mapping)
    readPalette(mapping["palette"])
    let assumed = assumed(mapping["assumes"], base: base, mapping)
    let entries = roles(mapping["roles"])
    guard let name, let kind, let assumed else { return nil }
    return Theme(
      name: name, summary: text(mapping["summary"], key: "summary") ?? "", kind: kind,
      assumedForeground: assumed.foreground, assumedBackground: assumed.background,
      entries: (base?.entries ?? [:]).merging(entries) { $1 })
  }

  private mutating func inherited(_ node: Node?) -> Theme? {
    guard let name = text(node, key: "inherits") else { return nil }
    if let theme = ShippedThemes.theme(named: name) { return theme }
    report(
      "inherits: there is no theme \"\(name)\"; expected \(ShippedThemes.names.joined(separator: ", "))", at: node)
    return nil
  }

  private mutating func kind(_ node: Node?, base: Theme?, _ mapping: Node.Mapping) -> Theme.Kind? {
    guard let word = text(node, key: "kind") else {
      if node == nil, base == nil { report("kind is missing; expected dark or light", line: mapping.mark?.line) }
      return base?.kind
    }
    if let kind = Theme.Kind(rawValue: word) { return kind }
    report("kind: found \"\(word)\"; expected dark or light", at: node)
    return nil
  }

  private mutating func readPalette(_ node: Node?) {
    guard let node else { return }
    guard let mapping = node.mapping else { return report("palette: expected name: \"#rrggbb\" pairs", at: node) }
    for (key, value) in mapping {
      guard let name = key.string else { continue }
      if let hex = value.string, let rgb = RGB(hex: hex) {
        palette[name] = .rgb(rgb)
      } else {
        report("palette.\(name): found \(Self.shown(value)); expected a colour like \"#7aa2f7\"", at: value)
      }
    }
  }

  private mutating func assumed(
    _ node: Node?, base: Theme?, _ mapping: Node.Mapping
  ) -> (foreground: RGB, background: RGB)? {
    guard let node else {
      if let base { return (base.assumedForeground, base.assumedBackground) }
      report("assumes is missing; expected the terminal's foreground and background", line: mapping.mark?.line)
      return nil
    }
    guard let colors = node.mapping else {
      report("assumes: expected foreground and background", at: node)
      return nil
    }
    checkKeys(colors, known: ["foreground", "background"], in: "assumes")
    let pair = ["foreground", "background"].map { rgb(colors[$0], key: "assumes.\($0)", near: node) }
    guard let foreground = pair[0], let background = pair[1] else { return nil }
    return (foreground, background)
  }

  private mutating func rgb(_ node: Node?, key: String, near parent: Node) -> RGB? {
    if let hex = node?.string, let rgb = RGB(hex: hex) { return rgb }
    report("\(key): found \(node.map(Self.shown) ?? "nothing"); expected a colour like \"#7aa2f7\"", at: node ?? parent)
    return nil
  }
}

// MARK: Saying what is wrong

extension ThemeParser {
  mutating func report(_ sentence: String, at node: Node?) { report(sentence, line: node?.mark?.line) }

  mutating func report(_ sentence: String, line: Int?) {
    let place = line.map { "\(file):\($0)" } ?? file
    problems.append(SafeText.sanitize("\(place): \(sentence)"))
  }

  mutating func checkKeys(_ mapping: Node.Mapping, known: Set<String>, in place: String) {
    for (key, _) in mapping {
      guard let name = key.string, !known.contains(name) else { continue }
      report("\"\(name)\" is no key of \(place); expected \(known.sorted().joined(separator: ", "))", at: key)
    }
  }

  mutating func text(_ node: Node?, key: String, required: Node.Mapping? = nil) -> String? {
    if let word = node?.string { return word }
    if let node {
      report("\(key): expected a word", at: node)
    } else if let required {
      report("\(key) is missing", line: required.mark?.line)
    }
    return nil
  }

  static func shown(_ node: Node) -> String {
    node.string.map { "\"\($0)\"" } ?? (node.mapping != nil ? "a mapping" : "a list")
  }
}
