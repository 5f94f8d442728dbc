// What the terminal's description and the environment say: colours, character set, keys, how to give the screen back.
// Read once, on the terminal's thread, after ncurses opened the terminal.
import CNcurses
import TerminalKit

/// What this terminal can do.
struct Capabilities {
  let depth: ColorDepth
  let charset: Charset
  /// Understands the extensions of xterm: bracketed paste, focus, title, clipboard.
  let isXtermLike: Bool
  let isInTmux: Bool
  /// Shows notices of OSC 777, not of OSC 9; a terminal that knows both gets one.
  let notifiesBy777: Bool
  /// Sequences of named keys, by the terminal's own description.
  let keys: [[UInt8]: KeyPress]
  /// Gives the screen back when there is no time for ncurses to do it.
  let restoreBytes: [UInt8]

  static let modesOn: [UInt8] = Array("\u{1B}[?2004h\u{1B}[?1004h".utf8)
  static let modesOff: [UInt8] = Array("\u{1B}[?2004l\u{1B}[?1004l".utf8) + mouseOff
  /// Asks whether frames can be held back until they are whole (mode 2026); who does not know it answers nothing.
  static let askSynchronized: [UInt8] = Array("\u{1B}[?2026$p".utf8)
  static let beginFrame: [UInt8] = Array("\u{1B}[?2026h".utf8)
  static let endFrame: [UInt8] = Array("\u{1B}[?2026l".utf8)
  /// Buttons, and the way of a held one; in decimal numbers.
  static let mouseOn: [UInt8] = Array("\u{1B}[?1002h\u{1B}[?1006h".utf8)
  static let mouseOff: [UInt8] = Array("\u{1B}[?1006l\u{1B}[?1002l".utf8)

  private static let families = [
    "xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "st-", "vte", "gnome", "konsole", "wezterm",
    "ghostty", "mintty", "putty", "contour",
  ]

  init(term: String, charset: Charset, environment: [String: String]) {
    self.charset = charset
    isXtermLike = Self.isXtermLike(term)
    isInTmux = !environment["TMUX", default: ""].isEmpty
    notifiesBy777 =
      ["rxvt", "foot", "vte", "gnome"].contains { term.hasPrefix($0) } || environment["VTE_VERSION"] != nil
    depth = Self.depth(environment)
    keys = Self.keys()
    restoreBytes = Self.restore(isXtermLike)
  }

  static func isXtermLike(_ term: String) -> Bool { term == "st" || families.contains { term.hasPrefix($0) } }

  /// The character set of the environment's locale, chosen for ncurses as well.
  static func charset(_ environment: [String: String]) -> Charset {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let wanted = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    return cn_choose_locale(wanted) == 1 ? .utf8 : .ascii
  }

  /// A string of the terminal's description without the delays old terminals needed.
  static func string(_ name: String) -> [UInt8]? {
    guard let value = cn_capability(name) else { return nil }
    var result: [UInt8] = []
    var inDelay = false
    let bytes = Array(String(cString: value).utf8)
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "$"), bytes.dropFirst(index + 1).first == UInt8(ascii: "<") { inDelay = true }
      if !inDelay { result.append(byte) }
      if byte == UInt8(ascii: ">") { inDelay = false }
    }
    return result.isEmpty ? nil : result
  }

  private static func depth(_ environment: [String: String]) -> ColorDepth {
    guard environment["NO_COLOR", default: ""].isEmpty else { return .none }
    switch cn_start_colors() {
    case ..<8: return .none
    case 8..<16: return .ansi8
    case 16..<256: return .ansi16
    case 256...65_536: return .indexed256
    default: return .direct
    }
  }

  private static func keys() -> [[UInt8]: KeyPress] {
    let names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
    ]
    var result: [[UInt8]: KeyPress] = [:]
    for (name, key) in names + (1...12).map({ ("kf\($0)", .function($0)) }) {
      if let bytes = string(name), bytes.count > 1, bytes[0] == 0x1B { result[bytes] = KeyPress(key) }
    }
    return result
  }

  private static func restore(_ isXtermLike: Bool) -> [UInt8] {
    let names = ["sgr0", "op", "cnorm", "rmkx", "rmcup"]
    let back = names.compactMap(string).joined()
    return (isXtermLike ? modesOff : []) + Array(back) + Array("\r".utf8)
  }
}
