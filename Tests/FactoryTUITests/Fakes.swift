// A server, a link and an outbox in memory. Posts come only when a test asks for them.
import FactoryContracts
import Foundation
import Synchronization

/// Answers from a table of entities; counts what it was asked.
final class FakeAPI: FactoryAPI {
  struct World {
    var tasks: [FactoryTask] = []
    var pipelines: [Pipeline] = []
    var audit: [AuditEntry] = []
    var people: [UserName] = []
    var notifications: [FactoryNotification] = []
    /// Of one pipeline, whichever is asked for.
    var stages: [PipelineStageRecord] = []
    var jobs: [Job] = []
    var approvals: [Approval] = []
    var blockers: [BlockerInfo] = []
    var log = ""
    var assets: [Asset] = []
    /// What every comparison of assets is answered with; nil: it is refused.
    var assetDiff: DiffSummary?
    var agents: [Agent] = []
    var found: [SearchResult] = []
    var dashboard = DashboardSummary()
    /// What a deploy's dry run is answered with.
    var plan: DeployPlan?
    /// What every change is answered with.
    var refusal: APIError?
    var me: CurrentUser?
    var asked: [String] = []
    /// Of the changes, in their order.
    var bodies: [String] = []
    var isDown = false
  }
  let world: Mutex<World>

  init(_ world: World) { self.world = Mutex(world) }

  var asked: [String] { world.withLock { $0.asked } }
  var bodies: [String] { world.withLock { $0.bodies } }

  func send(_ call: Call) throws(APIFailure) -> Answer {
    let world = world.withLock { world in
      world.asked.append("\(call.method.rawValue) \(call.target)")
      if let body = call.body { world.bodies.append(String(decoding: body, as: UTF8.self)) }
      if !world.isDown { world.read(call) }
      return world
    }
    if world.isDown { throw .unreachable(reason: "connection refused", sent: false) }
    if call.method == .post, call.path.hasPrefix("/v1/notifications/") { return Answer(status: 204, body: Data()) }
    if call.path.hasPrefix("/v1/pipelines/") { return try pipeline(call, world) }
    let data: Data?
    switch call.path {
    case "/v1/tasks": data = try? reply(world.tasks.filter(\.isOpen).prefix(100).map(\.listForm), seq: 1)
    case "/v1/notifications":
      let rows = world.notifications.filter { !call.target.contains("unread=true") || !$0.read }
      data = try? reply(rows, seq: 1)
    case "/v1/approvals": data = try? reply(world.approvals, seq: 1)
    case "/v1/agents": data = try? reply(world.agents, seq: 1)
    case "/v1/dashboard/summary": data = try? reply(world.dashboard, seq: 1)
    case "/v1/search": data = try? reply(SearchReply(results: world.found), seq: 1)
    case "/v1/blockers": data = try? reply(world.blockers, seq: 1)
    case "/v1/audit": data = try? reply(world.audit, seq: 1)
    case "/v1/users": data = try? reply(world.people, seq: 1)
    case "/v1/users/me": data = try? reply(world.me, seq: 1)
    case let path where path.hasPrefix("/v1/assets/"): data = try? world.assetDiff.map { try reply($0, seq: 1) }
    default:
      let id = call.path.split(separator: "/").compactMap { EntityID($0) }.first
      data = try? world.tasks.first { $0.id == id }.map { try reply($0, seq: 1) }
    }
    guard let data else { throw .refused(APIError(code: .notFound, message: "There is no such thing.")) }
    return Answer(status: 200, body: data)
  }

  /// Everything below one pipeline.
  private func pipeline(_ call: Call, _ world: World) throws(APIFailure) -> Answer {
    if call.method != .get, let refusal = world.refusal { throw .refused(refusal) }
    if call.method == .delete { return Answer(status: 204, body: Data()) }
    guard let one = call.path.split(separator: "/").compactMap({ EntityID($0) }).first,
      let pipeline = world.pipelines.first(where: { $0.id == one })
    else { throw .refused(APIError(code: .notFound, message: "There is no such pipeline.")) }
    if call.path.hasSuffix("/build-logs") {
      // A line is a piece; the number of the last is where it goes on.
      let after = call.query.first { $0.name == "after" }.flatMap { Int($0.value) } ?? 0
      let lines = world.log.split(separator: "\n").dropFirst(after).map { "\($0)\n" }
      return Answer(status: 200, body: Data(lines.joined().utf8), headers: ["x-log-next": "\(after + lines.count)"])
    }
    let data: Data? =
      switch call.path.split(separator: "/").last {
      case "stages": try? reply(world.stages, seq: 1)
      case "assets": try? reply(world.assets.filter { $0.pipelineId == one }, seq: 1)
      case "jobs": try? reply(world.jobs, seq: 1)
      case "deploys" where world.plan != nil && String(decoding: call.body ?? Data(), as: UTF8.self).contains("dryRun"):
        try? world.plan.map { plan in
          var plan = plan
          if let body = call.body { plan.target = try FactoryJSON.decode(DeployBody.self, from: body).target }
          return try reply(DeployReply.plan(plan), seq: 1)
        }
      case "test-runs", "deploys": try? world.jobs.first.map { try reply($0, seq: 1) }
      case "advance": try? reply(AdvanceStageReply(stage: world.stages[0], tasksCreated: []), seq: 1)
      default: try? reply(pipeline, seq: 1)
      }
    return Answer(status: 200, body: data ?? Data())
  }

  private func reply<Value: Codable & Sendable>(_ value: Value, seq: Int64) throws -> Data {
    let meta = ResponseMeta(requestId: "r", timestamp: Timestamp(milliseconds: 0), seq: seq)
    return try FactoryJSON.encode(APIResponse(data: value, meta: meta))
  }

  func stream(_ call: Call, line: (Data) -> Bool) throws(APIFailure) {
    let world = world.withLock { world in
      world.asked.append("\(call.method.rawValue) \(call.target)")
      return world
    }
    if world.isDown { throw .unreachable(reason: "connection refused", sent: false) }
    let lines =
      world.pipelines.map { SnapshotLine(pipeline: $0) } + world.tasks.map { SnapshotLine(task: $0.listForm) }
    guard let head = try? FactoryJSON.encode(SnapshotHead(seq: 1)), line(head) else { return }
    for entry in lines {
      guard let data = try? FactoryJSON.encode(entry), line(data) else { return }
    }
  }
}

extension FakeAPI.World {
  /// One notification, or all of them, are read.
  fileprivate mutating func read(_ call: Call) {
    guard call.method == .post, call.path.hasPrefix("/v1/notifications/") else { return }
    let id = call.path.split(separator: "/").compactMap { EntityID($0) }.first
    for index in notifications.indices where id == nil || notifications[index].id == id {
      notifications[index].read = true
    }
  }
}

/// Remembers what it was told; a test posts through it.
final class FakeLink: EventLink {
  struct Told {
    var post: (@Sendable (LinkEvent) -> Void)?
    var channels: [String] = []
    var resumed: [Int64] = []
    var viewed: [EntityID?] = []
    var isStopped = false
  }
  let told = Mutex(Told())

  func start(channels: [String], since: Int64?, post: @escaping @Sendable (LinkEvent) -> Void) {
    told.withLock {
      $0.post = post
      $0.channels = channels
    }
  }
  func resume(from seq: Int64) { told.withLock { $0.resumed.append(seq) } }
  func viewing(_ taskId: EntityID?) { told.withLock { $0.viewed.append(taskId) } }
  func stop() { told.withLock { $0.isStopped = true } }
  func post(_ event: LinkEvent) { told.withLock { $0.post }?(event) }
}

final class FakeOutbox: DecisionOutbox {
  struct Told {
    var post: (@Sendable (OutboxUpdate) -> Void)?
    var entries: [OutboxEntry] = []
    var released: [EntityID] = []
    var dropped: [EntityID] = []
    var isStopped = false
  }
  let told = Mutex(Told())

  var entries: [OutboxEntry] { told.withLock { $0.entries } }

  func enqueue(_ entry: OutboxEntry) { told.withLock { $0.entries.append(entry) } }
  func start(post: @escaping @Sendable (OutboxUpdate) -> Void) { told.withLock { $0.post = post } }
  func release(_ key: EntityID) { told.withLock { $0.released.append(key) } }
  func drop(_ key: EntityID) { told.withLock { $0.dropped.append(key) } }
  func nudge() {}
  func stop() -> Int {
    told.withLock {
      $0.isStopped = true
      return $0.entries.count
    }
  }
  func post(_ update: OutboxUpdate) { told.withLock { $0.post }?(update) }
}
