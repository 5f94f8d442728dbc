// The queue as plain lines: for pipes, scripts, screen readers and machines without a terminal.
import FactoryContracts
import FactoryState
import TerminalKit

enum QueueText {
  /// One line for each task: id, time left, priority, type, title, where.
  static func lines(_ tasks: [FactoryTask], pipelines: [EntityID: String], now: Timestamp) -> [String] {
    tasks.map { task in
      let left = task.slaDeadline.map { TimeText.left(until: $0, now: now) } ?? "-"
      let place = [task.pipelineId.flatMap { pipelines[$0] }, task.stageName?.rawValue]
        .compactMap { $0 }.joined(separator: " ▸ ")
      return [
        task.id.short, pad(left, 6), pad(task.priority.rawValue, 8), pad(task.type.rawValue, 13), task.title,
        place.isEmpty ? "" : "(\(place))",
      ].filter { !$0.isEmpty }.joined(separator: "  ")
    }
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
  }
}
