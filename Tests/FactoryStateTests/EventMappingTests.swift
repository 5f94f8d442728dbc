// Every event type of the contract: what it changes, that it changes nothing twice, and that an older state never wins.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct EventMappingTests {
  static let pipeline = Sample.pipeline(1, name: "ghl", stage: .testing)
  static let task = Sample.task(1, pipelineId: pipeline.id)

  /// An event of each type about what the screen shows, as it would be a second later.
  static func event(_ type: EventType) -> FactoryEvent {
    var moved = pipeline
    moved.updatedAt = pipeline.updatedAt.adding(seconds: 1)
    moved.currentStage = .review
    let updated = task.later { $0.priority = .high }
    let approval = Sample.approval(task: task, pipeline: pipeline)
    let sla = TaskSlaPayload(
      taskId: task.id, taskTitle: task.title, pipelineId: pipeline.id, slaDeadline: Sample.start, minutesRemaining: -1,
      escalationLevel: 3)
    let deploy = DeployPayload(
      pipelineId: pipeline.id, pipelineName: "ghl", target: .staging, version: "1", status: .succeeded)
    let feedback = FeedbackReceivedPayload(feedbackId: Sample.id(50), modalType: "rating")
    let asset = AssetPayload(asset: Sample.asset(of: pipeline))
    return switch type {
    case .pipelineCreated: .pipelineCreated(.init(pipeline: moved))
    case .pipelineUpdated: .pipelineUpdated(.init(pipeline: moved))
    case .pipelineStageChanged:
      .pipelineStageChanged(
        .init(
          pipelineId: pipeline.id, pipelineName: "ghl", fromStage: .testing, toStage: .review,
          triggeredBy: Sample.asker))
    case .pipelineCompleted: .pipelineCompleted(.init(pipeline: moved))
    case .pipelineFailed: .pipelineFailed(.init(pipeline: moved))
    case .pipelineBlocked:
      .pipelineBlocked(
        .init(
          pipelineId: pipeline.id, pipelineName: "ghl", blockedAt: .testing, reason: "waits for review",
          taskId: task.id))
    case .taskCreated: .taskCreated(.init(task: Sample.task(2)))
    case .taskClaimed: .taskClaimed(.init(task: updated))
    case .taskCompleted:
      .taskCompleted(.init(task: task.completed(.approved, by: Sample.asker, name: "Bob"), decision: .approved))
    case .taskSlaWarning: .taskSlaWarning(sla)
    case .taskSlaBreached: .taskSlaBreached(sla)
    case .taskEscalated: .taskEscalated(.init(task: updated))
    case .approvalPending: .approvalPending(.init(approval: approval))
    case .approvalApproved: .approvalApproved(.init(approval: approval))
    case .approvalRejected: .approvalRejected(.init(approval: approval))
    case .agentStatusChanged:
      .agentStatusChanged(
        .init(agentId: Sample.agent().id, agentName: "agent-1", fromStatus: .idle, toStatus: .active))
    case .agentHeartbeat:
      .agentHeartbeat(
        .init(agentId: Sample.agent().id, agentName: "agent-1", status: .error, health: Sample.agent().health))
    case .assetCreated: .assetCreated(asset)
    case .assetUpdated: .assetUpdated(asset)
    case .deployStarted: .deployStarted(deploy)
    case .deploySucceeded: .deploySucceeded(deploy)
    case .deployFailed: .deployFailed(deploy)
    case .feedbackReceived: .feedbackReceived(feedback)
    case .feedbackProcessed: .feedbackProcessed(feedback)
    case .taskUpdated: .taskUpdated(.init(task: updated))
    case .approvalUpdated: .approvalUpdated(.init(approval: approval))
    case .notificationCreated: .notificationCreated(.init(notification: Sample.notification()))
    case .unknown: .unknown(type: "x.y", data: .null)
    }
  }

  private func screen() -> TestScreen {
    let screen = TestScreen([Self.task], pipelines: [Self.pipeline])
    screen.state.factory.agents[Sample.agent().id] = Sample.agent()
    return screen
  }

  /// What of the factory each event has changed, in words.
  private func change(_ type: EventType) -> String {
    let factory = after(type).state.factory
    let row = factory.tasks[Self.task.id]
    return switch type {
    case .pipelineCreated, .pipelineUpdated, .pipelineStageChanged, .pipelineCompleted, .pipelineFailed:
      "stage \(factory.pipelines[Self.pipeline.id]?.pipeline.currentStage.rawValue ?? "")"
    case .pipelineBlocked: "blocked: \(factory.pipelines[Self.pipeline.id]?.blocked?.reason ?? "")"
    case .taskCreated: "\(factory.pendingTaskCount) pending"
    case .taskClaimed, .taskUpdated, .taskEscalated: "priority \(row?.priority.rawValue ?? "")"
    case .taskCompleted: "\(factory.pendingTaskCount) pending, \(row?.status.rawValue ?? "")"
    case .taskSlaWarning: "level \(row?.escalationLevel ?? 0), breaches \(factory.slaBreachCount)"
    case .taskSlaBreached: "level \(row?.escalationLevel ?? 0), breaches \(factory.slaBreachCount)"
    case .agentStatusChanged, .agentHeartbeat: "agent \(factory.agents[Sample.agent().id]?.status.rawValue ?? "")"
    case .deployStarted, .deploySucceeded, .deployFailed:
      "deploy \(factory.pipelines[Self.pipeline.id]?.deploy?.target.rawValue ?? "")"
    case .notificationCreated: "\(factory.notifications.count) notification"
    case .approvalPending, .approvalApproved, .approvalRejected, .approvalUpdated, .assetCreated, .assetUpdated,
      .feedbackReceived, .feedbackProcessed, .unknown:
      "nothing"
    }
  }

  private func after(_ type: EventType) -> TestScreen {
    let screen = screen()
    screen.run(screen.event(Self.event(type), seq: 7))
    return screen
  }

  static let expected: [EventType: String] = [
    .pipelineCreated: "stage review", .pipelineUpdated: "stage review", .pipelineStageChanged: "stage review",
    .pipelineCompleted: "stage review", .pipelineFailed: "stage review", .pipelineBlocked: "blocked: waits for review",
    .taskCreated: "2 pending", .taskClaimed: "priority high", .taskCompleted: "0 pending, completed",
    .taskSlaWarning: "level 3, breaches 0", .taskSlaBreached: "level 3, breaches 1",
    .taskEscalated: "priority high", .approvalPending: "nothing", .approvalApproved: "nothing",
    .approvalRejected: "nothing", .agentStatusChanged: "agent active", .agentHeartbeat: "agent error",
    .assetCreated: "nothing", .assetUpdated: "nothing", .deployStarted: "deploy staging",
    .deploySucceeded: "deploy staging", .deployFailed: "deploy staging", .feedbackReceived: "nothing",
    .feedbackProcessed: "nothing", .taskUpdated: "priority high", .approvalUpdated: "nothing",
    .notificationCreated: "1 notification",
  ]

  @Test(arguments: EventType.declared) func changes(_ type: EventType) throws {
    #expect(change(type) == (try #require(Self.expected[type])))
    #expect(after(type).state.factory.seq == 7)
  }

  @Test(arguments: EventType.allCases) func aReplayChangesNothing(_ type: EventType) {
    let screen = after(type)
    let before = Picture(of: screen.state)
    let seen = screen.state.queue.unseen
    let effects =
      screen.run(screen.event(Self.event(type), seq: 7)) + screen.run(screen.event(Self.event(type), seq: 3))
    #expect(effects.isEmpty)
    #expect(Picture(of: screen.state) == before)
    #expect(screen.state.queue.unseen == seen)
    #expect(screen.state.factory.notifications.count <= 1)
  }

  @Test func anOlderStateNeverWins() {
    let screen = screen()
    screen.run(screen.event(.taskUpdated(.init(task: Self.task.later(9) { $0.title = "new" })), seq: 5))
    screen.run(screen.event(.taskUpdated(.init(task: Self.task.later(3) { $0.title = "old" })), seq: 6))
    #expect(screen.titles == ["new"])
    var pipeline = Self.pipeline
    pipeline.updatedAt = pipeline.updatedAt.adding(seconds: -1)
    pipeline.name = "old"
    screen.run(screen.event(.pipelineUpdated(.init(pipeline: pipeline)), seq: 7))
    #expect(screen.state.factory.pipelines.name(of: pipeline.id) == "ghl")
  }

  /// Two changes within one millisecond: the later event counts.
  @Test func theLaterEventOfOneMillisecondWins() {
    let screen = screen()
    screen.run(screen.event(.taskUpdated(.init(task: Self.task.later(0) { $0.title = "one" })), seq: 5))
    screen.run(screen.event(.taskUpdated(.init(task: Self.task.later(0) { $0.title = "two" })), seq: 6))
    #expect(screen.titles == ["two"])
  }

  @Test func everyTypeHasItsEvent() {
    for type in EventType.allCases { #expect(Self.event(type).type == type) }
  }
}
