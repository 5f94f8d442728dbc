// What must hold before an XML file reaches the parser: an encoding in which bytes mean what they seem to, and no definitions of
// entities. A report needs neither, and both are how a small file becomes a large one or reads another.
import Foundation

enum XMLPrologue {
  private static let encodings: Set<String> = [
    "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252",
  ]

  /// Refuses what is not read; the external name in `<!DOCTYPE coverage SYSTEM "…">` is allowed and never fetched.
  static func check(_ file: EvidenceFile) throws(EvidenceError) {
    let bytes = [UInt8](file.data)
    guard !bytes.contains(0) else {
      throw EvidenceError("\(file.path) is not UTF-8 text (it holds zero bytes); XML in UTF-8 was expected.")
    }
    var at = skipSpace(bytes, bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0)
    guard at < bytes.count else { throw EvidenceError("\(file.path) is empty; XML was expected.") }
    guard bytes[at] == UInt8(ascii: "<") else {
      throw EvidenceError(
        "\(file.path), line \(line(bytes, at)): text was found before the first element; XML was expected.")
    }
    try checkEncoding(bytes, at, file.path)
    while let end = endOfRemark(bytes, at) { at = skipSpace(bytes, end) }
    guard starts(bytes, at, "<!DOCTYPE") else { return }
    for index in at..<bytes.count {
      if bytes[index] == UInt8(ascii: ">") { return }
      if bytes[index] == UInt8(ascii: "[") {
        throw EvidenceError(
          "\(file.path), line \(line(bytes, index)): the document defines entities or elements of its own, "
            + "which is not read; a plain report was expected.")
      }
    }
  }

  private static func checkEncoding(_ bytes: [UInt8], _ at: Int, _ path: String) throws(EvidenceError) {
    guard starts(bytes, at, "<?xml") else { return }
    let head = String(decoding: bytes[at..<min(at + 200, bytes.count)], as: UTF8.self).prefix { $0 != ">" }
    guard let start = head.range(of: "encoding")?.upperBound else { return }
    let name = head[start...].drop { " =\"'\t\r\n".contains($0) }.prefix { !"\"'?".contains($0) }.lowercased()
    guard encodings.contains(name) else {
      throw EvidenceError("\(path): the encoding \"\(name)\" is not read; XML in UTF-8 was expected.")
    }
  }

  /// Where a comment or `<?…?>` that starts here ends.
  private static func endOfRemark(_ bytes: [UInt8], _ at: Int) -> Int? {
    for (open, close) in [("<?", "?>"), ("<!--", "-->")] where starts(bytes, at, open) {
      var index = at + open.utf8.count
      while index < bytes.count {
        if starts(bytes, index, close) { return index + close.utf8.count }
        index += 1
      }
    }
    return nil
  }

  private static func starts(_ bytes: [UInt8], _ at: Int, _ text: String) -> Bool {
    at <= bytes.count && bytes[at...].starts(with: text.utf8)
  }

  private static func skipSpace(_ bytes: [UInt8], _ start: Int) -> Int {
    var at = start
    while at < bytes.count, [9, 10, 13, 32].contains(bytes[at]) { at += 1 }
    return at
  }

  private static func line(_ bytes: [UInt8], _ at: Int) -> Int { bytes[..<at].count { $0 == 10 } + 1 }
}
