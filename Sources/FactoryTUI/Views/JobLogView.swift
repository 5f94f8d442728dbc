// The end of a job's log under its head, wherever one is shown. Draws on the terminal's thread. Invariant: lines of others are data.
import FactoryContracts
import FactoryState
import TerminalKit

enum JobLogView {
  /// - Parameter place: the pipeline's name, where the screen is not that pipeline's.
  static func head(
    _ log: JobLog, of job: Job?, at place: String? = nil, isFocused: Bool = false, in canvas: Canvas
  ) {
    var spans = [Span("Log", Style(isFocused ? .accent : .muted, isFocused ? [.bold, .underline] : .bold))]
    if let job {
      spans.append(Span("  \(SafeText(job.kind.rawValue)) at \(SafeText(job.stageName.rawValue))", .muted))
      if let place { spans.append(Span(" of \(SafeText(place))", .muted)) }
      if job.status == .running {
        spans.append(Span("  ● live", .running))
      } else {
        spans.append(Span("  \(SafeText(job.status.rawValue))", job.status == .failed ? .fail : .muted))
      }
    }
    if let failure = log.failure { spans.append(Span("  \(SafeText(failure))", .warning)) }
    canvas.put(1, 0, spans, limit: canvas.width - 1)
  }

  /// Below the head's line.
  /// - Parameter back: lines that it is scrolled up from its end.
  static func draw(_ log: JobLog, back: Int = 0, empty: SafeText = "Nothing was logged yet.", in canvas: Canvas) {
    let body = canvas.sub(Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 1))
    guard !log.lines.isEmpty else {
      body.put(1, 0, empty.truncated(to: body.width - 1), .muted)
      return
    }
    let end = max(0, log.lines.count - back)
    for (row, line) in log.lines[max(0, end - body.height)..<end].enumerated() {
      body.put(1, row, SafeText(line).truncated(to: max(1, body.width - 1)), .text)
    }
    if back > 0 { body.putRight(body.width, body.height - 1, " \(back) more ↓", Style(.faint)) }
  }
}
