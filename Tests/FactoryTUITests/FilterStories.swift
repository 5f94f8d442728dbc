// Changes through the person's own filter, as delta has them; and the real runner of such filters.
import FactoryState
import FactoryTUI
import TestSupport
import Testing

@Suite struct DiffFilterStories {
  private func stage(_ answer: Result<String, ProgramProblem>) -> Stage {
    let stage = Stage { $0.own.diffFilter = "delta" }
    stage.programs.filterAnswer = answer
    stage.press("<Enter>", "2")
    return stage
  }

  @Test func theFilterShowsTheChangeAndZfGoesBack() {
    let stage = stage(.success("\u{1B}[32mpretty one\u{1B}[0m\npretty two\n"))
    #expect(stage.text.contains("pretty one") && stage.text.contains("pretty two"))
    #expect(stage.programs.filtered.count == 1 && stage.programs.filtered[0].contains("@@ "))
    stage.press("]")
    #expect(stage.text.contains("zf shows it here"))
    stage.press("z", "f")
    #expect(!stage.text.contains("pretty one"))
    stage.press("]", "z", "f")
    #expect(stage.text.contains("pretty one") && stage.programs.filtered.count == 1)
  }

  @Test func aFilterThatFailsIsToldAndOurViewStays() {
    let stage = stage(.failure(ProgramProblem(sentence: "it ended with code 127: delta: not found")))
    #expect(stage.text.contains("diff_filter: `delta`: it ended") && stage.text.contains("@@ "))
    #expect(!stage.app.context.usesFilter && stage.programs.filtered.count == 1)
    // Installed meanwhile: the same key tries again.
    stage.programs.filterAnswer = .success("pretty one")
    stage.press("z", "f")
    #expect(stage.text.contains("pretty one") && stage.programs.filtered.count == 2)
  }

  @Test func withoutOneTheKeySaysWhere() {
    let stage = Stage()
    stage.press("<Enter>", "2", "z", "f")
    #expect(stage.text.contains("factory.diff_filter"))
  }

  @Test func theRealRunner() {
    let programs = ExternalProgram(environment: ["PATH": "/usr/bin:/bin"])
    #expect(programs.filter("sed s/a/b/", "a\n", columns: 80) == .success("b\n"))
    #expect(programs.filter("echo $COLUMNS", "", columns: 61) == .success("61\n"))
    let missing = programs.filter("no-such-filter", "x", columns: 80)
    guard case .failure(let problem) = missing else { return #expect(Bool(false), "\(missing)") }
    #expect(problem.sentence.contains("code 127") && problem.sentence.contains("no-such-filter"))
    // What it does not read is no fault.
    #expect(programs.filter("true", String(repeating: "x", count: 300_000), columns: 80) == .success(""))
  }
}
