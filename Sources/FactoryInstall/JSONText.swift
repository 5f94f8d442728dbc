// Where the values of a JSON text stand, so that it can be changed in place: order, spacing and unknown members stay. Pure; any thread.
// It is only given texts that a JSON parser took; whatever it cannot follow it answers with nil.

/// A value in its text.
struct JSONSpot {
  enum Kind {
    case object([(key: String, at: JSONSpot)])
    case array([JSONSpot])
    case other
  }
  var range: Range<Int>
  var kind: Kind
  /// Where the member with this value begins: its key; of an element the value itself.
  var start: Int

  func member(_ name: String) -> JSONSpot? {
    guard case .object(let members) = kind else { return nil }
    return members.last { $0.key == name }?.at
  }

  var children: [JSONSpot] {
    switch kind {
    case .object(let members): members.map(\.at)
    case .array(let elements): elements
    case .other: []
    }
  }
}

/// A text as bytes with the spots of its values.
struct JSONText {
  private(set) var bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  func root() -> JSONSpot? {
    var at = 0
    guard let spot = value(&at) else { return nil }
    blank(&at)
    return at == bytes.count ? spot : nil
  }

  /// Puts a member or an element behind the last one.
  mutating func append(_ item: String, to spot: JSONSpot, depth: Int) {
    let outer = String(repeating: "  ", count: depth)
    let indented = item.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\(outer)  ")
    if let last = spot.children.last {
      bytes.insert(contentsOf: Array(",\n\(outer)  \(indented)".utf8), at: last.range.upperBound)
    } else {
      let place = (spot.range.lowerBound + 1)..<(spot.range.upperBound - 1)
      bytes.replaceSubrange(place, with: Array("\n\(outer)  \(indented)\n\(outer)".utf8))
    }
  }

  /// Takes a child out with the comma that goes with it.
  mutating func remove(_ index: Int, of spot: JSONSpot) {
    let all = spot.children
    if all.count == 1 {
      bytes.removeSubrange((spot.range.lowerBound + 1)..<(spot.range.upperBound - 1))
    } else if index == 0 {
      bytes.removeSubrange(all[0].start..<all[1].start)
    } else {
      bytes.removeSubrange(all[index - 1].range.upperBound..<all[index].range.upperBound)
    }
  }

  private func value(_ at: inout Int) -> JSONSpot? {
    blank(&at)
    guard at < bytes.count else { return nil }
    let start = at
    switch bytes[at] {
    case UInt8(ascii: "{"):
      var members: [(key: String, at: JSONSpot)] = []
      return items(&at, UInt8(ascii: "}")) { text, at in
        let begin = at
        guard let key = text.string(&at) else { return false }
        text.blank(&at)
        guard at < text.bytes.count, text.bytes[at] == UInt8(ascii: ":") else { return false }
        at += 1
        guard var spot = text.value(&at) else { return false }
        spot.start = begin
        members.append((key, spot))
        return true
      } ? JSONSpot(range: start..<at, kind: .object(members), start: start) : nil
    case UInt8(ascii: "["):
      var elements: [JSONSpot] = []
      return items(&at, UInt8(ascii: "]")) { text, at in
        guard let spot = text.value(&at) else { return false }
        elements.append(spot)
        return true
      } ? JSONSpot(range: start..<at, kind: .array(elements), start: start) : nil
    case UInt8(ascii: "\""):
      return string(&at).map { _ in JSONSpot(range: start..<at, kind: .other, start: start) }
    default:
      while at < bytes.count, !Array(",]} \n\r\t".utf8).contains(bytes[at]) { at += 1 }
      return at > start ? JSONSpot(range: start..<at, kind: .other, start: start) : nil
    }
  }

  private func items(_ at: inout Int, _ end: UInt8, _ item: (JSONText, inout Int) -> Bool) -> Bool {
    at += 1
    blank(&at)
    if at < bytes.count, bytes[at] == end {
      at += 1
      return true
    }
    while true {
      blank(&at)
      guard item(self, &at) else { return false }
      blank(&at)
      guard at < bytes.count else { return false }
      at += 1
      if bytes[at - 1] == end { return true }
      guard bytes[at - 1] == UInt8(ascii: ",") else { return false }
    }
  }

  /// The text between the quotes, as it is written.
  private func string(_ at: inout Int) -> String? {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
    let start = at + 1
    at = start
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    guard at < bytes.count else { return nil }
    at += 1
    return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
  }

  private func blank(_ at: inout Int) {
    while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
  }
}
