// ControlSequence: one `ESC [ parameters final` taken apart. Pure value.
// Invariant: only sequences listed here mean something; all others give nothing.

/// A control sequence that came in.
struct ControlSequence {
  let final: UInt8
  private let numbers: [Int]
  private let isPrivate: Bool
  private let isMouse: Bool
  private let text: String

  init(parameters: [UInt8], final: UInt8) {
    self.final = final
    isPrivate = parameters.contains { (0x3C...0x3F).contains($0) || $0 < 0x30 }
    text = String(decoding: parameters, as: UTF8.self)
    isMouse = parameters.first == UInt8(ascii: "<")
    numbers = (isMouse ? parameters.dropFirst() : parameters[...]).split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    )
    .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
  }

  private var letter: Character { Character(Unicode.Scalar(final)) }

  /// `row;column R`: the answer to a cursor-position request.
  var isCursorReport: Bool { letter == "R" && !isPrivate && numbers.count == 2 }
  /// Of a cursor-position report: where it stood, from 1.
  var column: Int { numbers[1] }
  var isPasteStart: Bool { letter == "~" && !isPrivate && numbers.first == 200 }
  /// `I` and `O`: the window got or lost the focus.
  var focus: Bool? {
    guard !isPrivate, numbers.allSatisfy({ $0 == 0 }) else { return nil }
    return letter == "I" ? true : letter == "O" ? false : nil
  }

  /// `? 2026 ; state $ y`: whether mode 2026 can be switched; nil for anything else.
  var synchronized: Bool? {
    guard letter == "y", text.hasPrefix("?2026;"), text.hasSuffix("$") else { return nil }
    return ["1", "2"].contains(text.dropFirst(6).dropLast())
  }

  /// `< button;column;row M` or `m`: the left button and the wheel; other buttons mean nothing here.
  var mouse: MousePress? {
    guard isMouse, numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let (button, x, y) = (numbers[0] & ~0b1_1100, numbers[1] - 1, numbers[2] - 1)
    switch (button, letter) {
    case (0, "M"): return MousePress(.press, x: x, y: y)
    case (32, "M"): return MousePress(.drag, x: x, y: y)
    case (0, "m"), (32, "m"): return MousePress(.release, x: x, y: y)
    case (64, "M"): return MousePress(.wheelUp, x: x, y: y)
    case (65, "M"): return MousePress(.wheelDown, x: x, y: y)
    default: return nil
    }
  }

  /// The key it stands for, with the modifiers of its last parameter.
  var press: KeyPress? {
    let first = numbers.first ?? 0
    let modifiers = numbers.count > 1 ? max(0, numbers[1] - 1) : 0
    // A late cursor report has other numbers here than a key has.
    guard !isPrivate, numbers.count < 3, modifiers < 16, letter == "~" || first < 2,
      var press = letter == "~" ? Self.numbered(first) : Self.lettered(letter)
    else { return nil }
    press.shift = press.shift || modifiers & 1 != 0
    press.alt = modifiers & 2 != 0
    press.control = modifiers & 4 != 0
    if press.key == .tab, press.shift { press = KeyPress(.backTab) }
    return press
  }

  /// The key of `ESC O letter`.
  static func applicationKey(_ byte: UInt8) -> KeyPress? {
    switch Character(Unicode.Scalar(byte)) {
    case "M": KeyPress(.enter)
    case "P": KeyPress(.function(1))
    default: lettered(Character(Unicode.Scalar(byte)))
    }
  }

  private static func lettered(_ letter: Character) -> KeyPress? {
    switch letter {
    case "A": KeyPress(.up)
    case "B": KeyPress(.down)
    case "C": KeyPress(.right)
    case "D": KeyPress(.left)
    case "H": KeyPress(.home)
    case "F": KeyPress(.end)
    case "P": KeyPress(.function(1))
    case "Q": KeyPress(.function(2))
    case "R": KeyPress(.function(3))
    case "S": KeyPress(.function(4))
    case "Z": KeyPress(.backTab)
    default: nil
    }
  }

  private static func numbered(_ number: Int) -> KeyPress? {
    switch number {
    case 1, 7: KeyPress(.home)
    case 2: KeyPress(.insert)
    case 3: KeyPress(.delete)
    case 4, 8: KeyPress(.end)
    case 5: KeyPress(.pageUp)
    case 6: KeyPress(.pageDown)
    case 11...15: KeyPress(.function(number - 10))
    case 17...21: KeyPress(.function(number - 11))
    case 23, 24: KeyPress(.function(number - 12))
    default: nil
    }
  }
}
