// What messages mean for the link, and when a silent link is dead: tables and invariants, without a socket.
import FactoryClient
import FactoryContracts
import Foundation
import TestSupport
import Testing

@Suite struct LinkStateTests {
  static func event(_ seq: Int64, _ number: Int = 1) -> WsEvent {
    WsEvent(
      timestamp: Sample.start, channel: "tasks:*", seq: seq,
      event: .taskUpdated(TaskPayload(task: Sample.task(number))))
  }

  static func text(_ message: ServerMessage) -> String {
    String(decoding: (try? FactoryJSON.encode(message)) ?? Data(), as: UTF8.self)
  }

  private func subscribed(_ seq: Int64) -> String { Self.text(.subscribed(channels: ["tasks:*"], seq: seq)) }
  private func error(_ code: ErrorCode) -> String { Self.text(.error(APIError(code: code, message: "x"))) }

  @Test func subscribesFromWhatWasSeen() {
    var state = LinkState(channels: ["tasks:*"], since: 7)
    #expect(state.opened() == [.send(.subscribe(channels: ["tasks:*"], since: 7))])
    #expect(state.received(Self.text(.event(Self.event(8)))) == [.post(.event(Self.event(8)))])
    #expect(state.received(subscribed(8)) == [.post(.connected(seq: 8))])
    #expect(state.received(Self.text(.event(Self.event(12)))) == [.post(.event(Self.event(12)))])
    state.closed()
    #expect(state.opened() == [.send(.subscribe(channels: ["tasks:*"], since: 12))])
  }

  @Test func withoutAMarkTheServersIsTaken() {
    var state = LinkState(channels: ["tasks:*"], since: nil)
    #expect(state.opened() == [.send(.subscribe(channels: ["tasks:*"], since: nil))])
    #expect(state.received(subscribed(40)) == [.post(.connected(seq: 40))])
    #expect(state.seen == 40)
  }

  @Test func seenEventsAreDropped() {
    var state = LinkState(channels: [], since: 10)
    _ = state.opened()
    for seq in [Int64(1), 9, 10] { #expect(state.received(Self.text(.event(Self.event(seq)))).isEmpty) }
    #expect(state.received(Self.text(.event(Self.event(11)))).count == 1)
    #expect(state.received(Self.text(.event(Self.event(11)))).isEmpty)
    // A server that does not number its events is believed.
    #expect(state.received(Self.text(.event(Self.event(0)))).count == 1)
    #expect(state.received(Self.text(.event(Self.event(0)))).count == 1)
    #expect(state.seen == 11)
  }

  @Test(arguments: [ErrorCode.gone, .validationError])
  func whatCannotBeResumedNeedsASnapshot(code: ErrorCode) {
    var state = LinkState(channels: ["tasks:*"], since: 5)
    _ = state.opened()
    #expect(state.received(error(code)) == [.post(.resumeTooOld)])
    #expect(state.received(error(code)).isEmpty, "told once")
    #expect(state.received(Self.text(.event(Self.event(90)))).isEmpty, "of no use before the snapshot")
    #expect(state.received(subscribed(90)) == [.post(.connected(seq: 90))])
    #expect(state.resume(from: 88, connected: true) == [.send(.subscribe(channels: ["tasks:*"], since: 88))])
    #expect(state.received(Self.text(.event(Self.event(89)))) == [.post(.event(Self.event(89)))])
  }

  @Test func aStoreThatIsYoungerThanOursNeedsASnapshot() {
    var state = LinkState(channels: [], since: 500)
    _ = state.opened()
    #expect(state.received(subscribed(3)) == [.post(.resumeTooOld), .post(.connected(seq: 3))])
    #expect(state.resume(from: 3, connected: false).isEmpty)
    #expect(state.opened() == [.send(.subscribe(channels: [], since: 3))])
  }

  @Test func anEventThatCannotBeReadNeedsASnapshotOnce() {
    var state = LinkState(channels: [], since: 5)
    _ = state.opened()
    let broken = #"{"type":"task.updated","timestamp":"x","channel":"tasks:*","seq":6,"data":{}}"#
    #expect(state.received(broken) == [.post(.resumeTooOld)])
    #expect(state.received(broken).isEmpty)
    _ = state.resume(from: 6, connected: true)
    #expect(state.received(broken).isEmpty)
  }

  @Test func unknownTypesPassAndOtherTextIsSkipped() {
    var state = LinkState(channels: [], since: 5)
    _ = state.opened()
    let newer = #"{"type":"moon.rose","timestamp":"2026-03-01T12:00:00.000Z","channel":"sky:*","seq":6,"data":{"a":1}}"#
    #expect(state.received(newer).count == 1)
    for text in ["", "{}", "[]", "null", "\"x\"", "{\"type\":5}", #"{"type":"pong"}"#, "{\"seq\":\"9\"}"] {
      #expect(state.received(text).isEmpty)
    }
    #expect(state.seen == 6)
  }

  @Test func refusals() {
    var state = LinkState(channels: [], since: nil)
    _ = state.opened()
    #expect(state.received(error(.unauthorized)) == [.refuse(APIError(code: .unauthorized, message: "x"))])
    #expect(state.received(error(.forbidden)) == [.refuse(APIError(code: .forbidden, message: "x"))])
    _ = state.received(subscribed(1))
    #expect(state.received(error(.forbidden)).isEmpty, "one message was refused, not the link")
    #expect(state.received(error(.badRequest)).isEmpty)
  }

  @Test func whatIsLookedAtIsToldAgainAfterAReconnect() {
    var state = LinkState(channels: [], since: nil)
    let task = Sample.id(3)
    #expect(state.look(at: task, connected: false).isEmpty)
    #expect(state.opened().last == .send(.viewing(taskId: task)))
    #expect(state.look(at: nil, connected: true) == [.send(.viewing(taskId: nil))])
    #expect(state.opened().count == 1)
    let presence = ServerMessage.presence(taskId: task, viewers: [Viewer(id: Sample.asker, name: "Ann")])
    #expect(
      state.received(Self.text(presence))
        == [.post(.presence(taskId: task, viewers: [Viewer(id: Sample.asker, name: "Ann")]))])
  }

  /// Whatever comes in whatever order: posted events always grow, between two snapshots.
  @Test(arguments: 1...20)
  func eventsOnlyGrow(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var state = LinkState(channels: [], since: 0)
    var last: Int64 = 0
    _ = state.opened()
    for _ in 0..<300 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0:
        last = Int64.random(in: 0...100, using: &generator)
        _ = state.resume(from: last, connected: Bool.random(using: &generator))
      case 1:
        _ = state.received(error([.gone, .badRequest, .validationError].randomElement(using: &generator) ?? .gone))
      case 2: _ = state.opened()
      default:
        let orders = state.received(Self.text(.event(Self.event(Int64.random(in: 1...100, using: &generator)))))
        for case .post(.event(let event)) in orders {
          #expect(event.seq > last)
          last = event.seq
        }
      }
    }
  }

  @Test func heartbeat() {
    var beat = Heartbeat(interval: 15, silentAfter: 20, deadAfter: 45, now: 100)
    #expect(beat.check(now: 114.9) == .quiet)
    #expect(beat.due(now: 110) == 5)
    #expect(beat.check(now: 115) == .ping)
    #expect(beat.check(now: 115) == .quiet)
    let wasSilent = beat.heard(now: 116)
    #expect(!wasSilent)
    #expect(beat.due(now: 116) == 15)
    #expect(beat.check(now: 131) == .ping)
    #expect(beat.check(now: 136) == .silent)
    #expect(beat.check(now: 146) == .ping)
    #expect(beat.check(now: 160.9) == .quiet)
    #expect(beat.check(now: 161) == .dead)
    var other = Heartbeat(interval: 2.4, silentAfter: 3, deadAfter: 20, now: 0)
    #expect(other.check(now: 2.4) == .ping)
    #expect(other.check(now: 3) == .silent)
    let spoke = [other.heard(now: 3.5), other.heard(now: 3.6)]
    #expect(spoke == [true, false])
  }
}
