// Every declared event type over real sockets: which channels it reaches, and that a client reads its payload back as it was
// (contract §1.6, rulings R21, R22, R51).
import FactoryContracts
import FactoryEngine
import Foundation
import NIOCore
import NIOEmbedded
import NIOWebSocket
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct EventTableTests {
  static let here = Sample.id(1)
  static let pipeline = Sample.pipeline(1)
  static let task = Sample.task(1, pipelineId: pipeline.id, stageName: .review)

  /// One of each type; a new type does not compile until it is here.
  static func event(_ type: EventType, for user: EntityID) -> FactoryEvent {
    let approval = ApprovalPayload(approval: Sample.approval(1, task: task, pipeline: pipeline))
    let sla = TaskSlaPayload(
      taskId: task.id, taskTitle: task.title, pipelineId: pipeline.id, slaDeadline: Sample.start,
      minutesRemaining: -2.5, escalationLevel: 3)
    let deploy = DeployPayload(
      pipelineId: pipeline.id, pipelineName: pipeline.name, target: .staging, version: "1", status: .started)
    let feedback = FeedbackReceivedPayload(feedbackId: Sample.id(6), pipelineId: pipeline.id, modalType: "decision")
    switch type {
    case .pipelineCreated: return .pipelineCreated(.init(pipeline: pipeline))
    case .pipelineUpdated: return .pipelineUpdated(.init(pipeline: pipeline))
    case .pipelineStageChanged:
      return .pipelineStageChanged(
        .init(
          pipelineId: pipeline.id, pipelineName: "p", fromStage: .testing, toStage: .review, triggeredBy: user))
    case .pipelineCompleted: return .pipelineCompleted(.init(pipeline: pipeline))
    case .pipelineFailed: return .pipelineFailed(.init(pipeline: pipeline))
    case .pipelineBlocked:
      return .pipelineBlocked(
        .init(pipelineId: pipeline.id, pipelineName: "p", blockedAt: .review, reason: "r", taskId: task.id))
    case .taskCreated: return .taskCreated(.init(task: task))
    case .taskClaimed: return .taskClaimed(.init(task: task))
    case .taskCompleted:
      return .taskCompleted(.init(task: Sample.decidedTask(), decision: .approved, decidedBy: Sample.decider))
    case .taskSlaWarning: return .taskSlaWarning(sla)
    case .taskSlaBreached: return .taskSlaBreached(sla)
    case .taskEscalated: return .taskEscalated(.init(task: task))
    case .approvalPending: return .approvalPending(approval)
    case .approvalApproved: return .approvalApproved(approval)
    case .approvalRejected: return .approvalRejected(approval)
    case .agentStatusChanged:
      return .agentStatusChanged(
        .init(agentId: Sample.id(4), agentName: "a", fromStatus: .idle, toStatus: .error))
    case .agentHeartbeat:
      let agent = Sample.agent()
      return .agentHeartbeat(.init(agentId: agent.id, agentName: "a", status: .idle, health: agent.health))
    case .assetCreated: return .assetCreated(.init(asset: Sample.asset(1, of: pipeline)))
    case .assetUpdated: return .assetUpdated(.init(asset: Sample.asset(1, of: pipeline)))
    case .deployStarted: return .deployStarted(deploy)
    case .deploySucceeded: return .deploySucceeded(deploy)
    case .deployFailed: return .deployFailed(deploy)
    case .feedbackReceived: return .feedbackReceived(feedback)
    case .feedbackProcessed: return .feedbackProcessed(feedback)
    case .taskUpdated: return .taskUpdated(.init(task: task))
    case .approvalUpdated: return .approvalUpdated(approval)
    case .notificationCreated:
      var notification = Sample.notification()
      notification.userId = user
      return .notificationCreated(.init(notification: notification))
    case .unknown: return .unknown(type: "unknown", data: [:])
    }
  }

  /// Families that a channel alone gets. Task events of this table are about a pending task.
  static let table: [(channel: String, families: Set<Substring>, except: Set<EventType>)] = [
    ("pipeline:*", ["pipeline", "asset"], []),
    ("pipeline:\(pipeline.id)", ["pipeline", "asset", "task", "approval", "deploy", "feedback"], [.taskCompleted]),
    ("tasks:*", ["task", "approval", "feedback"], []), ("tasks:pending", ["task"], []), ("agents:*", ["agent"], []),
    ("agents:health", ["agent"], [.agentStatusChanged]), ("deploys:*", ["deploy"], []),
    ("notifications:me", ["notification"], []),
  ]

  @Test func eachTypeReachesItsChannelsAndReadsBack() async throws {
    try await Rig.with { rig in
      let me = try #require(rig.users[.operator]?.id)
      let events = EventType.declared.map { Self.event($0, for: me) }
      var sockets: [SocketWire] = []
      for row in Self.table {
        let socket = try await rig.socket(token: try rig.token(.operator))
        try await socket.subscribe([row.channel])
        sockets.append(socket)
      }
      try await rig.engine.store.write { tx in
        for event in events {
          let isTask = event.type.family == "task"
          try tx.append(
            EventDraft(
              event, at: Sample.start, taskId: isTask ? Self.task.id : nil, concernsPending: isTask,
              userId: event.type == .notificationCreated ? me : nil))
        }
      }
      for (row, socket) in zip(Self.table, sockets) {
        let expected = events.filter { row.families.contains($0.type.family) && !row.except.contains($0.type) }
        var seqs: [Int64] = []
        for original in expected {
          let message = try await socket.message()
          let event = try FactoryJSON.decode(WsEvent.self, from: FactoryJSON.encode(message))
          #expect(event.event == original, "\(row.channel)")
          #expect(event.channel == row.channel && event.timestamp == Sample.start)
          seqs.append(event.seq)
        }
        #expect(seqs == seqs.sorted() && Set(seqs).count == seqs.count && seqs.allSatisfy { $0 > 0 })
        // No other one comes.
        try await socket.send(.ping)
        #expect(try await socket.message()["type"]?.string == "pong", "\(row.channel)")
      }
    }
  }

  @Test func theTableNamesEveryType() {
    let families = Self.table.reduce(into: Set<Substring>()) { $0.formUnion($1.families) }
    for type in EventType.declared { #expect(families.contains(type.family), "\(type)") }
  }

  /// On one event loop events become bytes once for all connections with the same channels, each as a frame of its own.
  @Test func framesAreMadeOnce() throws {
    let long = String(repeating: "x", count: 70_000)
    let datas = [#"{"task":{}}"#, #"{"task":{"title":"\#(long.prefix(300))"}}"#, #"{"task":{"title":"\#(long)"}}"#]
    let events = datas.enumerated().map { index, data in
      CommittedEvent(
        seq: Int64(index + 1), timestamp: Sample.start, type: "task.created", pipelineId: nil, data: Data(data.utf8))
    }
    let batch = EventBatch(events)
    let places = (1...3).map { number in
      batch.frames(for: ChannelMatcher([.tasks]), user: Sample.id(number)).bytes.withUnsafeReadableBytes {
        UInt(bitPattern: $0.baseAddress)
      }
    }
    #expect(Set(places).count == 1)
    let pending = batch.frames(for: ChannelMatcher([.tasks]), user: Sample.id(1), after: 0)
    #expect(pending.sizes.count == 3 && batch.frames(for: ChannelMatcher([.agents]), user: Sample.id(1)).sizes.isEmpty)
    // Read back by the decoder of a client.
    let channel = EmbeddedChannel(handler: ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1 << 20)))
    try channel.writeInbound(pending.bytes)
    for (index, data) in datas.enumerated() {
      let frame = try #require(try channel.readInbound(as: WebSocketFrame.self))
      #expect(frame.fin && frame.opcode == .text && frame.maskKey == nil)
      #expect(
        String(buffer: frame.data)
          == #"{"type":"task.created","timestamp":"2026-03-01T12:00:00.000Z","channel":"tasks:*","seq":\#(index + 1),"data":\#(data)}"#
      )
    }
    #expect(batch.frames(for: ChannelMatcher([.tasks]), user: Sample.id(1), after: 2).sizes.count == 1)
  }
}
