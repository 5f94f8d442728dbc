// Activity, search and agents in the state: pages that hang together, what is asked for and when, answers that come too late.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryState

@Suite struct WatchingTests {
  private static func row(_ number: Int, action: String = "task.created") -> AuditEntry {
    AuditEntry(
      id: Sample.id(6000 + number), actorType: .user, actorName: "Ana", action: action, entityType: "task",
      entityId: Sample.id(1), createdAt: Sample.start.adding(seconds: Double(number)))
  }

  private static func rows(_ numbers: some Sequence<Int>) -> [AuditEntry] { numbers.map { row($0) } }

  private func activity(_ rows: [AuditEntry], next: String?, height: Int = 3) -> (TestScreen, [Effect]) {
    let screen = TestScreen([Sample.task(1)])
    screen.run(.viewport(.watching(rows: height, agents: height, finds: height)))
    #expect(screen.run(.show(.activity, now: screen.now)) == [.fetchActivity(cursor: nil)])
    return (screen, screen.run(.fetched(.activity(rows, next: next, isNewest: true), now: screen.now)))
  }

  @Test func olderRowsComeWhenTheCursorComesNearThem() {
    let (screen, effects) = activity(Self.rows((91...100).reversed()), next: "p2")
    #expect(effects == [])
    #expect(screen.run(.move(.by(3), now: screen.now)) == [])
    #expect(screen.run(.move(.last, now: screen.now)) == [.fetchActivity(cursor: "p2")])
    // Once, until it is answered.
    #expect(screen.run(.move(.last, now: screen.now)) == [])
    screen.run(.fetched(.activity(Self.rows((81...91).reversed()), next: nil, isNewest: false), now: screen.now))
    #expect(screen.state.activity.rows.map(\.id) == Self.rows((81...100).reversed()).map(\.id))
    #expect(screen.state.activity.selected?.id == Sample.id(6091))
    #expect(screen.run(.move(.last, now: screen.now)) == [])
  }

  @Test func aFilterReadsOnUntilTheScreenIsFull() {
    let (screen, _) = activity(Self.rows((91...100).reversed()), next: "p2")
    #expect(screen.run(.filterActivity("what:approved", now: screen.now)) == [.fetchActivity(cursor: "p2")])
    let approved = (81...90).reversed().map { Self.row($0, action: "task.approved") }
    let answer = screen.run(.fetched(.activity(approved, next: "p3", isNewest: false), now: screen.now))
    #expect(answer == [] && screen.state.activity.rows.count == 10)
    #expect(screen.run(.back(now: screen.now)) == [] && screen.state.screen == .activity)
    #expect(screen.state.activity.rows.count == 20)
  }

  @Test func aGapBeginsAnew() {
    let (screen, _) = activity(Self.rows((1...5).reversed()), next: nil)
    screen.run(.fetched(.activity(Self.rows((91...100).reversed()), next: "p2", isNewest: true), now: screen.now))
    #expect(screen.state.activity.rows.map(\.id) == Self.rows((91...100).reversed()).map(\.id))
  }

  @Test func eventsReadItAgainOnceAMomentLater() {
    let (screen, _) = activity(Self.rows((1...5).reversed()), next: nil)
    for seq in 2...4 {
      screen.run(screen.event(.taskUpdated(.init(task: Sample.task(1).later(Double(seq)) { _ in })), seq: Int64(seq)))
    }
    #expect(!screen.pass(0.1).contains(.fetchActivity(cursor: nil)))
    #expect(screen.pass(0.2).filter { $0 == .fetchActivity(cursor: nil) }.count == 1)
    #expect(!screen.pass(5).contains(.fetchActivity(cursor: nil)))
  }

  @Test func anAnswerToOtherWordsIsDropped() {
    let screen = TestScreen([])
    #expect(screen.run(.search("  one ", now: screen.now)) == [.search("one")])
    #expect(screen.run(.search("two", now: screen.now)) == [.search("two")])
    let found = SearchResult(entityType: .task, id: Sample.id(1), title: "t", snippet: "s", score: 1)
    screen.run(.fetched(.found("one", [found]), now: screen.now))
    #expect(screen.state.search.results == nil)
    screen.run(.fetched(.found("two", [found, found]), now: screen.now))
    #expect(screen.state.search.results == [found] && screen.state.search.selected == found)
    #expect(screen.run(.search("  ", now: screen.now)) == [])
  }

  @Test func agentsInTroubleComeFirstAndTheCursorStays() {
    let screen = TestScreen([])
    #expect(screen.run(.show(.agents, now: screen.now)) == [.fetchAgents])
    let list = [Sample.agent(1), Sample.agent(2, status: .active), Sample.agent(3, status: .offline)]
    screen.run(.fetched(.agents(list), now: screen.now))
    #expect(screen.state.agentRows.map(\.name) == ["agent-3", "agent-2", "agent-1"])
    screen.run(.move(.last, now: screen.now))
    let broken = AgentStatusPayload(agentId: list[0].id, agentName: "agent-1", fromStatus: .idle, toStatus: .error)
    screen.run(screen.event(.agentStatusChanged(broken), seq: 2))
    #expect(screen.state.agentRows.map(\.name) == ["agent-1", "agent-3", "agent-2"])
    #expect(screen.state.selectedAgent?.name == "agent-1")
    #expect(screen.pass(1).contains(.fetchAgents))
  }

  /// The job is asked for when the cursor rests; its log goes on while it runs and ends with it.
  @Test func theLogOfTheSelectedAgentIsFollowed() {
    let screen = TestScreen([])
    screen.run(.show(.agents, now: screen.now))
    var (works, other) = (Sample.agent(1, status: .active), Sample.agent(2, status: .active))
    (works.currentPipelineId, other.currentPipelineId) = (Sample.id(1001), Sample.id(1002))
    screen.run(.fetched(.agents([works, other]), now: screen.now))
    #expect(screen.pass(1).contains(.fetchAgentJob(works.id, pipeline: Sample.id(1001))))
    var job = Job(
      id: Sample.id(8101), kind: .build, pipelineId: Sample.id(1001), stageName: .building, status: .running,
      agentId: works.id, createdAt: screen.now, startedAt: screen.now)
    let ask = Effect.fetchLog(job.pipelineId, job: job.id, after: 0)
    #expect(screen.run(.fetched(.agentJob(works.id, job), now: screen.now)) == [ask])
    let first = AppAction.fetched(.log(job: job.id, after: 0, text: "one\ntwo\n", next: 7), now: screen.now)
    screen.run(first)
    screen.run(first)
    #expect(screen.state.agents.watched?.log.lines == ["one", "two"], "an answer that comes twice counts once")
    #expect(screen.pass(3).contains(.fetchLog(job.pipelineId, job: job.id, after: 7)))
    // It ended: the rest is read, and then no more is asked for.
    job.status = .succeeded
    screen.run(.fetched(.agentJob(works.id, job), now: screen.now))
    screen.run(.fetched(.log(job: job.id, after: 7, text: "three\n", next: 9), now: screen.now))
    #expect(screen.state.agents.watched?.log.lines == ["one", "two", "three"])
    #expect(screen.pass(10).isEmpty)
    // Another agent: its own job; what belongs to the first one is dropped.
    screen.run(.move(.by(1), now: screen.now))
    #expect(screen.state.agents.watched?.log.lines == [])
    screen.run(.fetched(.agentJob(works.id, job), now: screen.now))
    #expect(screen.state.agents.watched?.job == nil)
    #expect(screen.pass(1).contains(.fetchAgentJob(other.id, pipeline: Sample.id(1002))))
  }
}
