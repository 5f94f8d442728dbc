// Which channel an event comes through (rulings R22, R51), as a table.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct ChannelMatcherTests {
  static let here = Sample.id(1)
  static let there = Sample.id(2)
  static let me = Sample.id(3)

  struct Row: Sendable, CustomTestStringConvertible {
    let type: String
    var pipeline: EntityID? = here
    var pending = false
    var user: EntityID?
    let channels: [String]
    let expected: String?
    var testDescription: String { "\(type) on \(channels.joined(separator: " "))" }
  }

  static let rows: [Row] = [
    Row(type: "task.created", channels: ["tasks:*"], expected: "tasks:*"),
    Row(type: "task.created", channels: [], expected: nil),
    Row(type: "task.created", pending: true, channels: ["tasks:pending"], expected: "tasks:pending"),
    Row(type: "task.completed", pending: true, channels: ["tasks:pending"], expected: "tasks:pending"),
    Row(type: "task.updated", pending: false, channels: ["tasks:pending"], expected: nil),
    Row(type: "task.created", pending: true, channels: ["tasks:pending", "tasks:*"], expected: "tasks:*"),
    Row(type: "task.created", channels: ["pipeline:\(here)"], expected: "pipeline:\(here)"),
    Row(type: "task.created", channels: ["pipeline:\(there)"], expected: nil),
    Row(type: "task.created", channels: ["pipeline:*"], expected: nil),
    Row(type: "task.created", channels: ["pipeline:\(here)", "tasks:*"], expected: "tasks:*"),
    Row(type: "task.created", pipeline: nil, channels: ["pipeline:\(here)"], expected: nil),
    Row(type: "approval.pending", channels: ["tasks:*"], expected: "tasks:*"),
    Row(type: "feedback.received", channels: ["tasks:*"], expected: "tasks:*"),
    Row(type: "pipeline.updated", channels: ["pipeline:*"], expected: "pipeline:*"),
    Row(type: "pipeline.updated", channels: ["pipeline:*", "pipeline:\(here)"], expected: "pipeline:\(here)"),
    Row(type: "pipeline.updated", channels: ["tasks:*"], expected: nil),
    Row(type: "asset.created", channels: ["pipeline:*"], expected: "pipeline:*"),
    Row(type: "asset.created", channels: ["pipeline:\(here)"], expected: "pipeline:\(here)"),
    Row(type: "deploy.started", channels: ["deploys:*", "pipeline:\(here)"], expected: "deploys:*"),
    Row(type: "deploy.started", channels: ["pipeline:\(here)"], expected: "pipeline:\(here)"),
    Row(type: "deploy.started", channels: ["pipeline:*"], expected: nil),
    Row(type: "agent.heartbeat", pipeline: nil, channels: ["agents:health"], expected: "agents:health"),
    Row(type: "agent.heartbeat", pipeline: nil, channels: ["agents:*", "agents:health"], expected: "agents:*"),
    Row(type: "agent.status_changed", pipeline: nil, channels: ["agents:health"], expected: nil),
    Row(type: "agent.status_changed", pipeline: nil, channels: ["agents:*"], expected: "agents:*"),
    Row(type: "notification.created", user: me, channels: ["notifications:me"], expected: "notifications:me"),
    Row(type: "notification.created", user: there, channels: ["notifications:me"], expected: nil),
    Row(type: "notification.created", user: me, channels: ["pipeline:\(here)", "tasks:*"], expected: nil),
    Row(type: "something.new", channels: ["pipeline:\(here)"], expected: "pipeline:\(here)"),
  ]

  @Test(arguments: rows) func matches(_ row: Row) throws {
    let channels = row.channels.compactMap { SocketChannel($0) }
    #expect(channels.count == row.channels.count)
    let event = CommittedEvent(
      seq: 1, timestamp: Sample.start, type: row.type, pipelineId: row.pipeline, concernsPending: row.pending,
      userId: row.user, data: Data("{}".utf8))
    #expect(ChannelMatcher(channels).channel(for: event, user: Self.me)?.text == row.expected)
  }

  @Test(arguments: ["", "tasks", "tasks:", "pipeline:", "pipeline:x", "tasks:* ", "TASKS:*", "notifications:\(me)"])
  func refusesOtherNames(_ name: String) {
    #expect(SocketChannel(name) == nil)
  }

  @Test func everyDeclaredTypeHasAChannel() {
    let all = ChannelMatcher([.pipelines, .tasks, .agents, .deploys, .notifications])
    for type in EventType.declared {
      let event = CommittedEvent(
        seq: 1, timestamp: Sample.start, type: type.rawValue, pipelineId: nil, userId: Self.me, data: Data())
      #expect(all.channel(for: event, user: Self.me) != nil, "\(type)")
    }
  }
}
