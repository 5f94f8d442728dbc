// Keys: notation, decoding of bytes cut anywhere, pastes, fences.
import TerminalKit
import Testing

@Suite struct InputTests {
  private static func key(_ key: Key, control: Bool = false, alt: Bool = false, shift: Bool = false) -> InputEvent {
    .key(KeyPress(key, control: control, alt: alt, shift: shift))
  }

  private static let sequences: [(String, [InputEvent])] = [
    ("j", [key(.character("j"))]), ("é日😀", [key(.character("é")), key(.character("日")), key(.character("😀"))]),
    ("\r", [key(.enter)]), ("\t", [key(.tab)]), ("\u{7F}", [key(.backspace)]),
    ("\u{0}", [key(.character(" "), control: true)]),
    ("\u{04}", [key(.character("d"), control: true)]), ("\u{1B}x", [key(.character("x"), alt: true)]),
    ("\u{1B}é", [key(.character("é"), alt: true)]), ("\u{1B}\r", [key(.enter, alt: true)]),
    ("\u{1B}[A\u{1B}OB", [key(.up), key(.down)]), ("\u{1B}[1;5C", [key(.right, control: true)]),
    ("\u{1B}[1;3D", [key(.left, alt: true)]), ("\u{1B}[Z", [key(.backTab)]), ("\u{1B}[3~", [key(.delete)]),
    ("\u{1B}[5~\u{1B}[6~", [key(.pageUp), key(.pageDown)]),
    ("\u{1B}OP\u{1B}[24~", [key(.function(1)), key(.function(12))]),
    ("\u{1B}[[C", [key(.function(3))]), ("\u{1B}[1~\u{1B}[4~", [key(.home), key(.end)]),
    ("\u{1B}[200~a\u{1B}[31mb\u{1B}[201~c", [.paste("a\u{1B}[31mb"), key(.character("c"))]),
    ("\u{1B}[200~\u{1B}[201~", [.paste("")]), ("\u{1B}[I\u{1B}[O", [.focus(true), .focus(false)]),
    // Swallowed: colour answers, device attributes, overlong and unknown sequences.
    ("\u{1B}]11;rgb:0/0/0\u{07}q", [key(.character("q"))]), ("\u{1B}]11;x\u{1B}\\q", [key(.character("q"))]),
    ("\u{1B}[?62;4cq", [key(.character("q"))]),
    ("\u{1B}[<0;3;4Mq", [.mouse(MousePress(.press, x: 2, y: 3)), key(.character("q"))]),
    // The left button goes down, is dragged with Control, goes up; the wheel; other buttons and no column mean nothing.
    (
      "\u{1B}[<48;120;1M\u{1B}[<0;3;4m",
      [.mouse(MousePress(.drag, x: 119, y: 0)), .mouse(MousePress(.release, x: 2, y: 3))]
    ),
    (
      "\u{1B}[<64;1;1M\u{1B}[<65;1;1M",
      [.mouse(MousePress(.wheelUp, x: 0, y: 0)), .mouse(MousePress(.wheelDown, x: 0, y: 0))]
    ),
    ("\u{1B}[<2;3;4M\u{1B}[<0;0;4M\u{1B}[<0;3Mq", [key(.character("q"))]),
    ("\u{1B}[M !!q", [key(.character("q"))]), ("\u{1B}[99;99;99;99Xq", [key(.character("q"))]),
    ("\u{1B}[24;80Rq", [key(.character("q"))]),
  ]

  @Test(arguments: sequences)
  func decodes(bytes: String, events: [InputEvent]) {
    let decoder = Held(KeyDecoder())
    #expect(decoder.feed(Array(bytes.utf8)) == events)
    #expect(!decoder.isWaiting)
  }

  /// Cut at every place, fed byte by byte: the same events.
  @Test(arguments: sequences)
  func decodesWhateverTheCut(bytes: String, events: [InputEvent]) {
    let all = Array(bytes.utf8)
    for cut in 0...all.count {
      let decoder = Held(KeyDecoder())
      let found = decoder.feed(all[..<cut]) + decoder.feed(all[cut...])
      #expect(found == events, "cut at \(cut)")
    }
    let single = Held(KeyDecoder())
    #expect(all.flatMap { single.feed([$0]) } == events)
  }

  @Test func aLoneEscapeIsTheKeyOnlyAfterTheDelay() {
    let decoder = Held(KeyDecoder())
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [Self.key(.escape)])
    #expect(decoder.feed(Array("[".utf8)) == [Self.key(.character("["))])
    #expect(decoder.feed([0x1B, 0x1B]) == [Self.key(.escape)])
    #expect(decoder.flush() == [Self.key(.escape)])
  }

  /// The answer of a fence is never typed, wherever it is cut and even when the delay ran out inside it.
  @Test func fencesNeverLeak() {
    let answer = Array("\u{1B}[24;80R".utf8)
    for cut in 0...answer.count {
      for flushes in [false, true] {
        let decoder = Held(KeyDecoder())
        decoder.fenceSent()
        var events = decoder.feed(answer[..<cut])
        if flushes { events += decoder.flush() }
        events += decoder.feed(answer[cut...])
        events += decoder.feed(Array("j".utf8))
        let expected: [InputEvent] = [.fence, Self.key(.character("j"))]
        #expect(events.filter { $0 != Self.key(.escape) } == expected, "cut at \(cut), flushed \(flushes)")
        #expect(decoder.openFences == 0)
      }
    }
  }

  /// A terminal draws in order: the answer to a later fence stands for those whose answers got lost.
  @Test func aLostAnswerIsMadeUpForByTheNext() {
    let decoder = Held(KeyDecoder())
    for column in 10...13 { decoder.fenceSent(column: column) }
    #expect(decoder.feed("\u{1B}[1;10R") == [.fence])
    #expect(decoder.feed("\u{1B}[1;12R") == [.fence, .fence])
    #expect(decoder.openFences == 1)
    // A terminal that says another column answers the oldest.
    #expect(decoder.feed("\u{1B}[1;1R") == [.fence])
    #expect(decoder.openFences == 0)
  }

  @Test func withoutAFenceTheSameBytesAreNoKeyEither() {
    let decoder = Held(KeyDecoder())
    decoder.fenceSent()
    decoder.forgetFences()
    #expect(decoder.feed(Array("\u{1B}[24;80R".utf8)).isEmpty)
    #expect(decoder.feed(Array("\u{1B}[1;2R".utf8)) == [Self.key(.function(3), shift: true)])
  }

  @Test func aPasteThatNeverEndsIsGivenOut() {
    let decoder = Held(KeyDecoder())
    #expect(decoder.feed(Array("\u{1B}[200~half \u{1B}[20".utf8)).isEmpty)
    #expect(decoder.isPasting)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.flushPaste() == [.paste("half \u{1B}[20")])
    #expect(decoder.feed(Array("j".utf8)) == [Self.key(.character("j"))])
    let flood = Held(KeyDecoder())
    let events = flood.feed(Array("\u{1B}[200~".utf8) + [UInt8](repeating: 0x61, count: 1 << 20 + 9))
    #expect(events.count == 1 && !flood.isPasting)
  }

  @Test func describedSequencesComeFirst() {
    let decoder = Held(KeyDecoder(extra: [Array("\u{1B}[7~".utf8): KeyPress(.function(9))]))
    #expect(decoder.feed(Array("\u{1B}[7~".utf8)) == [Self.key(.function(9))])
  }

  /// Random bytes never trap, never hang, and after enough of them a plain key still comes through.
  @Test func survivesAnything() {
    var random = SeededRandom(seed: 11)
    let decoder = Held(KeyDecoder())
    for _ in 0..<3_000 {
      if Int.random(in: 0..<4, using: &random) == 0 { decoder.fenceSent() }
      let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ -> UInt8 in
        [0x1B, 0x5B, 0x4F, 0x5D, 0x3B, 0x30, 0x52, .random(in: 0...255, using: &random)].randomElement(using: &random)
          ?? 0
      }
      _ = decoder.feed(bytes)
      if Bool.random(using: &random) { _ = decoder.flush() }
    }
    decoder.forgetFences()
    _ = decoder.flushPaste()
    _ = decoder.flush()
    _ = decoder.feed([0x07])
    #expect(decoder.feed(Array("j".utf8)).last == Self.key(.character("j")))
  }

  @Test func notationRoundTrips() throws {
    let keys: [Key] = [
      .character("j"), .character("G"), .character(" "), .character("<"), .character("é"), .enter, .escape, .backTab,
      .pageDown, .function(12),
    ]
    for key in keys {
      for flags in 0..<8 where key != .character("G") || flags & 1 == 0 {
        let press = KeyPress(key, control: flags & 1 != 0, alt: flags & 2 != 0, shift: flags & 4 != 0)
        #expect(try KeyNotation.parse(KeyNotation.print(press)) == [press])
      }
    }
    #expect(try KeyNotation.parse("gg<C-W>h<enter>").map(KeyNotation.print) == ["g", "g", "<C-w>", "h", "<Enter>"])
  }

  @Test(arguments: [("", "names no key"), ("<C-d", "> is missing"), ("<X-d>", "no modifier"), ("<Foo>", "is no key")])
  func badNotationGetsASentence(text: String, part: String) {
    #expect { try KeyNotation.parse(text) } throws: { "\($0)".contains(part) }
  }
}
