// Sections of a person's own: they stand on Tab behind `all`, count what waits, and follow what changes.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct SectionStories {
  private func screen(_ tasks: [FactoryTask], _ sections: [(String, String)]) -> TestScreen {
    let screen = TestScreen(tasks, pipelines: [Sample.pipeline(1)])
    screen.run(.savedSections(sections.map { SavedSection(name: $0.0, query: $0.1) }))
    return screen
  }

  private func counts(_ screen: TestScreen) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: screen.state.sections.map { ($0.title, $0.count) })
  }

  @Test func tabGoesThroughThem() {
    let screen = screen(
      [Sample.task(1, priority: .high), Sample.task(2, priority: .low)], [("risky", "priority:high")])
    #expect(screen.state.sections.map(\.title).prefix(3) == ["all", "risky", "mine"])
    screen.run(.nextSection(1, now: screen.now))
    #expect(screen.state.shownSection == .saved(0))
    #expect(screen.titles == ["Task 1"])
    // A filter narrows it further, and Esc goes back step by step.
    screen.run(.filter(.typed("nothing"), now: screen.now))
    #expect(screen.titles == [])
    screen.run(.back(now: screen.now))
    #expect(screen.titles == ["Task 1"])
    screen.run(.back(now: screen.now))
    #expect(screen.state.shownSection == .builtIn(.all))
    screen.run(.nextSection(-1, now: screen.now))
    screen.run(.nextSection(2, now: screen.now))
    #expect(screen.state.shownSection == .saved(0))
  }

  @Test func countsFollowTheClockAndTheDecisions() {
    let screen = screen(
      [Sample.task(1, slaMinutes: 100), Sample.task(2, slaMinutes: 200)], [("soon-now", "sla:soon"), ("tasks", "task")])
    #expect(counts(screen)["soon-now"] == 0)
    #expect(counts(screen)["tasks"] == 2)
    screen.now = Sample.start.adding(minutes: 75)
    screen.run(.tick(now: screen.now))
    #expect(counts(screen)["soon-now"] == 1)
    screen.run(.section(.saved(0), now: screen.now))
    #expect(screen.titles == ["Task 1"])
    screen.now = Sample.start.adding(minutes: 120)
    screen.run(.tick(now: screen.now))
    #expect(counts(screen)["soon-now"] == 0)
    #expect(counts(screen)["tasks"] == 2)
  }

  @Test func anotherListKeepsWhatIsShown() {
    let screen = screen([Sample.task(1), Sample.task(2)], [("a", "task"), ("b", "2")])
    screen.run(.section(.saved(1), now: screen.now))
    #expect(screen.titles == ["Task 2"])
    screen.run(.savedSections([SavedSection(name: "b", query: "1")]))
    #expect(screen.state.shownSection == .saved(0))
    #expect(screen.titles == ["Task 1"])
    screen.run(.savedSections([]))
    #expect(screen.state.shownSection == .builtIn(.all))
    #expect(screen.titles.count == 2)
  }

  @Test(arguments: [
    ("", "type:review", "name of one word"), ("two words", "type:review", "name of one word"),
    ("late", "type:review", "section already"), ("x", "", "a filter was expected"),
    ("x", "mark:on", "marks come and go"),
    ("x", "type:nothing", "is not a value"),
  ]) func whatCannotBeOneIsSaid(_ name: String, _ query: String, _ word: String) {
    #expect(SavedSection.problem(name: name, query: query)?.contains(word) == true)
  }
}
