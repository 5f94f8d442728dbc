// In which encoding a report is written: UTF-8 unless it says otherwise, and few others.

enum XMLEncoding {
  /// The file's bytes as UTF-8.
  static func utf8(of file: EvidenceFile) throws(EvidenceError) -> [UInt8] {
    let bytes = [UInt8](file.data)
    guard !bytes.contains(0) else {
      throw EvidenceError("\(file.path) is not UTF-8 text (it holds zero bytes); XML in UTF-8 was expected.")
    }
    switch declared(bytes) {
    case nil, "utf-8", "utf8", "us-ascii", "ascii": return bytes
    // The bytes of Latin-1 are the first 256 characters; the few in which its Windows relative differs are controls there.
    case "iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252":
      return bytes.flatMap { $0 < 0x80 ? [$0] : [0xc0 | $0 >> 6, 0x80 | $0 & 0x3f] }
    case .some(let name):
      throw EvidenceError("\(file.path): the encoding \"\(name)\" is not read; XML in UTF-8 was expected.")
    }
  }

  private static func declared(_ bytes: [UInt8]) -> String? {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    guard let start = head.firstRange(of: "<?xml"), let end = head[start.upperBound...].firstRange(of: "?>"),
      let mark = head[start.upperBound..<end.lowerBound].firstRange(of: "encoding")
    else { return nil }
    let value = head[mark.upperBound..<end.lowerBound].drop { " =\"'\t\r\n".contains($0) }
    return value.prefix { $0 != "\"" && $0 != "'" }.lowercased()
  }
}
