// The person's own filter for changes (delta and its like): run on a worker thread, its text drawn in its colours. The loop's thread asks.
// Invariants: a filter gets text that is safe already, so that a change cannot paint itself; while it works, and where it fails, our own
// view shows the change.
import FactoryContracts
import FactoryState
import TerminalKit

package struct FilteredDiff {
  package struct Key: Hashable, Sendable {
    package let taskId: EntityID
    package let version: Int?
    package let columns: Int
    package let line: String
  }

  private var asked: Key?
  private var made: (key: Key, lines: [[Span]])?

  package init() {}

  package func lines(_ key: Key) -> [[Span]]? { made?.key == key ? made?.lines : nil }

  /// Whether it is to be asked for now.
  package mutating func ask(_ key: Key) -> Bool {
    guard asked != key else { return false }
    asked = key
    return true
  }

  package mutating func put(_ key: Key, _ lines: [[Span]]) { made = (key, lines) }
}

extension EventLoop {
  /// What the open tab shows of the person's filter; nil: our own view.
  func filteredKey(columns: Int) -> FilteredDiff.Key? {
    guard let line = diffFilter, app.context.usesFilter, app.context.tab == .diff, app.pickedLine == nil,
      let id = app.queue.selectedId, let task = app.context.fullTasks[id], task.context.diffSummary != nil
    else { return nil }
    return FilteredDiff.Key(taskId: id, version: task.version, columns: columns, line: line)
  }

  /// Begins to filter what the frame will show; the answer comes as a message.
  func filterIfNeeded() {
    let pane = layout.showsBoth ? layout.context : layout.body
    guard let key = filteredKey(columns: pane.width - 2), filtered.ask(key),
      let diff = app.context.fullTasks[key.taskId]?.context.diffSummary
    else { return }
    let (programs, mailbox) = (options.programs, mailbox)
    runner.run(.disk) { _ in
      let result = programs.filter(key.line, Self.text(diff), columns: key.columns)
      mailbox.post(.filtered(key, result.map { ColoredText.lines($0) }))
    }
  }

  func take(_ key: FilteredDiff.Key, _ result: Result<[[Span]], ProgramProblem>) {
    switch result {
    case .success(let lines): filtered.put(key, lines)
    case .failure(let problem):
      filtered = FilteredDiff()
      apply(.useFilter(false))
      let words = "diff_filter: `\(key.line)`: \(problem.sentence). Our own view shows the change; zf tries again."
      apply(.notice(.warning, words, now: options.clock()))
    }
  }

  /// A change as `git diff` would print it.
  private static func text(_ diff: DiffSummary) -> String {
    let parts = diff.files.map { file in
      let patch = file.patch ?? ""
      let hasHead = patch.hasPrefix("diff ") || patch.hasPrefix("--- ")
      return (hasHead ? "" : "diff --git a/\(file.path) b/\(file.path)\n--- a/\(file.path)\n+++ b/\(file.path)\n")
        + patch
    }
    return SafeText.sanitizeLines(parts.joined(separator: "\n")) + "\n"
  }
}
