// KeyDecoder: the bytes of a terminal as input events. The terminal's thread owns it; pure state, no clock.
// Invariants: bytes may arrive cut anywhere; an unknown or overlong sequence is swallowed, never typed; a fence's
// answer is an event of its own; a paste that never ends is given out instead of swallowing all further keys.

/// Decodes what a terminal sends. Feed bytes; when nothing more comes within the escape delay, call `flush`.
package struct KeyDecoder {
  private static let longestSequence = 64

  var pending: [UInt8] = []
  var paste: [UInt8]?
  /// The columns from which unanswered fences were sent, oldest first.
  private var fences: [Int] = []
  /// The terminal's answer to whether it holds frames back (mode 2026), until it is taken.
  private var synchronized: Bool?
  private let extra: [[UInt8]: KeyPress]
  /// The Esc given out last may have been the beginning of a fence's answer.
  private var mayContinue = false

  /// `extra`: sequences from the terminal's own description, looked up before the common ones.
  package init(extra: [[UInt8]: KeyPress] = [:]) {
    self.extra = extra
  }

  /// True when the bytes so far may be the beginning of something longer (a lone Esc above all).
  package var isWaiting: Bool { !pending.isEmpty }
  package var isPasting: Bool { paste != nil }

  /// Fences whose answers are still to come; tells an answer from a modified F3.
  package var openFences: Int { fences.count }
  /// - Parameter column: where the cursor stood, counted from 1; the answer brings it back. 0: anywhere.
  package mutating func fenceSent(column: Int = 0) { fences.append(column) }
  /// Forgets the fences of before a suspension.
  package mutating func forgetFences() { fences = [] }

  package mutating func takeSynchronized() -> Bool? {
    defer { synchronized = nil }
    return synchronized
  }

  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    pending.append(contentsOf: bytes)
    if mayContinue, !pending.isEmpty {
      mayContinue = false
      if pending[0] == UInt8(ascii: "["), Self.reportLength(pending[...]) != nil { pending.insert(0x1B, at: 0) }
    }
    return drain(final: false)
  }

  /// Whether bytes are or may become `[ row ; column R`; the bytes seen of it.
  private static func reportLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    let body = bytes.dropFirst()
    let numbers = body.prefix { ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: ";") }
    let next = body.dropFirst(numbers.count).first
    return !numbers.isEmpty && (next == nil || next == UInt8(ascii: "R")) ? numbers.count + 1 : nil
  }

  /// Nothing more came: what is pending is all there is, so a lone Esc is the Esc key.
  package mutating func flush() -> [InputEvent] { drain(final: true) }

  mutating func drain(final: Bool) -> [InputEvent] {
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

  private mutating func lone(_ final: Bool, _ events: inout [InputEvent]) -> Int {
    guard final else { return 0 }
    events.append(.key(KeyPress(.escape)))
    mayContinue = openFences > 0
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
    if openFences > 0, bytes.count == 2 || Self.reportLength(bytes.dropFirst()) != nil { return 0 }
    if bytes.count == 2 { events.append(.key(KeyPress(.character("["), alt: true))) }
    return bytes.count
  }

  private mutating func interpret(_ sequence: ControlSequence, _ events: inout [InputEvent]) {
    if sequence.isCursorReport, openFences > 0 {
      // A terminal draws in order: what was sent before the answered fence is drawn too, though its own answer got lost.
      let answered = fences.firstIndex { $0 == sequence.column } ?? 0
      fences.removeFirst(answered + 1)
      events += Array(repeating: .fence, count: answered + 1)
    } else if let answer = sequence.synchronized {
      synchronized = answer
    } else if sequence.isPasteStart {
      paste = []
    } else if let focus = sequence.focus {
      events.append(.focus(focus))
    } else if let mouse = sequence.mouse {
      events.append(.mouse(mouse))
    } else if let press = sequence.press {
      events.append(.key(press))
    }
  }
}
