// Cuts an XML file into tags and text. Our own, because the system's parser traps on damaged input, and because a report needs so
// little of XML: no entities but the five of the standard and numbers, no definitions, nothing read from elsewhere.
// A value over bytes in memory; every fault names the line.

/// One piece of a file.
enum XMLToken {
  case open(name: String, attributes: [String: String], isEmpty: Bool)
  case close(name: String)
  case text(String)
}

struct XMLScanner {
  private let path: String
  private let bytes: [UInt8]
  private var at: Int

  init(_ file: EvidenceFile) throws(EvidenceError) {
    path = file.path
    bytes = try XMLEncoding.utf8(of: file)
    at = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    guard bytes[at...].contains(where: { !Self.isSpace($0) }) else {
      throw EvidenceError("\(file.path) is empty; XML was expected.")
    }
  }

  /// The next tag or text; nil at the end. Comments, instructions and a plain DOCTYPE are passed over.
  mutating func next() throws(EvidenceError) -> XMLToken? {
    while at < bytes.count {
      if bytes[at] != UInt8(ascii: "<") { return .text(try decoded(until: UInt8(ascii: "<"))) }
      if skip("<!--") {
        try jump(past: "-->")
      } else if skip("<?") {
        try jump(past: "?>")
      } else if skip("<![CDATA[") {
        let start = at
        try jump(past: "]]>")
        return .text(String(decoding: bytes[start..<at - 3], as: UTF8.self))
      } else if skip("<!DOCTYPE") {
        try passDocumentType()
      } else {
        return try tag()
      }
    }
    return nil
  }

  /// A fault at the present place.
  func fault(_ words: String = "the XML breaks off or is not well-formed here; a complete report was expected.")
    -> EvidenceError
  {
    EvidenceError("\(path), line \(bytes[..<min(at, bytes.count)].count { $0 == 10 } + 1): \(words)")
  }

  private mutating func tag() throws(EvidenceError) -> XMLToken {
    at += 1
    if skip("/") {
      let name = try name()
      skipSpace()
      guard skip(">") else { throw fault() }
      return .close(name: name)
    }
    let name = try name()
    var attributes: [String: String] = [:]
    while true {
      let hadSpace = skipSpace()
      if skip(">") { return .open(name: name, attributes: attributes, isEmpty: false) }
      if skip("/>") { return .open(name: name, attributes: attributes, isEmpty: true) }
      guard hadSpace else { throw fault() }
      let (key, value) = try attribute()
      guard attributes.updateValue(value, forKey: key) == nil else { throw fault() }
    }
  }

  private mutating func attribute() throws(EvidenceError) -> (String, String) {
    let key = try name()
    skipSpace()
    guard skip("=") else { throw fault() }
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else { throw fault() }
    let quote = bytes[at]
    at += 1
    let value = try decoded(until: quote)
    guard at < bytes.count else { throw fault() }
    at += 1
    return (key, value)
  }

  private mutating func name() throws(EvidenceError) -> String {
    let start = at
    while at < bytes.count, Self.isName(bytes[at]) { at += 1 }
    guard at > start, !(45...57).contains(bytes[start]) else { throw fault() }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  // An external name is read over, never fetched. Definitions of one's own are how a small file becomes a large one.
  private mutating func passDocumentType() throws(EvidenceError) {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: ">"):
        at += 1
        return
      case UInt8(ascii: "["):
        throw fault(
          "the document defines entities or elements of its own, which is not read; a plain report was expected.")
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let quote = bytes[at]
        repeat { at += 1 } while at < bytes.count && bytes[at] != quote
        at += 1
      default: at += 1
      }
    }
    throw fault()
  }
}

extension XMLScanner {
  /// Text with its references replaced, up to a byte that is not taken, or the end.
  private mutating func decoded(until stop: UInt8) throws(EvidenceError) -> String {
    var text: [UInt8] = []
    while at < bytes.count, bytes[at] != stop {
      switch bytes[at] {
      case UInt8(ascii: "&"): text.append(contentsOf: try reference())
      case UInt8(ascii: "<"): throw fault()
      default:
        text.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func reference() throws(EvidenceError) -> [UInt8] {
    let body = bytes[(at + 1)...].prefix(12).prefix { $0 != UInt8(ascii: ";") }
    guard at + 1 + body.count < bytes.count, bytes[at + 1 + body.count] == UInt8(ascii: ";"),
      let replacement = Self.replacement(String(decoding: body, as: UTF8.self))
    else { throw fault() }
    at += body.count + 2
    return replacement
  }

  private static func replacement(_ name: String) -> [UInt8]? {
    switch name {
    case "lt": return [60]
    case "gt": return [62]
    case "amp": return [38]
    case "quot": return [34]
    case "apos": return [39]
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst(name.hasPrefix("#x") ? 2 : 1)
      guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10),
        value > 0,
        let scalar = Unicode.Scalar(value)
      else { return nil }
      return Array(String(scalar).utf8)
    }
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    let mark = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[at...].starts(with: mark) else { return false }
    at += mark.count
    return true
  }

  private mutating func jump(past text: StaticString) throws(EvidenceError) {
    while at < bytes.count {
      if skip(text) { return }
      at += 1
    }
    throw fault()
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = at
    while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
    return at > start
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...58, 65...90, 97...122, 45, 46, 95, 0x80...: true
    default: false
    }
  }
}
