// Widgets, frame gate and the dump of a screen.
import TerminalKit
import TestSupport
import Testing

@Suite struct WidgetTests {
  @Test func theWindowMovesByHalfAPage() {
    var window = ScrollWindow()
    window.follow(9, count: 100, height: 10)
    #expect(window.offset == 0)
    window.follow(10, count: 100, height: 10)
    #expect(window.offset == 5)
    window.follow(4, count: 100, height: 10)
    #expect(window.offset == 0)
    window.follow(99, count: 100, height: 10)
    #expect(window.offset == 90)
    window.follow(3, count: 4, height: 10)
    #expect(window.offset == 0)
  }

  /// Any jumps in lists that grow and shrink: the row is in sight and no room is wasted.
  @Test func theSelectionIsAlwaysInSight() {
    var random = SeededRandom(seed: 9)
    var window = ScrollWindow()
    for _ in 0..<5_000 {
      let count = Int.random(in: 1...60, using: &random)
      let height = Int.random(in: 1...25, using: &random)
      let row = Int.random(in: 0..<count, using: &random)
      window.follow(row, count: count, height: height)
      #expect(window.visible(count: count, height: height).contains(row))
      #expect(window.visible(count: count, height: height).count == min(count, height))
    }
  }

  @Test func selectionIsById() {
    #expect(ListSelection.index(of: "b", in: ["x", "a", "b"], formerIndex: 1) == 2)
    #expect(ListSelection.index(of: "gone", in: ["x", "a"], formerIndex: 5) == 1)
    #expect(ListSelection.index(of: "b", in: [], formerIndex: 0) == nil)
    #expect(ListSelection.moved(3, by: -9, count: 5) == 0)
  }

  @Test(arguments: [
    (0.0, "▱▱▱▱"), (0.01, "▰▱▱▱"), (0.5, "▰▰▱▱"), (0.99, "▰▰▰▱"), (1.0, "▰▰▰▰"), (.nan, "▱▱▱▱"), (7, "▰▰▰▰"),
  ])
  func bars(share: Double, text: String) {
    #expect(Gauge.bar(share, columns: 4).plain == text)
  }

  @Test func sparklines() {
    #expect(Gauge.sparkline([0, 1, 2, 3], columns: 3).plain == "▁▄▇")
    #expect(Gauge.sparkline([5, 5], columns: 9).plain == "▄▄")
    #expect(Gauge.sparkline([], columns: 9).isEmpty)
  }

  @Test(arguments: [
    ("the quick brown fox", 10, ["the quick", "brown fox"]), ("unbreakable", 4, ["unbr", "eaka", "ble"]),
    ("  indented text here", 12, ["  indented", "  text here"]), ("日本語", 4, ["日本", "語"]),
    ("a\nb", 9, ["a", "b"]), ("ends   ", 4, ["ends"]), ("", 5, [""]),
  ])
  func wraps(text: String, columns: Int, lines: [String]) {
    #expect(TextBlock.wrap(text, columns: columns).map(\.plain) == lines)
  }

  @Test func wrappingHoldsForAnyText() {
    var random = SeededRandom(seed: 21)
    for _ in 0..<1_500 {
      let text = hostileText(&random) + " " + hostileText(&random)
      let columns = Int.random(in: 2...15, using: &random)
      let lines = TextBlock.wrap(text, columns: columns)
      #expect(lines.allSatisfy { $0.width <= columns })
      let kept = lines.map(\.plain).joined().unicodeScalars.filter { $0 != " " }.count
      let given = SafeText.lines(text).map(\.plain).joined().unicodeScalars.filter { $0 != " " }.count
      #expect(kept == given)
    }
  }

  @Test func aScreenOfAllWidgets() {
    let buffer = CellBuffer(columns: 40, rows: 10)
    let canvas = buffer.canvas
    TabsWidget.draw(
      in: canvas.sub(Rect(columns: 40, rows: 1)),
      [TabItem("all", isActive: false, note: "14"), TabItem("late", isActive: true, note: "2", isAlert: true)])
    let rows: [SafeText] = ["Approve staging deploy", "Review: retry on 429", "Fix: \u{1B}[2J日本"]
    ListWidget.draw(
      in: canvas.sub(Rect(x: 0, y: 1, width: 40, height: 3)), count: 3, selected: 1, window: ScrollWindow()
    ) {
      $1.put(0, 0, rows[$0], $2 ? .strong : .text)
    }
    ListWidget.drawScrollBar(
      in: canvas.sub(Rect(x: 0, y: 1, width: 40, height: 3)), count: 9, window: ScrollWindow(offset: 6))
    let inside = Dialog.frame(in: canvas, Rect(x: 4, y: 4, width: 30, height: 4), title: "Reject")
    TextBlock.draw("needs a rollback step for the cache migration", in: inside, Style(.text, on: .dialog))
    KeyHints.draw(
      in: canvas.sub(Rect(x: 0, y: 9, width: 40, height: 1)), [KeyHint("a", "approve"), KeyHint("?", "keys")])
    Toast.draw(in: canvas, "approved 3 s")
    expectGolden(ScreenText.full(buffer), named: "widgets-40x10")
  }

  @Test func withoutUTF8KeysAreNamed() {
    func shown(_ charset: Charset) -> String {
      let buffer = CellBuffer(columns: 60, rows: 1)
      buffer.charset = charset
      KeyHints.draw(in: Canvas(buffer), [KeyHint("⏎", "open"), KeyHint("Alt-↑", "up"), KeyHint("q", "quit")])
      return String(ScreenText.plain(buffer).drop { $0 == " " }.prefix { $0 != "\n" })
    }
    #expect(shown(.utf8).hasPrefix("⏎ open  Alt-↑ up  q quit"))
    #expect(shown(.ascii).hasPrefix("Enter open  Alt-Up up  q quit"))
  }

  @Test func goldenDifferencesNameThePlace() {
    #expect(firstDifference("ab\ncd\n", "ab\ncx\n") == "first difference in row 1, column 1: golden \"d\", found \"x\"")
    #expect(firstDifference("a\n", "a\nb\n").contains("row 1, column 0: golden the line's end, found \"b\""))
  }
}

@Suite struct FrameGateTests {
  @Test func waitsForTheAnswer() {
    let gate = Held(FrameGate())
    #expect(!gate.shouldPaint(now: 0))
    gate.invalidate(urgent: true)
    #expect(gate.shouldPaint(now: 0))
    gate.painted(now: 0, fenced: true)
    gate.invalidate(urgent: true)
    #expect(!gate.shouldPaint(now: 5))
    #expect(gate.deadline(now: 5) == 1_000)
    #expect(gate.answered(now: 40) == 40)
    #expect(gate.shouldPaint(now: 40))
  }

  /// What follows news by a few milliseconds (somebody goes on, then the decision) does not wait; a third frame does.
  @Test func twoFramesOfEventsMayFollowAtOnceAThirdWaits() {
    let gate = Held(FrameGate())
    for now: Int64 in [100, 105] {
      gate.invalidate(urgent: false)
      #expect(gate.shouldPaint(now: now) && gate.deadline(now: now) == now)
      gate.painted(now: now, fenced: false)
    }
    gate.invalidate(urgent: false)
    #expect(!gate.shouldPaint(now: 110))
    #expect(gate.deadline(now: 110) == 135)
    gate.invalidate(urgent: true)
    #expect(gate.shouldPaint(now: 111))
    gate.painted(now: 111, fenced: false)
    #expect(gate.deadline(now: 111) == nil)
    gate.invalidate(urgent: false)
    #expect(gate.deadline(now: 112) == 146)
  }

  @Test func eventsAlonePaintAtMostThirtyTimesASecond() {
    let gate = Held(FrameGate())
    var frames: [Int64] = []
    for now in Int64(0)..<5_000 {
      gate.invalidate(urgent: false)
      guard gate.shouldPaint(now: now) else { continue }
      gate.painted(now: now, fenced: false)
      frames.append(now)
    }
    for second in Int64(0)..<4_000 {
      #expect(frames.count { (second..<second + 1_000).contains($0) } <= 30)
    }
    #expect(frames.count > 130)
  }

  @Test func aSilentTerminalIsNotWaitedForLong() {
    let gate = Held(FrameGate())
    var now: Int64 = 0
    for _ in 0..<FrameGate.patience {
      #expect(gate.usesFences)
      gate.painted(now: now, fenced: gate.usesFences)
      gate.invalidate(urgent: true)
      #expect(!gate.shouldPaint(now: now + 999))
      now += 1_000
      #expect(gate.shouldPaint(now: now))
    }
    #expect(!gate.usesFences)
    _ = gate.answered(now: now)
    #expect(gate.usesFences)
  }
}
