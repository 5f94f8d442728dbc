// The screen of one pipeline: opening it, scrolling, what was read of it, and when it is read again: a moment after an event about it,
// and every two seconds the log while one of its jobs runs (jobs have no events of their own).
import FactoryContracts

extension AppState {
  /// The pipeline that keys of this screen act on: the opened one, or the card under the cursor.
  package var chosenPipeline: Pipeline? {
    switch screen {
    case .pipeline(let id): factory.pipelines[id]?.pipeline ?? pipeline.evidence?.pipeline
    case .kanban: kanban.selectedId.flatMap { factory.pipelines[$0]?.pipeline }
    default: nil
    }
  }

  /// Begins anew, unless it is the one that was open.
  mutating func openPipeline(_ id: EntityID, from origin: Screen) -> [Effect] {
    if pipeline.pipelineId != id {
      let (height, logHeight) = (pipeline.height, pipeline.logHeight)
      pipeline = PipelineDetail()
      pipeline.pipelineId = id
      (pipeline.height, pipeline.logHeight) = (height, logHeight)
    }
    switch origin {
    case .pipelineTasks, .pipeline: break
    default: pipeline.origin = origin
    }
    collectOpenTasks()
    return readPipeline() + fetchAssetsIfShown()
  }

  mutating func readPipeline() -> [Effect] {
    guard let id = pipeline.pipelineId else { return [] }
    pipeline.rereadAt = nil
    pipeline.isLoading = true
    return [.fetchPipeline(id)]
  }

  mutating func takePipeline(_ evidence: PipelineEvidence) -> [Effect] {
    factory.pipelines.put(evidence.pipeline, seq: 0)
    guard evidence.pipeline.id == pipeline.pipelineId else { return [] }
    pipeline.isLoading = false
    pipeline.failure = nil
    pipeline.evidence = evidence
    collectOpenTasks()
    guard let job = evidence.shownJob else {
      pipeline.log = JobLog()
      pipeline.logAt = nil
      return []
    }
    if pipeline.log.jobId != job.id {
      pipeline.log = JobLog(jobId: job.id)
      pipeline.logBack = 0
    }
    return [readLog(job)]
  }

  private mutating func readLog(_ job: Job) -> Effect {
    pipeline.logAt = nil
    return .fetchLog(job.pipelineId, job: job.id, after: pipeline.log.next)
  }

  mutating func notePipelineFailure(_ id: EntityID, _ reason: String) {
    guard id == pipeline.pipelineId else { return }
    pipeline.isLoading = false
    pipeline.failure = reason
  }

  mutating func takeLog(_ jobId: EntityID, after: Int64, _ text: String, _ next: Int64) {
    guard jobId == pipeline.log.jobId, after == pipeline.log.next else { return }
    pipeline.log.failure = nil
    if next > pipeline.log.next {
      let before = pipeline.log.lines.count
      pipeline.log.append(text)
      pipeline.log.next = next
      // What one reads stays where it is while more comes below.
      if pipeline.logBack > 0 { pipeline.logBack += pipeline.log.lines.count - before }
    }
    boundLog()
    pipeline.logAt = isWorking ? Timestamp(milliseconds: now.milliseconds + PipelineDetail.logMilliseconds) : nil
  }

  mutating func noteLogFailure(_ jobId: EntityID, _ reason: String) {
    guard jobId == pipeline.log.jobId else { return }
    pipeline.log.failure = reason
    pipeline.logAt = isWorking ? Timestamp(milliseconds: now.milliseconds + PipelineDetail.logMilliseconds * 2) : nil
  }

  private var isWorking: Bool {
    pipeline.evidence?.jobs.contains { $0.id == pipeline.log.jobId && $0.status == .running } ?? false
  }

  /// What is due by the clock while the screen is open.
  mutating func readPipelineIfDue() -> [Effect] {
    guard case .pipeline = screen else { return [] }
    if let at = pipeline.rereadAt, at <= now { return readPipeline() }
    if let at = pipeline.logAt, at <= now, let job = pipeline.evidence?.shownJob { return [readLog(job)] }
    return []
  }

  /// When it next asks by itself; nil: it does not.
  var pipelineMoment: Timestamp? {
    guard case .pipeline = screen else { return nil }
    return [pipeline.rereadAt, pipeline.logAt].compactMap { $0 }.min()
  }

  /// An event about the opened pipeline, or an agent that began or ended its work.
  mutating func rereadPipeline(after event: FactoryEvent) {
    guard case .pipeline(let id) = screen else { return }
    if case .agentStatusChanged = event {} else if event.pipelineId != id { return }
    collectOpenTasks()
    pipeline.rereadAt =
      pipeline.rereadAt ?? Timestamp(milliseconds: now.milliseconds + PipelineDetail.rereadMilliseconds)
  }

  private mutating func collectOpenTasks() {
    let rows = factory.tasks.ids.compactMap { factory.tasks[$0] }
      .filter { $0.pipelineId == pipeline.pipelineId && $0.isOpen }
    pipeline.openTasks = rows.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }.map(\.id)
  }

  // MARK: Scrolling

  mutating func moveInPipeline(_ move: Move) -> [Effect] {
    let isLog = pipeline.focus == .log
    let page = max(1, isLog ? pipeline.logHeight : pipeline.height)
    let from = isLog ? -pipeline.logBack : pipeline.top
    let target =
      switch move {
      case .by(let lines): from + lines
      case .halfPage(let count): from + count * max(1, page / 2)
      case .page(let count): from + count * max(1, page - 1)
      case .first: isLog ? -pipeline.log.lines.count : 0
      case .last: isLog ? 0 : Int.max / 2
      case .toRow(let number): isLog ? number - pipeline.log.lines.count - 1 + pipeline.logHeight - 1 : number - 1
      case .oldestUnseen: from
      }
    if isLog { pipeline.logBack = max(0, -target) } else { pipeline.top = max(0, target) }
    boundScroll()
    return []
  }

  private mutating func boundScroll() {
    pipeline.top = min(pipeline.top, max(0, pipeline.lines - pipeline.height))
    boundLog()
  }

  private mutating func boundLog() {
    pipeline.logBack = min(pipeline.logBack, max(0, pipeline.log.lines.count - pipeline.logHeight))
  }

  mutating func fitPipeline(record: Int, log: Int, lines: Int) {
    pipeline.lines = lines
    (pipeline.height, pipeline.logHeight) = (max(1, record), max(1, log))
    boundScroll()
  }
}
