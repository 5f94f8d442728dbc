// Short times, and the moment at which they change.
import FactoryContracts
import FactoryState
import TestSupport
import Testing

@Suite struct TimeTextTests {
  @Test(arguments: [
    (1.0, "1m"), (60, "1m"), (61, "2m"), (240, "4m"), (3599, "1h00"), (3600, "1h00"), (7980, "2h13"),
    (86_399, "1d0"), (86_400, "1d0"), (266_400, "3d2"), (864_000, "10d"), (0, "-1m"), (-1, "-1m"), (-59, "-1m"),
    (-60, "-2m"), (-2220, "-38m"), (-7920, "-2h13"), (-266_400, "-3d2"),
  ])
  func left(_ seconds: Double, _ text: String) {
    #expect(TimeText.left(until: Sample.start.adding(seconds: seconds), now: Sample.start) == text)
  }

  @Test(arguments: [(0.0, "0m"), (59, "0m"), (60, "1m"), (7980, "2h13"), (266_400, "3d2")])
  func ago(_ seconds: Double, _ text: String) {
    #expect(TimeText.ago(Sample.start, now: Sample.start.adding(seconds: seconds)) == text)
  }

  @Test(arguments: [(0.0, "0 s"), (3.9, "3 s"), (60, "1m")])
  func shortly(_ seconds: Double, _ text: String) {
    #expect(TimeText.shortly(Sample.start, now: Sample.start.adding(seconds: seconds)) == text)
  }

  /// Up to the next change the text stays, and there it is another one: an idle screen may sleep until then.
  @Test func nextChangeIsExact() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let span = Int64.random(in: -1_500_000_000...1_500_000_000, using: &random)
      let deadline = Timestamp(milliseconds: Sample.start.milliseconds + span)
      let next = TimeText.nextChange(until: deadline, now: Sample.start)
      #expect(next > Sample.start)
      let text = TimeText.left(until: deadline, now: Sample.start)
      #expect(TimeText.left(until: deadline, now: next) != text, "at \(span)")
      let before = Timestamp(milliseconds: next.milliseconds - 1)
      #expect(TimeText.left(until: deadline, now: before) == text, "just before, at \(span)")
    }
  }

  @Test func nextChangeOfAnAgeIsExact() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<500 {
      let age = Int64.random(in: 0...1_500_000_000, using: &random)
      let born = Timestamp(milliseconds: Sample.start.milliseconds - age)
      let next = TimeText.nextChange(since: born, now: Sample.start)
      let text = TimeText.ago(born, now: Sample.start)
      #expect(next > Sample.start)
      #expect(TimeText.ago(born, now: next) != text)
      #expect(TimeText.ago(born, now: Timestamp(milliseconds: next.milliseconds - 1)) == text)
    }
  }
}
