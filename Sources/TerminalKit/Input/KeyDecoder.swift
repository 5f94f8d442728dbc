// KeyDecoder: the bytes of a terminal as input events. The terminal's thread owns it; pure state, no clock.
// Invariants: bytes may arrive cut anywhere; an unknown or overlong sequence is swallowed, never typed; a fence's
// answer is an event of its own; a paste that never ends is given out instead of swallowing all further keys.

/// Decodes what a terminal sends. Feed bytes; when nothing more comes within the escape delay, call `flush`.
package struct KeyDecoder {
  private static let longestSequence = 64
  private static let longestPaste = 1 << 20
  static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private var pending: [UInt8] = []
  private var paste: [UInt8]?
  /// Fences whose answers are still to come; tells an answer from a modified F3.
  package private(set) var openFences = 0
  private let extra: [[UInt8]: KeyPress]

  /// `extra`: sequences from the terminal's own description, looked up before the common ones.
  package init(extra: [[UInt8]: KeyPress] = [:]) {
    self.extra = extra
  }

  /// True when the bytes so far may be the beginning of something longer (a lone Esc above all).
  package var isWaiting: Bool { !pending.isEmpty }
  package var isPasting: Bool { paste != nil }

  package mutating func fenceSent() { openFences += 1 }
  /// Forgets the fences of before a suspension.
  package mutating func forgetFences() { openFences = 0 }

  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    pending.append(contentsOf: bytes)
    return drain(final: false)
  }

  /// Nothing more came: what is pending is all there is, so a lone Esc is the Esc key.
  package mutating func flush() -> [InputEvent] { drain(final: true) }

  /// Gives out a paste whose end was lost.
  package mutating func flushPaste() -> [InputEvent] {
    guard let open = paste else { return [] }
    let bytes = open + pending
    paste = nil
    pending = []
    return [.paste(String(decoding: bytes, as: UTF8.self))]
  }

  private mutating func drain(final: Bool) -> [InputEvent] {
    var events: [InputEvent] = []
    var start = 0
    while start < pending.count {
      let used = paste == nil ? decode(from: start, final: final, &events) : collect(from: start, &events)
      if used == 0 { break }
      start += used
    }
    pending.removeFirst(start)
    return events
  }

  /// Takes bytes of a paste up to its end mark; keeps back what may be the mark's beginning.
  private mutating func collect(from start: Int, _ events: inout [InputEvent]) -> Int {
    let rest = pending[start...]
    let end = Self.pasteEnd
    if let found = rest.indices.first(where: { rest[$0] == 0x1B && rest[$0...].starts(with: end) }) {
      paste?.append(contentsOf: rest[..<found])
      finishPaste(&events)
      return found - start + end.count
    }
    let kept = (1..<end.count).reversed().first { rest.suffix($0).elementsEqual(end.prefix($0)) } ?? 0
    paste?.append(contentsOf: rest.dropLast(kept))
    if let size = paste?.count, size > Self.longestPaste { finishPaste(&events) }
    return rest.count - kept
  }

  private mutating func finishPaste(_ events: inout [InputEvent]) {
    events.append(.paste(String(decoding: paste ?? [], as: UTF8.self)))
    paste = nil
  }

  /// Decodes one thing; returns the bytes it took, 0 when more are needed.
  private mutating func decode(from start: Int, final: Bool, _ events: inout [InputEvent]) -> Int {
    let bytes = pending[start...]
    guard bytes.first == 0x1B else { return character(bytes, alt: false, final: final, &events) }
    if let (press, length) = described(bytes) {
      events.append(.key(press))
      return length
    }
    guard bytes.count > 1 else { return lone(final, &events) }
    switch bytes[bytes.startIndex + 1] {
    case UInt8(ascii: "["): return control(bytes, final: final, &events)
    case UInt8(ascii: "O"): return single(bytes, final: final, &events)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return string(bytes, final: final, &events)
    case 0x1B: return lone(true, &events)
    default:
      let used = character(bytes.dropFirst(), alt: true, final: final, &events)
      return used == 0 ? 0 : used + 1
    }
  }

  private func lone(_ final: Bool, _ events: inout [InputEvent]) -> Int {
    guard final else { return 0 }
    events.append(.key(KeyPress(.escape)))
    return 1
  }

  /// A sequence from the terminal's description; the longest wins.
  private func described(_ bytes: ArraySlice<UInt8>) -> (KeyPress, Int)? {
    guard !extra.isEmpty else { return nil }
    for length in stride(from: min(bytes.count, 12), to: 1, by: -1) {
      if let press = extra[Array(bytes.prefix(length))] { return (press, length) }
    }
    return nil
  }

  /// `ESC [ … final`: named keys, paste, focus, the fence's answer, reports that are swallowed.
  private mutating func control(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    let body = bytes.dropFirst(2)
    if body.first == UInt8(ascii: "[") { return linuxFunction(bytes, final: final, &events) }
    if body.first == UInt8(ascii: "M") { return bytes.count >= 6 ? 6 : (final ? bytes.count : 0) }
    guard let last = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      if bytes.count > Self.longestSequence { return bytes.count }
      return final ? abandoned(bytes, &events) : 0
    }
    let length = last - bytes.startIndex + 1
    // A control character inside: the sequence was cut off; what follows is read afresh.
    guard (0x40...0x7E).contains(bytes[last]) else { return length - 1 }
    let sequence = ControlSequence(parameters: Array(body[..<last]), final: bytes[last])
    interpret(sequence, &events)
    return length
  }

  /// Esc and `[` typed by hand (or Alt-[): nothing followed in time.
  private func abandoned(_ bytes: ArraySlice<UInt8>, _ events: inout [InputEvent]) -> Int {
    if bytes.count == 2 { events.append(.key(KeyPress(.character("["), alt: true))) }
    return bytes.count
  }

  private mutating func interpret(_ sequence: ControlSequence, _ events: inout [InputEvent]) {
    if sequence.isCursorReport, openFences > 0 {
      openFences -= 1
      events.append(.fence)
    } else if sequence.isPasteStart {
      paste = []
    } else if let focus = sequence.focus {
      events.append(.focus(focus))
    } else if let press = sequence.press {
      events.append(.key(press))
    }
  }

  /// `ESC O x`: keys in application mode, F1 to F4.
  private func single(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    guard bytes.count > 2 else {
      if final { events.append(.key(KeyPress(.character("O"), alt: true))) }
      return final ? 2 : 0
    }
    let last = bytes[bytes.startIndex + 2]
    if let key = ControlSequence.applicationKey(last) { events.append(.key(key)) }
    return (0x21...0x7E).contains(last) ? 3 : 2
  }

  /// `ESC [ [ A` … `E`: F1 to F5 on the Linux console.
  private func linuxFunction(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    guard bytes.count > 3 else { return final ? bytes.count : 0 }
    let number = Int(bytes[bytes.startIndex + 3]) - 64
    if (1...5).contains(number) { events.append(.key(KeyPress(.function(number)))) }
    return 4
  }

  /// A string some terminal sent (a colour, a name): swallowed up to its end.
  private func string(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    if bytes.count == 2, final {
      let sign = Character(Unicode.Scalar(bytes[bytes.startIndex + 1]))
      events.append(.key(KeyPress(.character(sign), alt: true)))
      return 2
    }
    for index in bytes.indices.dropFirst(2) {
      if bytes[index] == 0x07 { return index - bytes.startIndex + 1 }
      if bytes[index] == 0x1B, index + 1 < bytes.endIndex {
        return index - bytes.startIndex + (bytes[index + 1] == UInt8(ascii: "\\") ? 2 : 0)
      }
    }
    return final || bytes.count > 4096 ? bytes.count : 0
  }
}
