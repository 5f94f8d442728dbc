// The live view equals the server's truth: random histories with doubled and replayed events, cuts, and snapshots that overtake the events or are
// overtaken by them.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct TruthTests {
  /// A client that hears of the truth in its own time.
  private struct Client {
    var state: AppState
    var delivered: Int64 = 0

    init() {
      state = AppState(now: Sample.start)
      send(.identity(Identity(id: Sample.decider, name: "Ada", role: .operator, scopes: [])))
      send(.link(.connected(seq: 0), now: state.now))
      let queries = ["sla:soon", "assignee:me", "-type:review", "sla:late -priority:low", "status:completed", "task"]
      send(.savedSections(queries.map { SavedSection(name: $0, query: $0) }))
    }

    mutating func send(_ action: AppAction) { _ = reduce(&state, action) }

    /// The next events, in order.
    mutating func hear(_ truth: Truth, upTo seq: Int64) {
      while delivered < min(seq, truth.seq) {
        let event = truth.log[Int(delivered)]
        send(.link(.event(event), now: event.timestamp))
        delivered += 1
      }
    }

    /// Cut and resumed: what was heard is heard again from somewhere before.
    mutating func replay(_ truth: Truth, from seq: Int64) {
      send(.link(.disconnected(reason: "cut", retryInSeconds: 1), now: state.now))
      send(.link(.connected(seq: truth.seq), now: state.now))
      for event in truth.log[Int(seq)..<Int(delivered)] { send(.link(.event(event), now: state.now)) }
    }
  }

  /// A snapshot of a moment, in pieces.
  private struct Snapshot {
    let seq: Int64
    var tasks: [FactoryTask]
    var pipelines: [Pipeline]

    init(_ truth: Truth, _ random: inout SeededGenerator) {
      seq = truth.seq
      tasks = truth.tasks.values.sorted { $0.id < $1.id }.shuffled(using: &random)
      pipelines = truth.pipelines.values.sorted { $0.id < $1.id }
    }
  }

  @Test(arguments: 1...40) func theViewEqualsTheTruth(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed &* 7919)
    var truth = Truth(seed: seed)
    var client = Client()
    var snapshot: Snapshot?
    for _ in 0..<250 {
      truth.act()
      if random.chance(50) { client.hear(truth, upTo: client.delivered + Int64.random(in: 1...6, using: &random)) }
      if random.chance(8), client.delivered > 0 {
        client.replay(truth, from: Int64.random(in: 0...client.delivered, using: &random))
      }
      if random.chance(3), client.delivered < truth.seq { jump(&client, truth, &snapshot, &random) }
      if snapshot == nil, random.chance(4) { begin(&client, truth, &snapshot, &random) }
      if random.chance(30) { feed(&client, &snapshot, &random) }
    }
    while snapshot != nil { feed(&client, &snapshot, &random) }
    client.hear(truth, upTo: truth.seq)
    #expect(truth.difference(from: client.state) == nil)
    #expect(client.state.factory.seq == truth.seq)
    // Nothing is left that time would have to clean up wrongly.
    let later = client.state.now.adding(minutes: 600)
    client.send(.tick(now: later))
    #expect(truth.difference(from: client.state) == nil)
  }

  private func begin(
    _ client: inout Client, _ truth: Truth, _ snapshot: inout Snapshot?, _ random: inout SeededGenerator
  ) {
    let fresh = Snapshot(truth, &random)
    client.send(.snapshot(.began(seq: fresh.seq), now: client.state.now))
    snapshot = fresh
  }

  /// Too long away: events are gone, only a snapshot helps.
  private func jump(
    _ client: inout Client, _ truth: Truth, _ snapshot: inout Snapshot?, _ random: inout SeededGenerator
  ) {
    client.send(.link(.resumeTooOld, now: client.state.now))
    begin(&client, truth, &snapshot, &random)
    client.delivered = max(client.delivered, truth.seq)
  }

  private func feed(_ client: inout Client, _ snapshot: inout Snapshot?, _ random: inout SeededGenerator) {
    guard var rest = snapshot else { return }
    let count = min(rest.tasks.count, Int.random(in: 1...60, using: &random))
    let chunk = Array(rest.tasks.prefix(count))
    client.send(.snapshot(.chunk(tasks: chunk, pipelines: rest.pipelines, agents: []), now: client.state.now))
    rest.tasks.removeFirst(count)
    rest.pipelines = []
    snapshot = rest.tasks.isEmpty ? nil : rest
    if snapshot == nil { client.send(.snapshot(.ended, now: client.state.now)) }
  }

  @Test func whatASnapshotNoLongerHasIsGone() {
    let screen = TestScreen(
      [Sample.task(1), Sample.task(2), Sample.task(3)], pipelines: [Sample.pipeline(1), Sample.pipeline(2)])
    screen.run(.snapshot(.began(seq: 10), now: screen.now))
    // Told by a later event than the snapshot: it stays although the snapshot does not know it.
    screen.run(screen.event(.taskCreated(.init(task: Sample.task(9))), seq: 11))
    screen.run(.snapshot(.chunk(tasks: [Sample.task(2)], pipelines: [Sample.pipeline(2)], agents: []), now: screen.now))
    #expect(screen.titles == ["Task 1", "Task 2", "Task 3", "Task 9"])
    screen.run(.snapshot(.ended, now: screen.now))
    #expect(screen.titles == ["Task 2", "Task 9"])
    #expect(Array(screen.state.factory.pipelines.ids) == [Sample.pipeline(2).id])
    #expect(screen.state.factory.seq == 11)
  }

  @Test func aBrokenSnapshotRemovesNothing() {
    let screen = TestScreen([Sample.task(1), Sample.task(2)])
    screen.run(.snapshot(.began(seq: 10), now: screen.now))
    screen.step(.snapshot(.failed(reason: "cut"), now: screen.now)) {
      $0.notices = ["The list could not be read whole: cut"]
    }
    #expect(screen.run(.snapshot(.ended, now: screen.now)) == [])
    #expect(screen.titles.count == 2)
    // It is tried again by itself, later each time, and at once when the link comes back.
    #expect(screen.state.nextChange(after: screen.now) == screen.now.adding(seconds: 2))
    #expect(screen.pass(2) == [.fetchSnapshot])
    screen.run(.fetched(.loadFailed(reason: "cut"), now: screen.now))
    #expect(screen.pass(2) == [])
    #expect(screen.pass(2) == [.fetchSnapshot])
    screen.run(.link(.disconnected(reason: "x", retryInSeconds: 1), now: screen.now))
    #expect(screen.run(.link(.connected(seq: 1), now: screen.now)).contains(.fetchSnapshot))
  }

  /// A snapshot that was taken before the link listened misses what happened in between.
  @Test func theGapBetweenSnapshotAndLink() {
    var state = AppState(now: Sample.start)
    func run(_ action: AppAction) -> [Effect] { reduce(&state, action) }
    _ = run(.snapshot(.began(seq: 8), now: state.now))
    _ = run(.link(.connected(seq: 10), now: state.now))
    #expect(run(.snapshot(.ended, now: state.now)).contains(.fetchSnapshot))
    _ = run(.snapshot(.began(seq: 10), now: state.now))
    #expect(!run(.snapshot(.ended, now: state.now)).contains(.fetchSnapshot))
    // The other way round.
    var other = AppState(now: Sample.start)
    _ = reduce(&other, .snapshot(.began(seq: 8), now: other.now))
    _ = reduce(&other, .snapshot(.ended, now: other.now))
    #expect(reduce(&other, .link(.connected(seq: 9), now: other.now)).contains(.fetchSnapshot))
  }

  /// The whole of a kind at once, as contract §4.5 names it.
  @Test func settingEverything() {
    let screen = TestScreen([Sample.task(1), Sample.task(2)], pipelines: [Sample.pipeline(1)])
    screen.run(screen.event(.taskCreated(.init(task: Sample.task(3))), seq: 20))
    // What is newer than the list stays.
    screen.run(.factory(.setTasks([Sample.task(2), Sample.task(4)]), seq: 10, now: screen.now))
    #expect(screen.titles == ["Task 2", "Task 3", "Task 4"])
    screen.run(.factory(.setPipelines([Sample.pipeline(2)]), seq: 10, now: screen.now))
    #expect(Array(screen.state.factory.pipelines.ids) == [Sample.pipeline(2).id])
    screen.run(.factory(.setAgents([Sample.agent(1), Sample.agent(2)]), seq: 10, now: screen.now))
    #expect(screen.state.factory.agents.count == 2)
    screen.run(.factory(.connected(false), seq: 10, now: screen.now))
    #expect(!screen.state.factory.wsConnected)
    #expect(screen.state.factory.seq == 20)
  }

  /// Behind the same address is another store now: what it does not have goes, lower numbers count.
  @Test func anotherStore() {
    let screen = TestScreen([Sample.task(1), Sample.task(2)])
    screen.run(screen.event(.taskCreated(.init(task: Sample.task(3))), seq: 900))
    screen.run(.link(.disconnected(reason: "gone", retryInSeconds: 1), now: screen.now))
    let effects = screen.run(.link(.connected(seq: 4), now: screen.now))
    #expect(effects.contains(.fetchSnapshot))
    #expect(screen.state.link == .stale(since: screen.now))
    screen.run(.snapshot(.began(seq: 4), now: screen.now))
    screen.run(.snapshot(.chunk(tasks: [Sample.task(7)], pipelines: [], agents: []), now: screen.now))
    screen.run(.snapshot(.ended, now: screen.now))
    #expect(screen.titles == ["Task 7"])
    #expect(screen.state.link == .live)
    screen.run(screen.event(.taskCreated(.init(task: Sample.task(8))), seq: 5))
    #expect(screen.titles == ["Task 7", "Task 8"])
  }
}
