// Commands of the pipelines: opening one, and what an operator does to the opened one or to the card under the cursor. What reaches
// further than a priority asks for a second key.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let pipelines: [Command] = [
    Command(
      "pipeline", [ScopedKeys(.queue, "P"), ScopedKeys(.context, "P")], "Pipeline",
      help: "Stages, jobs with their log, gates and blockers of the item's pipeline; or of the one named.", .board,
      argument: "its name", run: openPipeline),
    Command(
      "pipeline-pane", [ScopedKeys(.pipeline, "<Tab>")], "Record, log, assets",
      help: "Which of the three the keys that move scroll; on a narrow screen, which is shown.", .board,
      footer: FooterEntry(6, "log, assets"), run: pane(1)),
    Command(
      "pipeline-pane-back", [ScopedKeys(.pipeline, "<BackTab>")], "The pane before",
      help: "The pane before, of record, log and assets.", .board, run: pane(-1)),
    step(
      "advance", "ma", "Advance", "Moves the pipeline to its next stage, after a second key.", .advance, rank: 10,
      active),
    step(
      "retry", "mr", "Retry", "Asks to enter the stage that failed again, after a second key.", .retry, rank: 11
    ) { $0.status == .failed ? nil : "It has not failed." },
    step(
      "pause", "mp", "Pause", "Hands its jobs to nobody until it is resumed, after a second key.", .pause, active),
    step("resume", "mc", "Continue", "A paused pipeline goes on.", .resume, rank: 12) {
      $0.status == .paused ? nil : "It is not paused."
    },
    step(
      "archive", "mx", "Archive", "Takes it off the board, after a second key; its history stays.", .archive
    ) { $0.status == .archived ? "It is archived already." : nil },
    Command(
      "test", [KeyScope.queue, .context, .pipeline, .kanban].map { ScopedKeys($0, "t") }, "Run tests",
      help: "Runs the tests of the pipeline's build; in the queue and in an item, of the item's pipeline.", .board,
      unless: testable, run: app { .step(.test, key: $0.key(), now: $0.now) }),
    Command(
      "deploy", [], "Deploy",
      help:
        "Shows what the deploy would do, with its checklist, and asks for a second key; production is decided by someone else.",
      .board, isDangerous: true, argument: "staging or production, and a version", unless: changeable(active),
      run: deploy),
    Command(
      "rollback", [], "Roll back",
      help:
        "Shows what the deploy would go back to and, after a second key, asks for it; someone else decides. In the queue, of the item's pipeline.",
      .board, isDangerous: true, argument: "staging or production, and a version", unless: Availability.goesBack,
      run: rollback),
    Command(
      "fail", [], "Mark as failed", help: "Ends jobs and gates and asks for a fix, after a second key.", .board,
      isDangerous: true, argument: "the reason", unless: changeable(active)
    ) { situation, call in
      if call.argument.isEmpty { return refuse("fail: the reason was expected behind it.", situation) }
      return [.app(.step(.fail(call.argument), key: situation.key(), now: situation.now))]
    },
    priority("raise", ["+", "="], "More urgent", -1), priority("lower", ["-"], "Less urgent", 1),
  ]

  private static func pane(_ step: Int) -> @Sendable (Situation, Invocation) -> [Intent] {
    { situation, _ in
      let all = DetailFocus.allCases
      let place = all.firstIndex(of: situation.app.pipeline.focus) ?? 0
      return [.app(.detailFocus(all[(place + step + all.count) % all.count]))]
    }
  }

  private static func step(
    _ id: CommandID, _ key: String, _ title: String, _ help: String, _ step: PipelineStep, rank: Int? = nil,
    _ unless: @escaping @Sendable (Pipeline) -> String?
  ) -> Command {
    Command(
      id, [ScopedKeys(.pipeline, key), ScopedKeys(.kanban, key)], title, help: help, .board,
      footer: rank.map { FooterEntry($0, id.rawValue == "resume" ? "continue" : id.rawValue) },
      isDangerous: step.asksAgain, unless: changeable(unless), run: app { .step(step, key: $0.key(), now: $0.now) })
  }

  private static func priority(_ id: CommandID, _ keys: [String], _ title: String, _ rows: Int) -> Command {
    Command(
      id, [ScopedKeys(.pipeline, keys), ScopedKeys(.kanban, keys)], title,
      help: "\(title): the pipeline's priority, one step.", .board, footer: rows < 0 ? FooterEntry(13, "urgency") : nil,
      unless: changeable { next($0.priority, rows) == nil ? "It cannot be \(title.lowercased())." : nil }
    ) { situation, _ in
      guard let chosen = situation.app.chosenPipeline, let wanted = next(chosen.priority, rows) else { return [] }
      return [.app(.step(.priority(wanted), key: situation.key(), now: situation.now))]
    }
  }

  private static func next(_ priority: Priority, _ rows: Int) -> Priority? {
    let index = priority.rank + rows
    return Priority.declared.indices.contains(index) ? Priority.declared[index] : nil
  }

  /// There is a pipeline, here or behind the item.
  private static func testable(_ situation: Situation) -> String? {
    Availability.pipeline(situation) ?? Availability.writable(situation)
      ?? Availability.missing(.pipelinesWrite, situation)
  }

  private static func deploy(_ situation: Situation, _ call: Invocation) -> [Intent] {
    let words = call.argument.split(separator: " ").map(String.init)
    guard let name = words.first, let target = DeployTarget.named(name), target != .unknown, words.count <= 2 else {
      return refuse(
        "deploy: staging or production was expected behind it, and a version where it is not the newest.", situation)
    }
    return [.app(.planDeploy(target, version: words.count == 2 ? words[1] : nil, now: situation.now))]
  }

  private static func rollback(_ situation: Situation, _ call: Invocation) -> [Intent] {
    let words = call.argument.split(separator: " ").map(String.init)
    let target = words.first.flatMap { DeployTarget.named($0) }
    guard words.count <= 2, words.isEmpty || target != nil && target != .unknown else {
      return refuse(
        "rollback: staging or production was expected behind it, and a version where it is not the one before.",
        situation)
    }
    let version = words.count == 2 ? words[1] : nil
    return [.app(.planRollback(target, version: version, now: situation.now))]
  }

  private static let active: @Sendable (Pipeline) -> String? = {
    $0.status == .active ? nil : "It is \($0.status.rawValue)."
  }

  /// There is a pipeline, and this operator may change it.
  private static func changeable(
    _ unless: @escaping @Sendable (Pipeline) -> String?
  ) -> @Sendable (Situation) -> String? {
    { situation in
      guard let chosen = situation.app.chosenPipeline else {
        return "There is no pipeline under the cursor; b shows the board."
      }
      return Availability.writable(situation) ?? Availability.missing(.pipelinesWrite, situation) ?? unless(chosen)
    }
  }

  private static func openPipeline(_ situation: Situation, _ call: Invocation) -> [Intent] {
    let pipelines = situation.app.factory.pipelines
    if call.argument.isEmpty {
      let app = situation.app
      guard let id = app.screen == .kanban ? app.kanban.selectedId : situation.selectedRow?.pipelineId else {
        return refuse("The item belongs to no pipeline; :pipeline NAME opens one.", situation)
      }
      return [.app(.show(.pipeline(id), now: situation.now))]
    }
    let word = call.argument.lowercased()
    let named = pipelines.ids.compactMap { pipelines[$0]?.pipeline }
    let exact = named.filter { $0.id.description == word || $0.slug == word || $0.name.lowercased() == word }
    let found = exact.isEmpty ? named.filter { $0.name.lowercased().hasPrefix(word) } : exact
    guard let one = found.first, found.count == 1 else {
      let problem = found.isEmpty ? "no pipeline is called so" : "\(found.count) pipelines are called so"
      return refuse("pipeline: found “\(call.argument)”; \(problem).", situation)
    }
    return [.app(.show(.pipeline(one.id), now: situation.now))]
  }
}
