// Replay against live events (ruling R20): whatever the cuts, every wanted event comes once, and none that was not wanted.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct ReplayTests {
  static func event(_ seq: Int64, _ type: String) -> CommittedEvent {
    CommittedEvent(seq: seq, timestamp: Sample.start, type: type, pipelineId: nil, data: Data("{}".utf8))
  }

  /// A connection had `old` up to `cursor` and asks for `new` since a point; the store is read in uneven batches.
  @Test(arguments: 0..<200) func comesOnce(_ seed: Int) {
    var random = SplitMix(state: UInt64(seed) &* 7919 &+ 1)
    let count = Int64(1 + Int(random.next() % 1200))
    let types = ["task.created", "pipeline.updated", "deploy.started"]
    let events = (1...count).map { Self.event($0, types[Int(random.next() % 3)]) }
    let old = ChannelMatcher(random.next() % 2 == 0 ? [] : [SocketChannel.tasks])
    let new = ChannelMatcher([SocketChannel.pipelines, .tasks].filter { _ in random.next() % 3 > 0 })
    let cursor = Int64(random.next() % UInt64(count + 1))
    let since = Int64(random.next() % UInt64(count + 1))
    var replay = Replay(
      old: old, new: new, since: since, cursor: cursor, next: old.isEmpty ? since : min(since, cursor))
    var got: [Int64] = []
    repeat {
      let rest = events.filter { $0.seq > replay.next }.prefix(Replay.size)
      got += replay.take(.init(events: Array(rest), seq: count), user: Sample.id(9)).map(\.0.seq)
    } while replay.isBehind(count)
    let wanted = events.filter { event in
      let isOld = old.channel(for: event, user: Sample.id(9)) != nil
      let isNew = new.channel(for: event, user: Sample.id(9)) != nil
      if isOld { return event.seq > cursor }
      return isNew && event.seq > since
    }
    #expect(got == wanted.map(\.seq))
    #expect(replay.next == count)
  }

  @Test func goesOnUntilTheLastLiveEvent() {
    var replay = Replay(old: ChannelMatcher(), new: ChannelMatcher([.tasks]), since: 0, cursor: 3, next: 0)
    _ = replay.take(.init(events: [Self.event(1, "task.created")], seq: 3), user: Sample.id(9))
    #expect(!replay.isBehind(3))
    #expect(replay.isBehind(4))
  }

  @Test func aRefusalKeepsWhatTheConnectionHad() throws {
    let nothing = Replay(old: ChannelMatcher(), new: ChannelMatcher([.tasks]), since: 0, cursor: 9, next: 0)
    #expect(nothing.restarted() == nil)
    let had = Replay(old: ChannelMatcher([.tasks]), new: ChannelMatcher([.pipelines]), since: 0, cursor: 9, next: 0)
    var again = try #require(had.restarted())
    let events = [Self.event(10, "task.created"), Self.event(11, "pipeline.updated")]
    #expect(again.take(.init(events: events, seq: 11), user: Sample.id(9)).map(\.0.seq) == [10, 11])
    #expect(again.restarted() == nil)
  }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
