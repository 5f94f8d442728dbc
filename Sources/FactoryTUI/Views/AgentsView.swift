// The agents: how each is, what it works on, how much it did, when it last gave a sign of life. Draws on the terminal's thread.
// Invariant: only rows on the screen are drawn; every colour comes with a sign or a word.
import FactoryContracts
import FactoryState
import TerminalKit

package enum AgentsView {
  package struct Parts: Hashable, Sendable {
    package let head: Rect
    package let rows: Rect
    /// Empty on a low screen.
    package let detail: Rect
    /// Of the selected agent; empty on a screen that is not high.
    package let log: Rect
  }

  package static func parts(_ body: Rect) -> Parts {
    let (head, rest) = body.splitTop(1)
    let (rows, below) = rest.splitBottom(
      rest.height >= 20 ? rest.height - rest.height * 2 / 5 : rest.height >= 14 ? 7 : 0)
    let (detail, log) = below.splitTop(min(7, below.height))
    return Parts(head: head, rows: rows, detail: detail, log: log)
  }

  package static func draw(_ app: AppState, in canvas: Canvas) {
    let parts = parts(canvas.bounds)
    head(app, in: canvas.sub(parts.head))
    let rows = app.agentRows
    let list = canvas.sub(parts.rows)
    if rows.isEmpty { return empty(app, in: list) }
    list.hit(list.bounds, PageTarget.rows(first: app.agents.cursor.top))
    for (line, agent) in rows.dropFirst(app.agents.cursor.top).prefix(list.height).enumerated() {
      draw(agent, app, line, in: list)
    }
    if !parts.detail.isEmpty { detail(app, in: canvas.sub(parts.detail)) }
    if parts.log.height > 2 { log(app, in: canvas.sub(parts.log)) }
  }

  private static func log(_ app: AppState, in canvas: Canvas) {
    canvas.hline(0, 0, length: canvas.width)
    let inside = canvas.sub(Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 1))
    guard let watched = app.agents.watched else { return }
    let place = watched.job.flatMap { app.factory.pipelines.name(of: $0.pipelineId) }
    JobLogView.head(watched.log, of: watched.job, at: place, in: inside)
    guard watched.job == nil else { return JobLogView.draw(watched.log, in: inside) }
    let isBusy = app.selectedAgent?.currentPipelineId != nil
    inside.put(1, 1, isBusy ? "Reading …" : "It has no job now; its log is here as soon as it has one.", .muted)
  }

  private static func head(_ app: AppState, in canvas: Canvas) {
    let rows = app.agentRows
    var spans = [Span("Agents", Style(.title, .bold))]
    let signs: [(AgentStatus, ThemeRole)] = [
      (.active, .running), (.idle, .muted), (.error, .fail), (.offline, .warning),
    ]
    for (status, role) in signs {
      let count = rows.count { $0.status == status }
      if count > 0 { spans.append(Span("  \(count) \(SafeText(status.rawValue))", role)) }
    }
    if let failure = app.agents.failure { spans.append(Span("  \(SafeText(failure))", .warning)) }
    canvas.put(1, 0, spans, limit: canvas.width - 2)
  }

  private static func empty(_ app: AppState, in canvas: Canvas) {
    let words: SafeText =
      app.agents.failure != nil
      ? "They could not be read; Ctrl-R tries again."
      : app.agents.isLoading ? "Reading …" : "No agent is registered; one registers itself when it first asks for work."
    for (row, line) in TextBlock.wrap(words, columns: max(8, canvas.width - 2)).enumerated() {
      canvas.put(1, 1 + row, line, .strong)
    }
  }

  static func sign(_ status: AgentStatus) -> (SafeText, ThemeRole) {
    switch status {
    case .active: ("▸", .running)
    case .idle: ("●", .pass)
    case .error: ("✗", .fail)
    case .offline: ("○", .warning)
    case .unknown: ("?", .muted)
    }
  }

  private static func draw(_ agent: Agent, _ app: AppState, _ line: Int, in canvas: Canvas) {
    let (sign, role) = Self.sign(agent.status)
    var x = canvas.put(1, line, sign, role) + 1
    let name = canvas.width >= 60 ? 20 : 14
    x = canvas.put(x, line, SafeText(agent.name).truncated(to: name).padded(to: name), .strong) + 1
    x = canvas.put(x, line, SafeText(agent.status.rawValue).padded(to: 7), role) + 1
    if canvas.width >= 100 {
      x = canvas.put(x, line, SafeText(type(agent.type)).padded(to: 8), .muted) + 1
      x = canvas.put(x, line, load(agent).padded(to: 22), .muted) + 1
    }
    let heard: SafeText = "\(SafeText(TimeText.ago(agent.health.lastHeartbeat, now: app.now))) ago"
    let room = canvas.width - x - heard.width - 3
    if room > 3 { canvas.put(x, line, work(agent, app).truncated(to: room), .text) }
    canvas.putRight(canvas.width - 1, line, heard, Style(.muted))
    guard agent.id == app.agents.cursor.selectedId else { return }
    canvas.put(0, line, "▌", .accent)
    canvas.lay(Rect(x: 0, y: line, width: canvas.width, height: 1), on: .selection)
  }

  private static func type(_ type: AgentType) -> String {
    switch type {
    case .aiBuilder: "builder"
    case .testRunner: "tester"
    case .deployer: "deployer"
    case .monitor: "monitor"
    case .unknown: "?"
    }
  }

  /// What it did in a day and how much of it failed.
  private static func load(_ agent: Agent) -> SafeText {
    "\(agent.health.tasksCompleted24h) in 24h, \(SafeText(Words.percent(agent.health.errorRate * 100))) fail"
  }

  /// How busy its machine is, where its heartbeats say so.
  private static func machine(_ agent: Agent) -> SafeText? {
    let load = agent.health.load1.map { "load \(($0 * 10).rounded() / 10) on its machine" }
    let memory = agent.health.memoryMB.map { "\(Int($0.rounded())) MB" }
    let facts = [load, memory].compactMap { $0 }
    return facts.isEmpty ? nil : SafeText("Now " + facts.joined(separator: ", "))
  }

  private static func work(_ agent: Agent, _ app: AppState) -> SafeText {
    if let task = agent.currentTaskId, let title = app.factory.tasks[task]?.title { return SafeText(title) }
    guard let id = agent.currentPipelineId else { return .empty }
    return SafeText(app.factory.pipelines.name(of: id) ?? id.short)
  }

  private static func detail(_ app: AppState, in canvas: Canvas) {
    canvas.hline(0, 0, length: canvas.width)
    guard let agent = app.selectedAgent else { return }
    let heard = SafeText(TimeText.ago(agent.health.lastHeartbeat, now: app.now))
    let up = SafeText(Words.span(seconds: agent.health.uptimeSeconds))
    let each = agent.avgTaskDurationSeconds.map { SafeText(", " + Words.span(seconds: $0) + " each") } ?? .empty
    let doing = work(agent, app)
    var lines: [SafeText] = [
      "\(SafeText(agent.name))  \(SafeText(type(agent.type)))  \(SafeText(agent.status.rawValue))",
      doing == .empty ? "Works on nothing." : "Works on \(doing)",
      "Last sign of life \(heard) ago, up \(up)",
      "\(load(agent)), \(agent.tasksCompletedTotal) in all\(each)",
    ]
    if let machine = machine(agent) { lines.append(machine) }
    if !agent.capabilities.isEmpty {
      lines.append("Can \(SafeText(agent.capabilities.joined(separator: ", ")))")
    }
    for (row, line) in lines.prefix(canvas.height - 1).enumerated() {
      canvas.put(1, 1 + row, line.truncated(to: canvas.width - 2), row == 0 ? .strong : .text)
    }
  }
}
