// `file:line` in the text of a failure. Traces differ by language; what they share is a name with a suffix and a number.

/// A place in a source file.
struct SourcePlace: Hashable {
  var file: String
  var line: Int

  /// Lines of text looked at; a place beyond them helps nobody.
  private static let lineLimit = 400

  /// The place that belongs to the test itself: in the case's own file, else in a file named as its class, else the first.
  static func best(in text: String, className: String, file: String?) -> SourcePlace? {
    let places = all(in: text)
    if let file {
      return places.last { $0.file == file || $0.file.hasSuffix("/" + file) || file.hasSuffix("/" + $0.file) }
    }
    let parts = className.split { $0 == "." || $0 == "$" || $0 == ":" || $0 == "/" }.map(String.init)
    for part in parts.reversed() {
      let own = places.filter { $0.stem == part }
      if let place = own.last { return place }
    }
    return places.first
  }

  /// In the order of the text: `a/b.py:12`, `(SumTest.java:12)`, `File "a.py", line 12`.
  static func all(in text: String) -> [SourcePlace] {
    text.utf8.split(separator: 10).prefix(lineLimit).compactMap { line in
      let bytes = Array(line.prefix(2000))
      return python(bytes) ?? colon(bytes)
    }
  }

  /// `SumTest` of `src/SumTest.java`.
  private var stem: Substring {
    let name = file.split(separator: "/").last ?? ""
    return name.prefix { $0 != "." }
  }

  private static func python(_ line: [UInt8]) -> SourcePlace? {
    let text = String(decoding: line, as: UTF8.self)
    guard let start = text.firstRange(of: "File \"")?.upperBound,
      let end = text[start...].firstRange(of: "\", line "),
      let number = Int(text[end.upperBound...].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    return SourcePlace(file: String(text[start..<end.lowerBound]), line: number)
  }

  private static func colon(_ line: [UInt8]) -> SourcePlace? {
    for at in line.indices where line[at] == UInt8(ascii: ":") {
      let digits = line[(at + 1)...].prefix { (48...57).contains($0) }
      guard !digits.isEmpty, digits.count <= 7, let number = Int(String(decoding: digits, as: UTF8.self)) else {
        continue
      }
      var start = at
      while start > 0, isName(line[start - 1]) { start -= 1 }
      let name = String(decoding: line[start..<at], as: UTF8.self)
      if isSource(name) { return SourcePlace(file: name, line: number) }
    }
    return nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 0x80...: true
    default: "/._-+@\\".utf8.contains(byte)
    }
  }

  // A suffix of letters keeps times (12:30), hosts (localhost:80) and versions (1.2:3) out.
  private static func isSource(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
    let suffix = name[name.index(after: dot)...]
    return (1...5).contains(suffix.count) && suffix.contains { $0.isLetter }
      && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+") }
  }
}
