// Our extension in goose's configuration file: put in and taken out as lines of text, so that comments, order and style stay. Pure; any thread.
// Invariant: what comes out is, read as YAML, what went in but for our extension; else it is refused.
import FactoryContracts
import Yams

package enum GooseConfig {
  private static let section = "extensions"
  private static let name = "factory"
  private static let odd = InstallFault(
    sentence: "it cannot be changed in place without changing more than our extension")

  /// - Parameters:
  ///   - text: the file as it is; nil: there is none.
  ///   - program: as the extension shall name it.
  /// - Returns: the file as it would be; nil: the extension is there already.
  package static func installed(_ text: String?, program: String) throws(InstallFault) -> String? {
    let text = text ?? ""
    let old = try root(text)
    if let ours = old[section]?.mapping?[Node(name)] {
      if ours["cmd"]?.string != nil, ours["args"]?.array(of: String.self) == ["mcp"] { return nil }
      throw InstallFault(sentence: "it has another extension with the name \(name); take that out first")
    }
    let new = try putIn(text, old, program)
    guard try sameButOurs(new, old), try root(new)[section]?.mapping?[Node(name)]?["cmd"]?.string == program else {
      throw odd
    }
    return new
  }

  /// - Returns: the file without our extension; nil: it is not there.
  package static func removed(_ text: String?) throws(InstallFault) -> String? {
    let text = text ?? ""
    let old = try root(text)
    guard let pairs = old[section]?.mapping, let key = pairs.keys.first(where: { $0.string == name }) else {
      return nil
    }
    guard pairs[key]?["args"]?.array(of: String.self) == ["mcp"] else {
      throw InstallFault(sentence: "its extension \(name) is not ours")
    }
    guard pairs.style != .flow, let mark = key.mark else { throw odd }
    var lines = YAMLText.split(text)
    var end = mark.line
    while end < lines.count, YAMLText.isInside(lines[end], mark.column - 1) { end += 1 }
    // Blank lines and comments behind it belong to what follows.
    while end > mark.line, YAMLText.isBlank(lines[end - 1]) { end -= 1 }
    lines.removeSubrange((mark.line - 1)..<end)
    if pairs.count == 1, let head = old.keys.first(where: { $0.string == section })?.mark?.line {
      let rest = lines[head - 1].drop { $0 != ":" }.dropFirst().drop(while: \.isWhitespace)
      guard rest.isEmpty || rest.hasPrefix("#") else { throw odd }
      let end = lines[head - 1].unicodeScalars.last == "\r" && rest.isEmpty ? "\r" : ""
      lines[head - 1] = "\(section): {}" + (rest.isEmpty ? "" : " " + rest) + end
    }
    let new = lines.joined(separator: "\n")
    guard try sameButOurs(new, old), try root(new)[section]?.mapping?[Node(name)] == nil else { throw odd }
    return new
  }

  private static func putIn(_ text: String, _ old: Node.Mapping, _ program: String) throws(InstallFault) -> String {
    let feed = text.utf8.contains(0x0D) ? "\r\n" : "\n"
    guard let head = old.keys.first(where: { $0.string == section }), let value = old[head] else {
      if old.style == .flow, !old.isEmpty { throw odd }
      let gap = text.isEmpty || text.hasSuffix("\n") ? "" : feed
      return text + gap + ([section + ":"] + entry(program, "  ")).joined(separator: feed) + feed
    }
    guard let line = head.mark?.line else { throw odd }
    var lines = YAMLText.split(text)
    var indent = "  "
    if let pairs = value.mapping, let first = pairs.keys.first?.mark {
      guard pairs.style != .flow, first.line > line, first.column > 1 else { throw odd }
      indent = String(repeating: " ", count: first.column - 1)
    } else {
      // `extensions:` with nothing, `{}`, `null` or `~` behind it.
      let rest = lines[line - 1].drop { $0 != ":" }.dropFirst()
      let word = rest.prefix { $0 != "#" }.filter { !$0.isWhitespace }
      guard ["", "{}", "null", "~"].contains(word), let colon = lines[line - 1].firstIndex(of: ":") else { throw odd }
      let comment = rest.drop { $0 != "#" }
      lines[line - 1] = String(lines[line - 1][...colon]) + (comment.isEmpty ? "" : " " + comment)
      if feed == "\r\n", lines[line - 1].unicodeScalars.last != "\r" { lines[line - 1] += "\r" }
    }
    if line == lines.count { lines.append("") }
    lines.insert(contentsOf: entry(program, indent).map { feed == "\r\n" ? $0 + "\r" : $0 }, at: line)
    return lines.joined(separator: "\n")
  }

  private static func entry(_ program: String, _ indent: String) -> [String] {
    let cmd = YAMLText.quoted(program)
    let fields = [
      "name: Factory Command Center", "type: stdio", "enabled: true", "cmd: \(cmd)", "args: [mcp]", "timeout: 300",
    ]
    return ["\(indent)\(name):"] + fields.map { "\(indent)  \($0)" }
  }

  private static func root(_ text: String) throws(InstallFault) -> Node.Mapping {
    let mapping = try YAMLText.root(text)
    if let found = mapping[section], found.mapping == nil, found.null == nil {
      throw InstallFault(sentence: "its \(section) are no mapping")
    }
    return mapping
  }

  /// Whether two differ in our extension only.
  private static func sameButOurs(_ text: String, _ old: Node.Mapping) throws(InstallFault) -> Bool {
    plain(try root(text)) == plain(old)
  }

  private static func plain(_ root: Node.Mapping) -> [Pair] {
    root.compactMap { key, value in
      guard key.string == section else { return Pair(key: key, value: value) }
      let others = value.mapping.map { $0.filter { $0.key.string != name } } ?? []
      return others.isEmpty ? nil : Pair(key: key, value: Node(others.map { ($0.key, $0.value) }))
    }
  }

  private struct Pair: Equatable {
    let key: Node
    let value: Node
  }
}
