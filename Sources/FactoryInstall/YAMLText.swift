// One value in a YAML file, put in and taken out as lines of text, so that comments, order and style of everything else stay. Pure; any
// thread. Invariant: what comes out is, read as YAML, what went in but for that value; else it is refused.
import Yams

package struct YAMLText {
  private let old: Node.Mapping
  private var lines: [String]
  private let isEmpty: Bool
  private let hasReturns: Bool

  static let odd = InstallFault(
    sentence: "it cannot be changed in place without changing more than what is to be changed")

  package init(_ text: String?) throws(InstallFault) {
    let text = text ?? ""
    old = try Self.root(text)
    lines = Self.split(text)
    isEmpty = text.allSatisfy(\.isWhitespace)
    hasReturns = text.utf8.contains(0x0D)
  }

  /// The file with a text at the end of a path of keys; missing mappings are made, at the end of those that are there.
  package func setting(_ path: [String], to value: String) throws(InstallFault) -> String {
    var new = self
    try new.put(path, value)
    return try new.checked(path, value)
  }

  /// The file without what stands at the end of a path; nil: nothing stands there.
  package func removing(_ path: [String]) throws(InstallFault) -> String? {
    guard let name = path.last, let parent = Self.mapping(old, path.dropLast()),
      let key = parent.keys.first(where: { $0.string == name })
    else { return nil }
    guard parent.style != .flow, let mark = key.mark else { throw Self.odd }
    var new = self
    new.lines.removeSubrange((mark.line - 1)..<new.end(of: mark.line, column: mark.column))
    if parent.count == 1, path.count > 1, let head = Self.key(old, path.dropLast())?.mark?.line {
      guard Self.rest(lines[head - 1]).isEmpty else { throw Self.odd }
      new.lines[head - 1] = ended(lines[head - 1].filter { $0 != "\r" } + " {}")
    }
    return try new.checked(path, nil)
  }

  // MARK: Putting in

  private mutating func put(_ path: [String], _ value: String) throws(InstallFault) {
    let entry = Self.quoted(path[path.count - 1]) + ": " + Self.quoted(value)
    if let key = Self.key(old, path[...]), let mark = key.mark {
      let indent = String(repeating: " ", count: mark.column - 1)
      lines.replaceSubrange((mark.line - 1)..<end(of: mark.line, column: mark.column), with: [ended(indent + entry)])
      return
    }
    let depth = (0..<path.count).last { $0 == 0 || Self.key(old, path.prefix($0)) != nil } ?? 0
    let (at, indent) = try place(path.prefix(depth))
    let heads = path[depth..<(path.count - 1)].map { Self.quoted($0) + ":" }
    let added = (heads + [entry]).enumerated().map { step, line in
      ended(String(repeating: " ", count: indent + 2 * step) + line)
    }
    lines.insert(contentsOf: added, at: at)
    if lines.last != "" { lines.append("") }
  }

  /// The line before which another key of a mapping goes, and its column; the mapping is made a block where it is empty.
  private mutating func place(_ path: ArraySlice<String>) throws(InstallFault) -> (line: Int, indent: Int) {
    guard let mapping = Self.mapping(old, path), !mapping.isEmpty else { return try emptyPlace(path) }
    guard mapping.style != .flow, let last = Array(mapping.keys).last?.mark else { throw Self.odd }
    return (end(of: last.line, column: last.column), last.column - 1)
  }

  private mutating func emptyPlace(_ path: ArraySlice<String>) throws(InstallFault) -> (line: Int, indent: Int) {
    guard let head = Self.key(old, path)?.mark else {
      guard isEmpty || old.isEmpty else { throw Self.odd }
      return (isEmpty ? 0 : lines.count - (lines.last == "" ? 1 : 0), 0)
    }
    let line = lines[head.line - 1]
    guard ["", "{}", "null", "~"].contains(Self.rest(line)), let colon = line.firstIndex(of: ":") else {
      throw Self.odd
    }
    let comment = line.drop { $0 != "#" }
    lines[head.line - 1] = ended(line[...colon] + (comment.isEmpty ? "" : " " + comment))
    return (head.line, head.column + 1)
  }

  /// What stands behind a key on its line, without a comment.
  private static func rest(_ line: String) -> String {
    line.drop { $0 != ":" }.dropFirst().prefix { $0 != "#" }.filter { !$0.isWhitespace }
  }

  /// The line behind what a key on a line holds; blank lines and comments there belong to what follows.
  private func end(of line: Int, column: Int) -> Int {
    var end = line
    while end < lines.count, Self.isInside(lines[end], column - 1) { end += 1 }
    while end > line, Self.isBlank(lines[end - 1]) { end -= 1 }
    return end
  }

  private func ended(_ line: String) -> String { hasReturns && !line.hasSuffix("\r") ? line + "\r" : line }

  // MARK: Looking

  private func checked(_ path: [String], _ value: String?) throws(InstallFault) -> String {
    let text = lines.joined(separator: "\n")
    guard let new = try? Self.root(text) else { throw Self.odd }
    let found = Self.mapping(new, path.dropLast())?[path[path.count - 1]]?.string
    guard found == value, Self.without(path[...], new) == Self.without(path[...], old) else { throw Self.odd }
    return text
  }

  private static func mapping(_ root: Node.Mapping, _ path: ArraySlice<String>) -> Node.Mapping? {
    guard let name = path.first else { return root }
    return root[name]?.mapping.flatMap { mapping($0, path.dropFirst()) }
  }

  private static func key(_ root: Node.Mapping, _ path: ArraySlice<String>) -> Node? {
    guard let name = path.last else { return nil }
    return mapping(root, path.dropLast())?.keys.first { $0.string == name }
  }

  /// A mapping without the value at a path, and without mappings that are empty then: what must stay as it was.
  private static func without(_ path: ArraySlice<String>, _ root: Node.Mapping) -> [Pair] {
    root.compactMap { key, value in
      guard key.string == path.first else { return Pair(key: key, value: value, inner: []) }
      guard path.count > 1 else { return nil }
      guard let inner = value.mapping else {
        return value.null == nil ? Pair(key: key, value: value, inner: []) : nil
      }
      let rest = without(path.dropFirst(), inner)
      return rest.isEmpty ? nil : Pair(key: key, value: nil, inner: rest)
    }
  }

  private struct Pair: Equatable {
    let key: Node
    let value: Node?
    let inner: [Pair]
  }
}

extension YAMLText {
  /// The mapping at the top; of an empty file an empty one.
  static func root(_ text: String) throws(InstallFault) -> Node.Mapping {
    var all: [Node] = []
    do {
      var documents = try Yams.compose_all(yaml: text)
      while let node = documents.next() { all.append(node) }
      // A document that breaks off ends the sequence like the end of the file.
      if let error = documents.error { throw error }
    } catch { throw InstallFault(sentence: "it is not valid YAML") }
    guard all.count <= 1 else { throw InstallFault(sentence: "it holds \(all.count) documents; one was expected") }
    guard let node = all.first, node.null == nil else { return Node.Mapping([]) }
    guard let mapping = node.mapping else { throw InstallFault(sentence: "a mapping was expected at its top") }
    return mapping
  }

  /// Plain where nothing can be read into it, else in single quotes.
  static func quoted(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
    let isWord = isPlain && text.first?.isLetter == true && Node(text).bool == nil && Node(text).null == nil
    return isWord || (isPlain && text.hasPrefix("/"))
      ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// Lines by line feeds alone; a carriage return stays with its line.
  static func split(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  static func isBlank(_ line: String) -> Bool {
    let text = line.drop(while: \.isWhitespace)
    return text.isEmpty || text.hasPrefix("#")
  }

  /// Whether a line belongs to what stands in a column.
  static func isInside(_ line: String, _ column: Int) -> Bool {
    isBlank(line) || line.prefix { $0 == " " }.count > column
  }
}
