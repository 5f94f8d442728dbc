// The keys of the objects that are open while a body is looked over, as places in its bytes. Small objects are compared key by
// key; a large one is sorted once, when it ends, so that a body of a million keys costs no more than its size allows.

struct JSONKeys {
  /// The first key that came twice, fit to be shown.
  private(set) var repeated: String?
  private var places: [Range<Int>] = []
  /// Where each open object's keys begin in `places`.
  private var starts: [Int] = []
  /// Keys written with escapes, by their place: what they say.
  private var decoded: [Int: [UInt8]] = [:]
  private static let few = 24

  mutating func open() { starts.append(places.count) }

  mutating func add(_ place: Range<Int>, _ bytes: [UInt8]) {
    guard let start = starts.last else { return }
    if bytes[place].contains(UInt8(ascii: "\\")) { decoded[place.lowerBound] = Self.decode(bytes[place]) }
    if repeated == nil, places.count - start < Self.few {
      for other in places[start...] where equal(other, place, bytes) { repeated = shown(place, bytes) }
    }
    places.append(place)
  }

  mutating func close(_ bytes: [UInt8]) {
    guard let start = starts.popLast() else { return }
    if repeated == nil, places.count - start > Self.few { search(places[start...], bytes) }
    if !decoded.isEmpty { for place in places[start...] { decoded[place.lowerBound] = nil } }
    places.removeSubrange(start...)
  }

  private mutating func search(_ keys: ArraySlice<Range<Int>>, _ bytes: [UInt8]) {
    let sorted = keys.sorted { text($0, bytes).lexicographicallyPrecedes(text($1, bytes)) }
    for (one, next) in zip(sorted, sorted.dropFirst()) where equal(one, next, bytes) {
      repeated = shown(next, bytes)
      return
    }
  }

  private func equal(_ one: Range<Int>, _ other: Range<Int>, _ bytes: [UInt8]) -> Bool {
    if decoded.isEmpty, one.count != other.count { return false }
    return text(one, bytes) == text(other, bytes)
  }

  private func text(_ place: Range<Int>, _ bytes: [UInt8]) -> ArraySlice<UInt8> {
    if !decoded.isEmpty, let text = decoded[place.lowerBound] { return text[...] }
    return bytes[place]
  }

  private func shown(_ place: Range<Int>, _ bytes: [UInt8]) -> String {
    let text = String(decoding: text(place, bytes).prefix(256), as: UTF8.self)
    let plain = text.filter { !$0.unicodeScalars.contains { $0.properties.generalCategory == .control } }
    return plain.count > 64 ? plain.prefix(64) + "…" : plain
  }

  // MARK: Escapes

  /// The four hex digits of a `\u`; nil where there are none.
  static func unit(_ bytes: [UInt8], _ at: Int) -> UInt16? { unit(bytes[...], at) }

  private static func unit(_ bytes: ArraySlice<UInt8>, _ at: Int) -> UInt16? {
    guard at + 4 <= bytes.endIndex else { return nil }
    var value: UInt16 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// What a string of valid JSON says, in UTF-8.
  private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var units: [UInt16] = []
    var at = text.startIndex
    while at < text.endIndex {
      let isEscape = text[at] == UInt8(ascii: "\\")
      if isEscape, text[at + 1] == UInt8(ascii: "u") {
        units.append(unit(text, at + 2) ?? 0xFFFD)
        at += 6
        continue
      }
      result += String(decoding: units, as: UTF16.self).utf8
      units = []
      result.append(isEscape ? single(text[at + 1]) : text[at])
      at += isEscape ? 2 : 1
    }
    return result + String(decoding: units, as: UTF16.self).utf8
  }

  private static func single(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "r"): 13
    case UInt8(ascii: "t"): 9
    default: letter
    }
  }
}
