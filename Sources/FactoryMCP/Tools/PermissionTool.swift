// factory_permission_prompt: a coding agent's program asks whether a call may go on; the same rules, risk and queue as a hook's. A
// thread of its own. Invariants: fails closed, without an answer it denies with a sentence; a question that nobody waits for any more
// is withdrawn. The answer is one JSON text and nothing beside it, because that is all the asking program reads.
import FactoryContracts
import FactoryHooks

enum PermissionTool {
  @Sendable static func run(_ input: ToolInput, _ call: ToolCall) throws -> ToolAnswer {
    let given = input.members("input")
    let verdict = verdict(input, given, call)
    return ToolAnswer(textAlone: String(decoding: try verdict.permissionPrompt(input: given), as: UTF8.self))
  }

  private static func verdict(_ input: ToolInput, _ given: [String: JSONValue], _ call: ToolCall) -> HookVerdict {
    let place: AgentPlace
    switch self.place(input, call) {
    case .found(let known): place = known
    case .unknown(let sentence): return .deny(reason: "Not allowed: \(sentence)")
    }
    let hook = HookCall(
      agent: name(call.client), event: "permission", session: place.session, folder: place.folder,
      tool: input.text("tool_name") ?? "", input: given, callId: input.text("tool_use_id"))
    // It asks as a hook does, so nothing of it is announced as a tool's doing beside the question itself.
    var asking = call
    asking.tool = nil
    return PermissionAsking(hook: hook, place: place, call: asking).verdict()
  }

  private enum Whereabouts {
    case found(AgentPlace)
    case unknown(String)
  }

  /// Where the agent works: where it started this process; else what the caller's connection says, then what its arguments say.
  private static func place(_ input: ToolInput, _ call: ToolCall) -> Whereabouts {
    if let place = call.office.place { return .found(place) }
    guard let visitors = call.office.visitors else {
      return .unknown(
        "this server listens for other machines, and cannot look at the folders of theirs. Start `factory mcp` where the agent runs, "
          + "over standard input and output or on a loopback address, or use `factory hook`.")
    }
    let claim = AgentClaim(
      folder: call.claim.folder ?? input.text("folder"), session: call.claim.session ?? input.text("session"))
    if let place = visitors.place(claim) { return .found(place) }
    let found = claim.folder.map { "found “\(Phrases.line($0, 200))”; " } ?? ""
    return .unknown(
      "over HTTP this server is not told in which folder the agent works; \(found)an absolute path on this machine was expected in "
        + "the header X-Factory-Folder of the connection (claude mcp add … --header \"X-Factory-Folder: $PWD\"), or in the argument "
        + "folder. An agent that starts `factory mcp` itself needs neither.")
  }

  /// As the hook of the same program calls it, so that rules hold for both.
  private static func name(_ client: String?) -> String {
    guard let client, !client.isEmpty else { return "an MCP client" }
    return client.lowercased().hasPrefix("claude-code") ? "Claude Code" : client
  }
}

/// One call on its way through rules and queue.
private struct PermissionAsking {
  let hook: HookCall
  let place: AgentPlace
  let call: ToolCall

  func verdict() -> HookVerdict {
    do {
      let record = hook.record(resolve: place.resolve)
      if let reason = try allowance(record) { return .allow(reason: reason) }
      let deadline = call.now.adding(seconds: place.patience)
      let question = try HookEvidence.question(hook, deadline: deadline, record: record, read: place.read)
      let task = try call.ask(Endpoints.createTask, question).data
      if let decided = try wait(for: task, until: deadline) { return HookVerdict(decided) }
      return .deny(reason: "Not allowed: \(withdraw(task))")
    } catch {
      let sentence = (error as? HookFault)?.sentence ?? (error as? ToolFailure)?.sentence ?? "\(error)"
      return .deny(reason: "Not allowed: \(sentence)")
    }
  }

  /// By which rule it goes on without asking; a server that knows no rules is asked all the same.
  private func allowance(_ record: AgentCall?) throws(ToolFailure) -> String? {
    guard let record else { return nil }
    return try call.office.tell { api throws(APIFailure) -> String? in
      do throws(APIFailure) {
        let answer = try api.request(Endpoints.checkRules, CheckRuleBody(call: record)).data
        return answer.allowed ? answer.reason : nil
      } catch {
        guard case .refused = error else { throw error }
        return nil
      }
    }
  }

  /// The task once it is decided or put off; nil: nobody did in time, or nobody waits any more.
  private func wait(for task: FactoryTask, until deadline: Timestamp) throws -> FactoryTask? {
    let signal = call.signal
    let number = call.office.news.listen(try call.office.enter()) { event in
      if DecisionWait.matters(event, task.id) { signal.ring() }
    }
    defer { call.office.news.leave(number) }
    let start = call.now
    while !signal.isCancelled {
      let rest = deadline.seconds(since: call.now)
      // A server that is away for a moment is no answer; at the end only its own word counts.
      let newest = rest > 0 ? try? call.read(Endpoints.getTask, task.id) : try call.read(Endpoints.getTask, task.id)
      if let newest, isOver(newest, since: task) { return newest }
      guard rest > 0 else { return nil }
      call.progress?(
        call.now.seconds(since: start), "Waiting for a human: \(Phrases.line(task.title)) (task_id \(task.id))")
      signal.wait(seconds: min(5, rest))
    }
    return nil
  }

  private func isOver(_ task: FactoryTask, since start: FactoryTask) -> Bool {
    if task.status == .completed { return true }
    return task.pendingDecision == nil && task.deferredAt != nil && task.deferredAt != start.deferredAt
  }

  /// - Returns: why.
  private func withdraw(_ task: FactoryTask) -> String {
    let reason =
      call.signal.isCancelled
      ? "The one who asked waits no more." : "Nobody decided within \(Phrases.span(place.patience))."
    _ = try? call.ask(Endpoints.withdrawTask, WithdrawTaskBody(reason: reason), path: [task.id])
    return reason
  }
}
