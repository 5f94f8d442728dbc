// RFC 7578 in pieces, strictly: no preamble, no padding, bounded heads. A value; holds no more than one piece of the body.
import FactoryContracts
import Foundation
import Glibc

/// The head of one part.
struct MultipartHead: Sendable, Hashable {
  var name: String
  var fileName: String?
  var contentType: String?
}

struct MultipartParser {
  enum Piece: Sendable, Hashable {
    case part(MultipartHead)
    case bytes([UInt8])
  }
  private enum State { case start, afterMark, head, body, done }

  /// Bytes of one part's head.
  static let headLimit = 8 << 10
  private let mark: [UInt8]
  private var buffer: [UInt8] = []
  private var state = State.start

  /// - Throws: BAD_REQUEST when that is no multipart form with a boundary.
  init(contentType: String) throws {
    let fields = MultipartFields(contentType)
    guard fields.value.lowercased() == "multipart/form-data", let boundary = fields["boundary"],
      (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
    else {
      throw Self.fault("The Content-Type must be multipart/form-data with a boundary of 1 to 70 characters.")
    }
    mark = Array("\r\n--\(boundary)".utf8)
  }

  mutating func feed(_ bytes: some Collection<UInt8>) throws -> [Piece] {
    buffer.append(contentsOf: bytes)
    var pieces: [Piece] = []
    while try step(&pieces) {}
    return pieces
  }

  /// - Throws: BAD_REQUEST when the last boundary did not come.
  func finish() throws {
    if state != .done { throw Self.fault("The form ended before its last boundary.") }
  }

  /// - Returns: whether there may be more to find in the buffer.
  private mutating func step(_ pieces: inout [Piece]) throws -> Bool {
    switch state {
    case .start: return try begin()
    case .afterMark: return try turn()
    case .head: return try head(&pieces)
    case .body: return body(&pieces)
    case .done:
      buffer = []
      return false
    }
  }

  private mutating func begin() throws -> Bool {
    guard buffer.count >= mark.count - 2 else { return false }
    guard buffer.starts(with: mark.dropFirst(2)) else { throw Self.fault("The form does not begin with its boundary.") }
    buffer.removeFirst(mark.count - 2)
    state = .afterMark
    return true
  }

  private mutating func turn() throws -> Bool {
    guard buffer.count >= 2 else { return false }
    switch (buffer[0], buffer[1]) {
    case (0x2d, 0x2d): state = .done
    case (0x0d, 0x0a): state = .head
    default: throw Self.fault("A boundary of the form is followed by something else than a line end.")
    }
    buffer.removeFirst(2)
    return true
  }

  private mutating func head(_ pieces: inout [Piece]) throws -> Bool {
    guard let end = find([0x0d, 0x0a, 0x0d, 0x0a]) else {
      if buffer.count > Self.headLimit { throw Self.fault("The head of a part is larger than 8 KiB.") }
      return false
    }
    guard end <= Self.headLimit else { throw Self.fault("The head of a part is larger than 8 KiB.") }
    pieces.append(.part(try MultipartHead(buffer[..<end])))
    buffer.removeFirst(end + 4)
    state = .body
    return true
  }

  private mutating func body(_ pieces: inout [Piece]) -> Bool {
    if let end = find(mark) {
      if end > 0 { pieces.append(.bytes(Array(buffer[..<end]))) }
      buffer.removeFirst(end + mark.count)
      state = .afterMark
      return true
    }
    let safe = buffer.count - (mark.count - 1)
    if safe > 0 {
      pieces.append(.bytes(Array(buffer[..<safe])))
      buffer.removeFirst(safe)
    }
    return false
  }

  private func find(_ needle: [UInt8]) -> Int? {
    buffer.withUnsafeBytes { hay in
      guard let start = hay.baseAddress, hay.count >= needle.count else { return nil }
      let last = hay.count - needle.count
      var at = 0
      while at <= last, let hit = memchr(start + at, Int32(needle[0]), last - at + 1) {
        at = UnsafeRawPointer(hit) - start
        if memcmp(start + at, needle, needle.count) == 0 { return at }
        at += 1
      }
      return nil
    }
  }

  static func fault(_ sentence: String) -> APIError { APIError(code: .badRequest, message: sentence) }
}

extension MultipartHead {
  fileprivate init(_ bytes: ArraySlice<UInt8>) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw MultipartParser.fault("The head of a part is not UTF-8.")
    }
    var disposition: MultipartFields?
    for line in text.components(separatedBy: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else {
        throw MultipartParser.fault("A part has a header without a colon.")
      }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      switch line[..<colon].lowercased() {
      case "content-disposition": disposition = MultipartFields(value)
      case "content-type": contentType = value
      default: break
      }
    }
    guard let disposition, disposition.value.lowercased() == "form-data", let name = disposition["name"] else {
      throw MultipartParser.fault("A part has no Content-Disposition: form-data with a name.")
    }
    (self.name, fileName) = (name, disposition["filename"])
  }
}

/// A header's value with its parameters; quoted ones may escape with a backslash.
struct MultipartFields {
  private(set) var value = ""
  private var parameters: [String: String] = [:]

  subscript(_ name: String) -> String? { parameters[name] }

  init(_ text: String) {
    var pieces: [String] = [""]
    var (isQuoted, isEscaped) = (false, false)
    var quoted = ""
    for character in text.unicodeScalars {
      if isEscaped {
        quoted.unicodeScalars.append(character)
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        if isQuoted { pieces[pieces.count - 1] += quoted }
        (isQuoted, quoted) = (!isQuoted, "")
      } else if isQuoted {
        quoted.unicodeScalars.append(character)
      } else if character == ";" {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].unicodeScalars.append(character)
      }
    }
    value = pieces[0].trimmingCharacters(in: .whitespaces)
    for piece in pieces.dropFirst() {
      guard let sign = piece.firstIndex(of: "=") else { continue }
      let name = piece[..<sign].trimmingCharacters(in: .whitespaces).lowercased()
      if parameters[name] == nil { parameters[name] = String(piece[piece.index(after: sign)...]) }
    }
  }
}
