// The `roles` part of a theme file: what each role looks like. Pure; any thread.
import Yams

extension ThemeParser {
  /// The keys of one role.
  private static let roleKeys: Set = ["fg", "bg", "attributes", "ansi", "mono", "parent"]
  private static let attributeNames: [(String, Modifiers)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
  ]

  mutating func roles(_ node: Node?) -> [ThemeRole: ThemeEntry] {
    guard let node else { return [:] }
    guard let mapping = node.mapping else {
      report("roles: expected role: colour pairs", at: node)
      return [:]
    }
    var entries: [ThemeRole: ThemeEntry] = [:]
    for (key, value) in mapping {
      guard let name = key.string, let role = ThemeRole(rawValue: name) else {
        report("roles.\(key.string ?? "?"): there is no such role; \(Self.guess(key.string ?? ""))", at: key)
        continue
      }
      entries[role] = entry(value, role: name)
    }
    reportLoops(entries, mapping)
    return entries
  }

  private static func guess(_ name: String) -> String {
    let near = ThemeRole.allCases.map(\.rawValue).filter { $0.lowercased().hasPrefix(name.lowercased().prefix(3)) }
    let all = near.isEmpty ? ThemeRole.allCases.map(\.rawValue) : near
    return "expected \(all.joined(separator: ", "))"
  }

  private mutating func entry(_ node: Node, role: String) -> ThemeEntry {
    var entry = ThemeEntry()
    guard let mapping = node.mapping else {
      entry.foreground = color(node, key: "roles.\(role)")
      return entry
    }
    checkKeys(mapping, known: Self.roleKeys, in: "roles.\(role)")
    entry.foreground = color(mapping["fg"], key: "roles.\(role).fg")
    entry.background = color(mapping["bg"], key: "roles.\(role).bg")
    entry.attributes = attributes(mapping["attributes"], key: "roles.\(role).attributes")
    entry.mono = attributes(mapping["mono"], key: "roles.\(role).mono")
    entry.parent = parent(mapping["parent"], role: role)
    readANSI(mapping["ansi"], role: role, into: &entry)
    return entry
  }

  private mutating func readANSI(_ node: Node?, role: String, into entry: inout ThemeEntry) {
    guard let node else { return }
    guard let mapping = node.mapping else {
      entry.ansiForeground = color(node, key: "roles.\(role).ansi")
      return
    }
    checkKeys(mapping, known: ["fg", "bg"], in: "roles.\(role).ansi")
    entry.ansiForeground = color(mapping["fg"], key: "roles.\(role).ansi.fg")
    entry.ansiBackground = color(mapping["bg"], key: "roles.\(role).ansi.bg")
  }

  private mutating func color(_ node: Node?, key: String) -> ThemeColor? {
    guard let node else { return nil }
    guard let word = node.string else {
      report("\(key): found \(Self.shown(node)); expected a colour", at: node)
      return nil
    }
    if word == "default" { return .standard }
    if let named = palette[word] { return named }
    if let rgb = RGB(hex: word) { return .rgb(rgb) }
    if let index = Palette.names.firstIndex(of: word) { return .palette(UInt8(index)) }
    if let index = UInt8(word) { return .palette(index) }
    report(
      "\(key): found \"\(word)\"; expected default, \"#rrggbb\", a name of the palette, an ANSI name or 0 to 255",
      at: node)
    return nil
  }

  private mutating func attributes(_ node: Node?, key: String) -> Modifiers? {
    guard let node else { return nil }
    let words = node.sequence.map { Array($0) } ?? [node]
    var result: Modifiers = []
    for word in words {
      if let found = Self.attributeNames.first(where: { $0.0 == word.string }) {
        result.insert(found.1)
      } else {
        let names = Self.attributeNames.map(\.0).joined(separator: ", ")
        report("\(key): found \(Self.shown(word)); expected a list of \(names)", at: word)
      }
    }
    return result
  }

  private mutating func parent(_ node: Node?, role: String) -> ThemeRole? {
    guard let node else { return nil }
    if let parent = node.string.flatMap(ThemeRole.init(rawValue:)) { return parent }
    report("roles.\(role).parent: found \(Self.shown(node)); expected the name of a role", at: node)
    return nil
  }

  /// A role that is its own ancestor would look nowhere.
  private mutating func reportLoops(_ entries: [ThemeRole: ThemeEntry], _ mapping: Node.Mapping) {
    for (key, _) in mapping {
      guard let role = key.string.flatMap(ThemeRole.init(rawValue:)), entries[role]?.parent != nil else { continue }
      var seen: Set<ThemeRole> = []
      var current: ThemeRole? = role
      while let here = current, seen.insert(here).inserted { current = entries[here]?.parent ?? here.parent }
      if current != nil { report("roles.\(role.rawValue).parent: the parents go round in a circle", at: key) }
    }
  }
}
