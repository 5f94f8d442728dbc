// The real adapter over a pseudo-terminal: what it sends, what it reads, and how it leaves the tty.
// Serialised: ncurses and signal handlers are the process's.
import CNcurses
import Foundation
import NcursesTerminal
import TerminalKit
import Testing

@Suite(.serialized) struct NcursesTerminalTests {
  private static func key(_ key: Key, control: Bool = false, alt: Bool = false) -> InputEvent {
    .key(KeyPress(key, control: control, alt: alt))
  }

  // MARK: Sending

  @Test func drawsTextWhereItBelongs() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    defer { terminal.close() }
    #expect(terminal.size == TerminalSize(columns: 80, rows: 24))
    #expect(terminal.charset == .utf8 && terminal.colorDepth == .indexed256)
    let sent = terminal.show(tty) { $0.put(3, 2, "★ 日本 e\u{301}", .gate) }
    #expect(sent.contains("\u{1B}[?1049h") && sent.contains("\u{1B}[3;4H"))
    #expect(sent.components(separatedBy: "\u{1B}[?1049h").count == 2 && !sent.contains("\u{1B}[?1049l"))
    #expect(sent.unicodeScalars.contains("★") && sent.contains("日本") && sent.contains("e\u{301}"))
  }

  @Test(arguments: ["xterm-256color", "vt100", "xterm", "linux", "tmux-256color", "xterm-direct"])
  func hostileTextNeverReachesTheTerminalRaw(term: String) throws {
    let tty = try FakeTTY()
    let terminal = try tty.open(term)
    defer { terminal.close() }
    let hostile = [
      "\u{1B}[2J\u{1B}]0;pwned\u{07}", "\u{9B}31m\u{9D}0;x\u{9C}", "a\u{202E}txt.exe", "\r\n\u{8}\u{0}\u{7F}",
      "\u{1B}P+q\u{1B}\\",
      "Z" + String(repeating: "\u{301}", count: 300), "👩\u{200D}👩\u{200D}👧 🏗\u{FE0F} 🇮🇹 🪿",
      "\u{FEFF}\u{2066}x\u{2069}\u{E0041}",
      String(repeating: "日", count: 60), "\u{1B}[6n\u{1B}[c\u{1B}[200~", "ﷺ\u{0}\u{10FFFF}\u{FFFE}\u{D7FF}\u{E000}",
    ]
    let sent = terminal.show(tty) { canvas in
      for (row, text) in hostile.enumerated() { canvas.put(0, row, SafeText(text), row % 2 == 0 ? .fail : .text) }
    }
    let parts = SentBytes(sent)
    #expect(parts.isOrdinary, "\(parts.sequences)")
    let wild = parts.text.filter {
      !"\r\n\u{8}\t\u{0F}\u{0E}".unicodeScalars.contains($0) && TextWidth.scalarClass($0) == .refused
    }
    #expect(wild.isEmpty, "\(wild.map(\.value))")
    #expect(!sent.contains("\u{1B}]") && !sent.contains("\u{1B}P") && !sent.contains("\u{1B}[2J\u{1B}]0"))
  }

  @Test func anUnchangedFrameCostsNothingAndAMoveLittle() throws {
    let tty = try FakeTTY(columns: 120, rows: 40)
    let terminal = try tty.open()
    defer { terminal.close() }
    func list(_ selected: Int) -> (Canvas) -> Void {
      { canvas in
        ListWidget.draw(
          in: canvas.sub(Rect(columns: 60, rows: 40)), count: 40, selected: selected, window: ScrollWindow()
        ) {
          index, row, _ in row.put(0, 0, SafeText("-38m ▲▲ Approve staging deploy \(index)"))
        }
      }
    }
    _ = terminal.show(tty, list(3))
    #expect(terminal.show(tty, list(3)).isEmpty)
    let move = terminal.show(tty, list(4))
    #expect(!move.isEmpty && move.utf8.count <= 300, "\(move.utf8.count) bytes")
  }

  /// Calls that wrote something, by this thread; nil where the system does not count them.
  private static func writes() -> Int? {
    let lines = (try? String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.first { $0.hasPrefix("syscw: ") }.flatMap { Int($0.dropFirst(7)) }
  }

  /// Every write wakes whoever reads the terminal, and a frame in pieces can be seen half drawn.
  @Test func aFrameGoesOutInOneWrite() throws {
    let tty = try FakeTTY(columns: 120, rows: 40)
    let terminal = try tty.open()
    defer { terminal.close() }
    func scattered(_ word: SafeText) -> (Canvas) -> Void {
      { canvas in for row in 0..<20 { canvas.put(row * 5, row * 2, word, row % 2 == 0 ? .fail : .text) } }
    }
    _ = terminal.show(tty, scattered("one"))
    let before = Self.writes()
    _ = terminal.show(tty, scattered("two"))
    // The frame and the question behind it.
    if let before, let after = Self.writes() { #expect(after - before <= 2) }
  }

  @Test(arguments: [
    ("vt100", [:], ColorDepth.none), ("xterm", [:], .ansi8), ("linux", [:], .ansi8), ("xterm-16color", [:], .ansi16),
    ("xterm-256color", [:], .indexed256), ("xterm-direct", [:], .direct), ("xterm-256color", ["NO_COLOR": "1"], .none),
    ("xterm-256color", ["NO_COLOR": ""], .indexed256),
  ])
  func usesTheColoursThereAre(term: String, environment: [String: String], depth: ColorDepth) throws {
    let tty = try FakeTTY()
    let terminal = try tty.open(term, locale: "C.UTF-8", environment)
    defer { terminal.close() }
    #expect(terminal.colorDepth == depth)
    let sent = terminal.show(tty) { canvas in
      for (row, role) in ThemeRole.allCases.enumerated() {
        canvas.put(row % 4 * 20, row / 4, SafeText(role.rawValue), Style(role, on: row % 3 == 0 ? .selection : .text))
      }
    }
    let colours = SentBytes(sent).sequences.filter {
      $0.contains(/\[(?:[0-9;]*;)?(?:[349][0-7]|10[0-7]|[34]8[;:])/) && $0.hasSuffix("m")
    }
    #expect(colours.isEmpty == (depth == .none))
    #expect(colours.contains { $0.contains(/[34]8:2/) } == (depth == .direct))
    #expect(colours.contains { $0.contains(/(?:\[|;)[34]8[;:]5[;:]/) } == (depth == .indexed256))
    #expect(sent.contains("priorityCritical"))
  }

  /// More colours than xterm's 64 pairs: all text is still there.
  @Test func runsOutOfPairsGracefully() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open("xterm")
    defer { terminal.close() }
    let sent = terminal.show(tty) { canvas in
      for (row, surface) in ThemeRole.allCases.prefix(24).enumerated() {
        for (column, role) in ThemeRole.allCases.prefix(40).enumerated() {
          canvas.put(column * 2, row, "x", Style(role, on: surface))
        }
      }
    }
    #expect(SentBytes(sent).text.filter { $0 == "x" }.count == 24 * 40)
  }

  @Test func aLocaleWithoutUTF8GetsASCII() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open(locale: "C")
    defer { terminal.close() }
    #expect(terminal.charset == .ascii)
    let sent = terminal.show(tty) { $0.put(0, 0, "▲▲ ★ 日本 │ Crème…") }
    #expect(SentBytes(sent).text.allSatisfy { $0.isASCII })
    #expect(sent.contains("^^ * ? ?  | Creme~"))
  }

  @Test func aUTF8LocaleThatIsNotInstalledIsUTF8() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open(locale: "xx_YY.UTF-8")
    defer { terminal.close() }
    #expect(terminal.charset == .utf8)
  }

  @Test(arguments: [("no-such-terminal", "no-such-terminal"), ("", "TERM"), ("dumb", "cannot place the cursor")])
  func unusableTypesGetASentence(term: String, part: String) throws {
    let tty = try FakeTTY()
    let before = tty.modes
    #expect { _ = try tty.open(term) } throws: { "\($0)".contains(part) && "\($0)".contains("xterm-256color") }
    #expect(tty.modes == before)
  }

  @Test func aFileIsNoTerminal() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { ends.forEach { Foundation.close($0) } }
    #expect(throws: TerminalFailure.notATerminal("standard input")) {
      try NcursesTerminal(input: ends[0], output: ends[1])
    }
  }

  // MARK: Reading

  @Test func decodesKeys() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    defer { terminal.close() }
    tty.type("j\u{1B}[A\u{1B}OBé日\u{1B}x\u{03}\u{1B}[200~pasted\ntext\u{1B}[201~\u{1B}[6~")
    let expected: [InputEvent] = [
      Self.key(.character("j")), Self.key(.up), Self.key(.down), Self.key(.character("é")), Self.key(.character("日")),
      Self.key(.character("x"), alt: true), Self.key(.character("c"), control: true), .paste("pasted\ntext"),
      Self.key(.pageDown),
    ]
    #expect(terminal.events(expected.count) == expected)
    tty.type("\u{1B}")
    #expect(terminal.events(1) == [Self.key(.escape)])
    // A sequence cut into pieces that come one after the other.
    for piece in ["\u{1B}", "[", "B"] { tty.type(piece) }
    #expect(terminal.events(1) == [Self.key(.down)])
  }

  @Test func fenceAnswersAreEventsAndNeverKeys() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    defer { terminal.close() }
    _ = terminal.show(tty) { $0.put(0, 0, "x") }
    tty.type("k\u{1B}[1;2Rj")
    #expect(terminal.events(3) == [Self.key(.character("k")), .fence, Self.key(.character("j"))])
    #expect(terminal.readInput().isEmpty)
  }

  @Test func signalsAndWakesComeThroughTheDescriptor() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    defer { terminal.close() }
    #expect(!terminal.isAwake())
    terminal.wake()
    #expect(terminal.isAwake())
    #expect(terminal.readInput().isEmpty && !terminal.isAwake())
    for (signal, event) in [
      (SIGTERM, InputEvent.quit(.terminate)), (SIGHUP, .quit(.hangUp)), (SIGTSTP, .stopRequested),
    ] {
      kill(getpid(), signal)
      #expect(terminal.isAwake(within: 5_000))
      #expect(terminal.readInput() == [event])
    }
  }

  @Test func resizesAndPaintsWhole() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    defer { terminal.close() }
    _ = terminal.show(tty) { $0.put(0, 0, "before") }
    try #require(cn_set_window_size(tty.leader, 10, 40) == 0)
    kill(getpid(), SIGWINCH)
    #expect(terminal.isAwake(within: 5_000))
    #expect(terminal.readInput() == [.resize(TerminalSize(columns: 40, rows: 10))])
    let sent = terminal.show(tty) { canvas in
      canvas.put(0, 0, "before")
      canvas.put(36, 9, "last")
    }
    #expect(sent.contains("before") && sent.contains("\u{1B}[10;37H"))
    kill(getpid(), SIGWINCH)
    #expect(terminal.isAwake(within: 5_000))
    #expect(terminal.readInput().isEmpty)
  }

  @Test func aVanishedTerminalIsReportedOnce() throws {
    var ends: (Int32, Int32) = (-1, -1)
    try #require(cn_open_pty(&ends.0, &ends.1, 24, 80) == 0)
    let terminal = try NcursesTerminal(
      input: ends.1, output: ends.1, environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
    Foundation.close(ends.0)
    #expect(terminal.events(1) == [.closed])
    #expect(terminal.readInput().isEmpty)
    terminal.close()
    Foundation.close(ends.1)
  }

  // MARK: Leaving

  @Test func givesTheTerminalBack() throws {
    let tty = try FakeTTY()
    let before = tty.modes
    let terminal = try tty.open()
    #expect(tty.modes != before)
    terminal.setTitle("14 waiting \u{1B}]0;x\u{07}")
    _ = terminal.show(tty) { $0.put(0, 0, "x") }
    terminal.close()
    terminal.close()
    #expect(tty.modes == before)
    let sent = tty.readNow()
    for part in ["\u{1B}[?1049l", "\u{1B}[?2004l", "\u{1B}[?1004l", "\u{1B}[23;2t"] { #expect(sent.contains(part)) }
    #expect(tty.readNow().isEmpty)
  }

  @Test func suspendsForAnotherProgram() throws {
    let tty = try FakeTTY()
    let before = tty.modes
    let terminal = try tty.open()
    defer { terminal.close() }
    _ = terminal.show(tty) { $0.put(0, 0, "page") }
    let during = tty.modes
    terminal.suspend()
    #expect(tty.modes == before)
    #expect(tty.readNow().contains("\u{1B}[?1049l"))
    terminal.draw(CellBuffer(columns: 80, rows: 24), cursor: nil)
    terminal.sendFence()
    terminal.bell()
    #expect(tty.readNow().isEmpty)
    terminal.resume()
    #expect(tty.modes == during)
    #expect(terminal.readInput() == [.resumed])
    let sent = terminal.show(tty) { $0.put(0, 0, "page") }
    #expect(sent.contains("\u{1B}[?1049h") && sent.contains("page") && sent.contains("\u{1B}[?2004h"))
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGTRAP, SIGILL, SIGBUS, SIGTERM, SIGHUP, SIGINT])
  func theGuardCleansUpAfterADeath(signal: Int32) throws {
    let tty = try FakeTTY()
    let before = tty.modes
    let status = cn_guard_rehearse(tty.follower, "CLEAN", 5, signal)
    #expect(status & 0x7F == signal)
    #expect(tty.modes == before)
    #expect(tty.readNow() == "CLEAN")
  }

  @Test func titleBellAndClipboard() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    _ = terminal.show(tty) { _ in }
    terminal.setTitle("late \u{07}\u{1B}\\")
    terminal.bell()
    #expect(terminal.copy("id-1"))
    let sent = tty.read(until: "\u{1B}]52;c;aWQtMQ==\u{07}")
    #expect(sent.contains("\u{1B}]2;late ␇␛\\\u{07}\u{07}"))
    #expect(!terminal.copy(String(repeating: "x", count: 100_000)))
    terminal.close()
    let plain = try FakeTTY()
    let linux = try plain.open("linux")
    defer { linux.close() }
    _ = linux.show(plain) { _ in }
    linux.setTitle("x")
    #expect(!linux.copy("x"))
    #expect(plain.readNow().isEmpty)
  }

  /// Frames are held back only where the terminal said that it does so.
  @Test(arguments: [("\u{1B}[?2026;2$y", true), ("\u{1B}[?2026;1$y", true), ("\u{1B}[?2026;0$y", false), ("", false)])
  func framesAreWholeWhereTheTerminalCan(_ answer: String, _ isHeld: Bool) throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    defer { terminal.close() }
    let first = terminal.show(tty) { $0.put(0, 0, "one") }
    #expect(first.contains("\u{1B}[?2026$p") && !first.contains("\u{1B}[?2026h"))
    tty.type(answer + "x")
    #expect(terminal.events(1) == [.key(.character("x"))])
    let sent = terminal.show(tty) { $0.put(0, 0, "two") }
    #expect(sent.contains("\u{1B}[?2026h") == isHeld && sent.contains("\u{1B}[?2026l") == isHeld)
  }

  @Test(
    arguments: [
      ("xterm-256color", [:], "\u{1B}]9;factory: late, 3\u{07}"),
      ("rxvt", [:], "\u{1B}]777;notify;factory;late, 3\u{07}"),
      ("xterm-256color", ["VTE_VERSION": "7000"], "\u{1B}]777;notify;factory;late, 3\u{07}"),
      ("screen", ["TMUX": "/tmp/x,1,0"], "\u{1B}Ptmux;\u{1B}\u{1B}]9;factory: late, 3\u{07}\u{1B}\\"),
    ] as [(String, [String: String], String)])
  func noticesByTerminal(_ term: String, _ environment: [String: String], _ expected: String) throws {
    let tty = try FakeTTY()
    let terminal = try tty.open(term, locale: "C.UTF-8", environment)
    defer { terminal.close() }
    _ = terminal.show(tty) { _ in }
    terminal.notify("late; 3")
    #expect(tty.readNow() == expected)
  }

  @Test func theClipboardReachesTheTerminalAroundTmux() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open("screen", locale: "C.UTF-8", ["TMUX": "/tmp/x,1,0"])
    defer { terminal.close() }
    _ = terminal.show(tty) { _ in }
    #expect(terminal.copy("id-1"))
    let plain = "\u{1B}]52;c;aWQtMQ==\u{07}"
    #expect(tty.readNow() == plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\")
  }

  /// On again after another program had the screen, off at the end, and never for who does not want it.
  @Test func theMouseIsAskedForAndGivenBack() throws {
    let tty = try FakeTTY()
    let terminal = try tty.open()
    #expect(!terminal.show(tty) { _ in }.contains("\u{1B}[?1002h"))
    terminal.reportsMouse = true
    #expect(tty.readNow().contains("\u{1B}[?1002h\u{1B}[?1006h"))
    terminal.suspend()
    #expect(tty.readNow().contains("\u{1B}[?1002l"))
    terminal.resume()
    #expect(tty.readNow().contains("\u{1B}[?1002h"))
    terminal.close()
    #expect(tty.readNow().contains("\u{1B}[?1006l"))
  }
}
