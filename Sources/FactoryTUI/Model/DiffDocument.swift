// DiffDocument: a task's change as lines that can be drawn and jumped through. Pure value; made once for each version.
// Invariants: line kinds follow the hunk headers' counts, so that a removed line that begins with `--` is not taken for
// a file header; every text is safe.
import FactoryContracts
import TerminalKit

/// One line of a diff with the numbers it has on either side.
package struct DiffLine: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case entry, file, hunk, context, add, delete, meta }
  package var kind: Kind
  package var text: SafeText
  package var old: Int?
  package var new: Int?
  /// Row of the line that this one replaces or that replaces it.
  package var mate: Int?
}

/// A file of a change: its lines, and what tells this change of it from any other.
package struct DiffFilePart: Hashable, Sendable {
  package var path: String
  /// Its head line, and the line after its last.
  package var start: Int
  package var end: Int
  /// The same for the same patch of the same path, in every version of the item and after a restart.
  package var mark: UInt64
}

package struct DiffDocument: Hashable, Sendable {
  package private(set) var lines: [DiffLine] = []
  package private(set) var files: [DiffFilePart] = []
  /// Columns of the widest line and of a line number.
  package private(set) var width = 0
  package private(set) var numberWidth = 1
  /// Whether every file came with its patch (ruling R56: lists carry none).
  package let isComplete: Bool

  package init(_ diff: DiffSummary) {
    isComplete = diff.files.allSatisfy { $0.patch != nil }
    if diff.files.count > 1 { for file in diff.files { lines.append(Self.entry(file)) } }
    for file in diff.files { add(file) }
    pair()
    width = lines.map(\.text.width).max() ?? 0
    numberWidth = String(lines.compactMap { $0.new ?? $0.old }.max() ?? 1).count
  }

  /// FNV-1a over path and patch.
  private static func mark(of file: DiffFile) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in [file.path, file.patch ?? ""] {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    return hash
  }

  /// A line of the list of files at the top.
  private static func entry(_ file: DiffFile) -> DiffLine {
    DiffLine(kind: .entry, text: SafeText("\(sign(file.status)) \(file.path)  +\(file.insertions) −\(file.deletions)"))
  }

  private mutating func add(_ file: DiffFile) {
    let start = lines.count
    defer {
      files.append(DiffFilePart(path: file.path, start: start, end: lines.count, mark: Self.mark(of: file)))
    }
    let counts = "+\(file.insertions) −\(file.deletions)"
    lines.append(DiffLine(kind: .file, text: SafeText("\(Self.sign(file.status)) \(file.path)  \(counts)")))
    guard let patch = file.patch else { return }
    if patch.isEmpty {
      lines.append(DiffLine(kind: .meta, text: "no text in this change (binary, mode or rename only)"))
    }
    var hunk = HunkCounter()
    for line in Self.split(patch) { add(SafeText(hunk.isOpen ? Self.showingBlanks(line) : line), to: &hunk) }
  }

  private mutating func add(_ text: SafeText, to hunk: inout HunkCounter) {
    if !hunk.isOpen {
      if let counter = HunkCounter(header: text.plain) {
        hunk = counter
        lines.append(DiffLine(kind: .hunk, text: text))
      } else if !Self.isNoise(text.plain) {
        lines.append(DiffLine(kind: .meta, text: text))
      }
      return
    }
    lines.append(hunk.take(text))
  }

  /// The first removed line of a block belongs to the first added one after it, and so on.
  private mutating func pair() {
    var row = 0
    while row < lines.count {
      let removed = lines[row...].prefix { $0.kind == .delete }.count
      let added = lines[(row + removed)...].prefix { $0.kind == .add }.count
      for offset in 0..<min(removed, added) {
        lines[row + offset].mate = row + removed + offset
        lines[row + removed + offset].mate = row + offset
      }
      row += max(1, removed + added)
    }
  }

  /// Columns of a line that differ from its counterpart; nil where the line has none or shares too little with it.
  package func changed(at row: Int) -> Range<Int>? {
    guard lines.indices.contains(row), let mate = lines[row].mate else { return nil }
    return lines[row].kind == .delete
      ? LineChange.ranges(lines[row].text, lines[mate].text)?.old
      : LineChange.ranges(lines[mate].text, lines[row].text)?.new
  }

  /// Lines by line feeds alone, over bytes: patches are long, and a carriage return is part of a line's text. Those at the ends are
  /// left out where every changed line has one, and shown where they are part of the change.
  private static func split(_ patch: String) -> [String] {
    var parts = patch.utf8.split(separator: 10, omittingEmptySubsequences: false)
    if parts.last?.isEmpty == true { parts.removeLast() }
    let changed = parts.filter { $0.first == UInt8(ascii: "+") || $0.first == UInt8(ascii: "-") }
    let areAll = changed.allSatisfy { $0.last == 13 }
    return parts.map { part in
      String(decoding: areAll && part.last == 13 ? part.dropLast() : part, as: UTF8.self)
    }
  }

  /// Blanks at the end of a changed line can be seen.
  private static func showingBlanks(_ line: String) -> String {
    guard let first = line.utf8.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return line }
    let scalars = line.unicodeScalars
    let end = scalars.last == "\r" ? scalars.dropLast() : scalars[...]
    let blanks = end.dropFirst().reversed().prefix { $0 == " " || $0 == "\t" }
    guard !blanks.isEmpty else { return line }
    let signs = blanks.reversed().map { $0 == " " ? "·" : "→" }.joined()
    return String(end.dropLast(blanks.count)) + signs + (end.count < scalars.count ? "\r" : "")
  }

  /// File headers that the viewer's own file line already tells.
  private static func isNoise(_ line: String) -> Bool {
    ["--- ", "+++ ", "diff --git ", "index "].contains { line.hasPrefix($0) }
  }

  package static func sign(_ status: DiffFileStatus) -> String {
    switch status {
    case .added: "A"
    case .modified: "M"
    case .deleted: "D"
    case .renamed: "R"
    case .unknown: "?"
    }
  }
}

/// Counts down the lines of a hunk, so that its end is known without guessing.
private struct HunkCounter {
  private var old = 0
  private var new = 0
  private var oldLeft = 0
  private var newLeft = 0

  init() {}

  /// Reads `@@ -12,5 +13,7 @@`; nil for any other line.
  init?(header: String) {
    guard header.hasPrefix("@@ -") else { return nil }
    let fields = header.split(separator: " ")
    guard fields.count >= 3, let before = Self.range(fields[1], "-"), let after = Self.range(fields[2], "+") else {
      return nil
    }
    (old, oldLeft) = before
    (new, newLeft) = after
  }

  var isOpen: Bool { oldLeft > 0 || newLeft > 0 }

  private static func range(_ text: Substring, _ sign: String) -> (Int, Int)? {
    guard text.hasPrefix(sign) else { return nil }
    let parts = text.dropFirst().split(separator: ",")
    guard let first = parts.first.flatMap({ Int($0) }), first < 1 << 40 else { return nil }
    guard parts.count > 1 else { return (first, 1) }
    return Int(parts[1]).flatMap { $0 < 1 << 40 ? (first, $0) : nil }
  }

  mutating func take(_ text: SafeText) -> DiffLine {
    let rest = text.dropping(columns: 1)
    switch text.plain.first {
    case "+" where newLeft > 0:
      defer { (new, newLeft) = (new + 1, newLeft - 1) }
      return DiffLine(kind: .add, text: rest, new: new)
    case "-" where oldLeft > 0:
      defer { (old, oldLeft) = (old + 1, oldLeft - 1) }
      return DiffLine(kind: .delete, text: rest, old: old)
    case "\\":
      return DiffLine(kind: .meta, text: text)
    default:
      defer { (old, oldLeft, new, newLeft) = (old + 1, oldLeft - 1, new + 1, newLeft - 1) }
      return DiffLine(kind: .context, text: rest, old: old, new: new)
    }
  }
}
