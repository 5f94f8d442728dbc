// A task's tests as styled lines: failures first, then totals and coverage. Pure; drawing is left to the panel.
import FactoryContracts
import TerminalKit

package enum TestsView {
  /// Lines for a panel of that width. `isComplete` is false while only the totals are here (ruling R56).
  package static func lines(_ results: TestResults, isComplete: Bool, width: Int) -> [[Span]] {
    // The contract has no word for coverage that was not measured: it is 0 then.
    var lines = [totals(results)] + (results.coveragePercent > 0 ? [coverage(results)] : []) + [[]]
    let failures = results.failureDetails ?? []
    if results.failed > 0, failures.isEmpty {
      let words: SafeText = isComplete ? "No details came with the failures." : "The failures are being fetched …"
      lines.append([Span(words, .muted)])
    }
    for failure in failures { lines += block(failure, width: width) }
    return lines
  }

  private static func totals(_ results: TestResults) -> [Span] {
    let verdict: Span =
      results.failed > 0 ? Span("✗ \(results.failed) failed", .fail) : Span("✓ none failed", .pass)
    return [
      verdict, Span("   \(results.passed) passed   \(results.skipped) skipped   \(results.total) in all", .text),
    ]
  }

  private static func coverage(_ results: TestResults) -> [Span] {
    let share = results.coveragePercent / 100
    return [
      Span("coverage ", .muted), Span(SafeText(Words.percent(results.coveragePercent)), .strong), Span("  ", .text),
      Span(Gauge.bar(share, columns: 20), share >= 0.8 ? .pass : .warning),
    ]
  }

  private static func block(_ failure: TestFailure, width: Int) -> [[Span]] {
    var lines: [[Span]] = [[Span("✗ ", .fail), Span(SafeText(failure.testName), .strong)]]
    if let file = failure.file {
      let place = failure.line.map { "\(file):\($0)" } ?? file
      lines.append([Span("  ", .text), Span(SafeText(place).truncatedAtStart(to: max(8, width - 2)), .link)])
    }
    for part in TextBlock.wrap(failure.error, columns: max(8, width - 2)) {
      lines.append([Span("  ", .text), Span(part, .text)])
    }
    return lines + [[]]
  }
}
