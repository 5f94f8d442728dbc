// One pipeline: its record on the left, jobs and log on the right; on a narrow screen one of the two. Draws on the terminal's thread.
// Invariant: only what is on the screen is drawn; texts of others are data.
import FactoryContracts
import FactoryState
import TerminalKit

package enum PipelineView {
  package struct Parts: Hashable, Sendable {
    package let head: Rect
    package let record: Rect
    /// Empty on a narrow screen, where the record names the jobs.
    package let jobs: Rect
    package let log: Rect
    package var isWide: Bool { !jobs.isEmpty }
    /// All that is not the record; on a narrow screen everything.
    package var right: Rect {
      isWide ? Rect(x: jobs.x, y: jobs.y, width: jobs.width, height: jobs.height + log.height) : log
    }
  }

  package static func parts(_ body: Rect) -> Parts {
    let (head, rest) = body.splitTop(body.height >= 16 ? 3 : 1)
    guard rest.width >= 96, rest.height >= 12 else {
      return Parts(head: head, record: rest, jobs: Rect(columns: 0, rows: 0), log: rest)
    }
    let (record, right) = rest.splitLeft(rest.width / 2)
    let (_, inside) = right.splitLeft(1)
    let (jobs, log) = inside.splitTop(min(11, inside.height / 3))
    return Parts(head: head, record: record, jobs: jobs, log: log)
  }

  /// What the state has to know for scrolling.
  package static func viewport(_ body: Rect, _ app: AppState) -> Viewport {
    let parts = parts(body)
    guard case .pipeline = app.screen else { return .pipeline(record: parts.record.height, log: 1, lines: 0) }
    let lines = PipelineRecordText.lines(app, width: parts.record.width - 2, withJobs: !parts.isWide).count
    return .pipeline(record: parts.record.height, log: max(1, parts.log.height - 1), lines: lines)
  }

  package static func draw(_ app: AppState, assetDiff: DiffRows? = nil, in canvas: Canvas) {
    let parts = parts(canvas.bounds)
    guard let pipeline = app.chosenPipeline else { return unknown(app, in: canvas) }
    head(pipeline, app, in: canvas.sub(parts.head))
    if parts.isWide {
      record(app, withJobs: false, in: canvas.sub(parts.record))
      canvas.vline(parts.record.right, parts.record.y, length: parts.record.height)
      if app.pipeline.focus == .assets {
        AssetsView.draw(app, assetDiff, in: canvas.sub(parts.right))
      } else {
        jobs(app, in: canvas.sub(parts.jobs))
        PipelineLogView.draw(app, in: canvas.sub(parts.log))
      }
    } else if app.pipeline.focus == .assets {
      AssetsView.draw(app, assetDiff, in: canvas.sub(parts.log))
    } else if app.pipeline.focus == .log {
      PipelineLogView.draw(app, in: canvas.sub(parts.log))
    } else {
      record(app, withJobs: true, in: canvas.sub(parts.record))
    }
  }

  private static func unknown(_ app: AppState, in canvas: Canvas) {
    let words: SafeText =
      app.pipeline.failure.map { "It could not be read: \(SafeText($0))" } ?? "Reading the pipeline …"
    canvas.put(1, 1, words.truncated(to: canvas.width - 2), app.pipeline.failure == nil ? .muted : .warning)
  }

  // MARK: Head

  private static func head(_ pipeline: Pipeline, _ app: AppState, in canvas: Canvas) {
    let right = urgency(pipeline, app)
    let room = max(8, canvas.width - right.width - 3)
    canvas.put(1, 0, RowWords.name(pipeline.name, to: room).truncated(to: room), Style(.title, .bold))
    canvas.put(canvas.width - right.width - 1, 0, right)
    guard canvas.height > 1 else { return }
    canvas.put(1, 1, meta(pipeline, app), limit: canvas.width - 2)
    canvas.hline(0, 2, length: canvas.width)
  }

  private static func urgency(_ pipeline: Pipeline, _ app: AppState) -> [Span] {
    var spans = [status(pipeline.status)]
    spans += [
      Span("  ", .text), Span(SafeText(pipeline.priority.rawValue), RowWords.priority(pipeline.priority).style),
    ]
    if let deadline = pipeline.slaDeadline {
      let left = TimeText.left(until: deadline, now: app.now)
      spans += [Span("  ", .text), Span(SafeText(left), deadline <= app.now ? .slaLate : .slaOk)]
    }
    return spans
  }

  private static func status(_ status: PipelineStatus) -> Span {
    switch status {
    case .active: Span("● active", .running)
    case .paused: Span("‖ paused", .muted)
    case .completed: Span("✓ completed", .pass)
    case .failed: Span("✗ failed", .fail)
    case .archived: Span("archived", .muted)
    case .unknown: Span("?", .muted)
    }
  }

  private static func meta(_ pipeline: Pipeline, _ app: AppState) -> [Span] {
    let stage = pipeline.currentStage
    var spans = [
      Span(Gauge.bar(Double(stage.order + 1) / 8, columns: 8), KanbanView.role(stage)),
      Span(" \(SafeText(stage.rawValue))\(stage.isGate ? " ★" : "")", KanbanView.role(stage)),
      Span(" · \(SafeText(pipeline.platform))", .muted),
      Span(" · begun \(SafeText(Words.ago(pipeline.startedAt, now: app.now))) ago", .muted),
    ]
    if let deploy = app.factory.pipelines[pipeline.id]?.deploy {
      let words: SafeText = "\(SafeText(deploy.target.rawValue)) \(SafeText(deploy.status.rawValue))"
      spans.append(Span(" · \(words)", deploy.status == .failed ? .fail : .muted))
    }
    if let failure = app.pipeline.failure { spans.append(Span("  \(SafeText(failure))", .warning)) }
    return spans
  }

  // MARK: Record and jobs

  private static func record(_ app: AppState, withJobs: Bool, in canvas: Canvas) {
    let lines = PipelineRecordText.lines(app, width: canvas.width - 2, withJobs: withJobs)
    let top = min(app.pipeline.top, max(0, lines.count - canvas.height))
    for (row, line) in lines.dropFirst(top).prefix(canvas.height).enumerated() {
      canvas.put(1, row, line, limit: canvas.width - 1)
    }
    let hidden = lines.count - top - canvas.height
    if hidden > 0 { canvas.putRight(canvas.width, canvas.height - 1, " \(hidden + 1) more ↓", Style(.faint)) }
  }

  private static func jobs(_ app: AppState, in canvas: Canvas) {
    let lines = PipelineRecordText.jobs(app, width: canvas.width - 1, limit: canvas.height - 2)
    for (row, line) in lines.prefix(canvas.height - 1).enumerated() {
      canvas.put(1, row, line, limit: canvas.width - 1)
    }
  }
}

/// The end of the log of the running job, or of the last one.
enum PipelineLogView {
  static func draw(_ app: AppState, in canvas: Canvas) {
    let log = app.pipeline.log
    let job = app.pipeline.evidence?.jobs.first { $0.id == log.jobId }
    JobLogView.head(log, of: job, isFocused: app.pipeline.focus == .log, in: canvas)
    let isRead = app.pipeline.evidence != nil
    let empty: SafeText =
      !isRead ? "Reading …" : log.jobId == nil ? "No job has been taken yet." : "Nothing was logged yet."
    JobLogView.draw(log, back: app.pipeline.logBack, empty: empty, in: canvas)
  }
}

package enum StepView {
  package static func draw(_ dialog: StepDialog, in canvas: Canvas) {
    let lines = dialog.consequences.flatMap { TextBlock.wrap($0, columns: max(8, min(92, canvas.width - 8))) }
    let verb = dialog.step.verb.prefix(1).uppercased() + dialog.step.verb.dropFirst()
    // The frame, what will happen, and the key stand; the list takes what is left.
    let list = ChecklistView.lines(dialog.checklist, rows: max(1, canvas.height - 3 - lines.count))
    let box = DialogBox(
      canvas, title: "\(SafeText(verb)) “\(SafeText(dialog.name))”?", rows: lines.count + list.count + 1)
    for line in lines { box.line(line, .text) }
    for line in list { box.line(line) }
    box.line("y does it, Esc goes back", .keyLabel)
  }
}
