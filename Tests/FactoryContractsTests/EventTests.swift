// Events and messages of the socket.
import FactoryContracts
import FactoryLearningContracts
import Foundation
import TestSupport
import Testing

@Suite struct EventTests {
  /// The contract's payload for each type (§1.6, ruling R21). A new type does not compile until it is told here.
  private static func payload(_ type: EventType) -> String? {
    switch type {
    case .pipelineCreated: "PipelineCreatedPayload"
    case .pipelineUpdated, .pipelineCompleted, .pipelineFailed: "PipelinePayload"
    case .pipelineStageChanged: "PipelineStageChangedPayload"
    case .pipelineBlocked: "PipelineBlockedPayload"
    case .taskCreated, .taskClaimed, .taskEscalated, .taskUpdated: "TaskCreatedPayload"
    case .taskCompleted: "TaskCompletedPayload"
    case .taskSlaWarning, .taskSlaBreached: "TaskSlaPayload"
    case .approvalPending, .approvalApproved, .approvalRejected, .approvalUpdated: "ApprovalPayload"
    case .agentStatusChanged: "AgentStatusPayload"
    case .agentHeartbeat: "AgentHeartbeatPayload"
    case .assetCreated, .assetUpdated: "AssetPayload"
    case .deployStarted, .deploySucceeded, .deployFailed: "DeployPayload"
    case .feedbackReceived, .feedbackProcessed: "FeedbackReceivedPayload"
    case .notificationCreated: "NotificationPayload"
    case .unknown: nil
    }
  }

  private func event(_ type: String, _ data: JSONValue, seq: Int64 = 42) -> JSONValue {
    [
      "type": .string(type), "timestamp": "2026-01-31T09:05:00.123Z", "channel": "tasks:*", "seq": .integer(seq),
      "data": data,
    ]
  }

  private func echo(_ json: JSONValue) throws -> (WsEvent, JSONValue) {
    let event = try FactoryJSON.decode(WsEvent.self, from: FactoryJSON.encode(json))
    return (event, try FactoryJSON.decode(JSONValue.self, from: FactoryJSON.encode(event)))
  }

  @Test(arguments: EventType.declared) func everyTypeHasItsCaseAndPayload(_ type: EventType) throws {
    let fixture = try Fixtures.named(try #require(Self.payload(type)))
    for data in [fixture.full, fixture.bare] {
      let json = event(type.rawValue, data)
      let (event, back) = try echo(json)
      #expect(event.event.type == type)
      #expect(back == json)
      let message = try FactoryJSON.decode(ServerMessage.self, from: FactoryJSON.encode(json))
      #expect(message == .event(event))
      #expect(try FactoryJSON.decode(JSONValue.self, from: FactoryJSON.encode(message)) == json)
      let stored = try FactoryJSON.encode(EventDataEncoding(event: event.event))
      #expect(try FactoryJSON.decode(JSONValue.self, from: stored) == data)
    }
    #expect(throws: DecodingError.self) { try echo(event(type.rawValue, ["of": "another kind"])) }
  }

  @Test func theTypesAreTheContractsInItsOrder() {
    #expect(
      EventType.declared.map(\.rawValue) == [
        "pipeline.created", "pipeline.updated", "pipeline.stage_changed", "pipeline.completed", "pipeline.failed",
        "pipeline.blocked", "task.created", "task.claimed", "task.completed", "task.sla_warning", "task.sla_breached",
        "task.escalated", "approval.pending", "approval.approved", "approval.rejected", "agent.status_changed",
        "agent.heartbeat", "asset.created", "asset.updated", "deploy.started", "deploy.succeeded", "deploy.failed",
        "feedback.received", "feedback.processed", "task.updated", "approval.updated", "notification.created",
      ])
    #expect(Set(EventType.declared.map { String($0.family) }).isSubset(of: Set(families)))
  }

  private let families = ["pipeline", "task", "approval", "agent", "asset", "deploy", "feedback", "notification"]

  @Test(arguments: ["task.reincarnated", "unknown", "", "🪿"]) func typesFromTheFutureKeepTheirData(_ name: String)
    throws
  {
    let json = event(name, ["deep": [1, nil, ["x": 2.5]]])
    let (event, back) = try echo(json)
    #expect(event.event == .unknown(type: name, data: ["deep": [1, nil, ["x": 2.5]]]))
    #expect(event.event.pipelineId == nil && event.event.type == .unknown)
    #expect(back == json)
  }

  @Test func anEventWithoutSequenceIsReadAsZero() throws {
    var members = event("task.created", try Fixtures.named("TaskCreatedPayload").full).object ?? [:]
    members["seq"] = nil
    #expect(try echo(.object(members)).0.seq == 0)
  }

  @Test func thePipelineOfAnEventIsThatOfItsEntity() throws {
    let pipeline = Sample.pipeline()
    let task = Sample.task(pipelineId: pipeline.id)
    let table: [(FactoryEvent, EntityID?)] = [
      (.pipelineUpdated(PipelinePayload(pipeline: pipeline)), pipeline.id),
      (.taskUpdated(TaskPayload(task: task)), pipeline.id),
      (.taskCompleted(TaskCompletedPayload(task: task)), pipeline.id),
      (.taskCreated(TaskPayload(task: Sample.task())), nil),
      (.approvalPending(ApprovalPayload(approval: Sample.approval(task: task, pipeline: pipeline))), pipeline.id),
      (.assetCreated(AssetPayload(asset: Sample.asset(of: pipeline))), pipeline.id),
      (.notificationCreated(NotificationPayload(notification: Sample.notification())), nil),
    ]
    for (event, id) in table { #expect(event.pipelineId == id, "\(event.type)") }
  }

  @Test func messagesInBothDirections() throws {
    let id = Sample.id(1)
    let fromClient: [(ClientMessage, String)] = [
      (.subscribe(channels: ["tasks:*"], since: nil), #"{"channels":["tasks:*"],"type":"subscribe"}"#),
      (.subscribe(channels: [], since: 7), #"{"channels":[],"since":7,"type":"subscribe"}"#),
      (.unsubscribe(channels: ["a", "b"]), #"{"channels":["a","b"],"type":"unsubscribe"}"#),
      (.ping, #"{"type":"ping"}"#),
      (.viewing(taskId: id), #"{"taskId":"\#(id)","type":"viewing"}"#),
      (.viewing(taskId: nil), #"{"taskId":null,"type":"viewing"}"#),
    ]
    for (message, text) in fromClient {
      #expect(String(decoding: try FactoryJSON.canonical(message), as: UTF8.self) == text)
      #expect(try FactoryJSON.decode(ClientMessage.self, from: Data(text.utf8)) == message)
    }
    let error = APIError(code: .gone, message: "Too old.", requestId: "r")
    let fromServer: [(ServerMessage, String)] = [
      (.subscribed(channels: ["tasks:*"], seq: 9), #"{"channels":["tasks:*"],"seq":9,"type":"subscribed"}"#),
      (.pong, #"{"type":"pong"}"#),
      (
        .presence(taskId: id, viewers: [Viewer(id: Sample.decider, name: "Ada")]),
        #"{"taskId":"\#(id)","type":"presence","viewers":[{"id":"\#(Sample.decider)","name":"Ada"}]}"#
      ),
      (.error(error), #"{"error":{"code":"GONE","message":"Too old.","requestId":"r"},"type":"error"}"#),
    ]
    for (message, text) in fromServer {
      #expect(String(decoding: try FactoryJSON.canonical(message), as: UTF8.self) == text)
      #expect(try FactoryJSON.decode(ServerMessage.self, from: Data(text.utf8)) == message)
    }
  }

  @Test(arguments: [
    "", "null", "[]", "{}", #"{"type":null}"#, #"{"type":"dance"}"#, #"{"type":"subscribe"}"#,
    #"{"type":"subscribe","channels":"tasks:*"}"#, #"{"type":"viewing","taskId":"1"}"#, #"{"type":"unsubscribe"}"#,
  ])
  func badMessagesOfClientsAreRefused(_ text: String) {
    #expect(throws: (any Error).self) { try FactoryJSON.decode(ClientMessage.self, from: Data(text.utf8)) }
  }

  @Test func anErrorOfTheSocketMayCarryOnlyCodeAndSentence() throws {
    let text = #"{"type":"error","error":{"code":"UNAUTHORIZED","message":"No."}}"#
    #expect(
      try FactoryJSON.decode(ServerMessage.self, from: Data(text.utf8))
        == .error(APIError(code: .unauthorized, message: "No.")))
  }
}
