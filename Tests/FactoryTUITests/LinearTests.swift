// Linear mode: what a line means, and that a session decides only what it printed.
import FactoryContracts
import FactoryTUI
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct LinearTests {
  @Test(arguments: [
    ("3 a", LinearRequest.decide(3, .approved, nil)), ("3 approve looks good", .decide(3, .approved, "looks good")),
    ("  2   r   no  tests ", .decide(2, .rejected, "no  tests")), ("1", .show(1)), ("1 s", .show(1)), ("u", .undo),
    ("/retry on", .find("retry on")), ("/", .find("")), ("/ a b", .find("a b")), ("4 d", .decide(4, .deferred, nil)),
    ("4 e too big", .decide(4, .escalated, "too big")), ("q", .quit), ("?", .help), ("7 c", .claim(7)),
  ])
  func lines(_ line: String, _ request: LinearRequest) throws { #expect(try LinearRequest.parse(line) == request) }

  @Test(arguments: [
    ("2 r", "needs a reason"), ("a", "needs the number"), ("3 u", "takes no number"), ("x", "“x” is no verb"),
    ("1 z", "“z” is no verb"), ("1 s now", "takes nothing behind it"),
  ])
  func faults(_ line: String, _ part: String) {
    let fault = #expect(throws: LinearFault.self) { try LinearRequest.parse(line) }
    #expect(fault?.sentence.contains(part) == true, "\(fault?.sentence ?? "")")
  }

  @Test func anEmptyLineIsNothing() throws { #expect(try LinearRequest.parse("   ") == nil) }

  /// A server in memory: decides at once, refuses versions that are not its own.
  private final class Server: FactoryAPI {
    let tasks: Mutex<[FactoryTask]>
    let asked = Mutex<[String]>([])
    init(_ tasks: [FactoryTask]) { self.tasks = Mutex(tasks) }

    func send(_ call: Call) throws(APIFailure) -> Answer {
      asked.withLock { $0.append("\(call.method.rawValue) \(call.path) \(call.ifMatch.map(String.init) ?? "-")") }
      let id = call.path.split(separator: "/").compactMap { EntityID($0) }.first
      let data: Data? = tasks.withLock { tasks in
        if call.path == "/v1/tasks" { return try? Self.reply(tasks) }
        if call.path == "/v1/pipelines" { return try? Self.reply([Pipeline]()) }
        guard let place = tasks.firstIndex(where: { $0.id == id }) else { return nil }
        if call.method == .post {
          guard call.ifMatch == nil || call.ifMatch == tasks[place].version else { return nil }
          tasks[place].version = (tasks[place].version ?? 0) + 1
        }
        return try? Self.reply(tasks[place])
      }
      guard let data else { throw .refused(APIError(code: .conflict, message: "The task changed since you looked.")) }
      return Answer(status: 200, body: data)
    }

    func stream(_ call: Call, line: (Data) -> Bool) throws(APIFailure) {}

    private static func reply<Value: Codable & Sendable>(_ value: Value) throws -> Data {
      try FactoryJSON.encode(
        APIResponse(data: value, meta: ResponseMeta(requestId: "r", timestamp: Timestamp(milliseconds: 0), seq: 1)))
    }
  }

  private func session(_ server: Server, _ lines: [String]) -> (said: [String], failures: Int) {
    let said = Mutex<[String]>([])
    var options = LinearOptions()
    options.clock = { Sample.start }
    options.ids = SequenceIDs(startingAt: 1)
    var session = LinearSession(
      api: server, options: options, say: { line in said.withLock { $0.append(line) } },
      describe: { task, _ in ["all of \(task.title)"] })
    session.begin()
    for line in lines where !session.take(line) { break }
    return (said.withLock { $0 }, session.failures)
  }

  @Test func aDecisionGoesToWhatWasPrinted() {
    let server = Server([Sample.task(1, title: "one"), Sample.task(2, title: "two")])
    server.tasks.withLock { for index in $0.indices { $0[index].version = 4 } }
    let (said, failures) = session(server, ["2 a fine", "2 s", "u", "9 a", "q", "1 a"])
    #expect(said.first == "2 items wait:")
    #expect(said.contains { $0.hasPrefix("1. ") && $0.hasSuffix(": one") })
    #expect(said.contains("Approved: two") && said.contains("all of two"))
    #expect(said.contains("There is no item 9; 1 to 2 was expected.") && failures == 1)
    let posts = server.asked.withLock { $0.filter { $0.hasPrefix("POST") } }
    #expect(
      posts == ["POST /v1/tasks/\(Sample.id(2))/complete 4", "POST /v1/tasks/\(Sample.id(2))/undo -"],
      "after q nothing is carried out")
  }

  @Test func whatChangedMeanwhileIsRefused() {
    let server = Server([Sample.task(1, title: "one")])
    server.tasks.withLock { $0[0].version = 1 }
    let said = Mutex<[String]>([])
    var session = LinearSession(
      api: server, say: { line in said.withLock { $0.append(line) } }, describe: { _, _ in [] })
    session.begin()
    server.tasks.withLock { $0[0].version = 2 }
    let goesOn = session.take("1 a")
    #expect(goesOn)
    #expect(said.withLock { $0.last } == "The task changed since you looked." && session.failures == 1)
  }

  @Test func productionAsksForASecondWord() {
    var deploy = Sample.task(1, title: "ship")
    deploy.type = .approval
    deploy.stageName = .production
    let server = Server([deploy])
    _ = session(server, ["1 a", "1 s"])
    #expect(server.asked.withLock { $0.filter { $0.hasPrefix("POST") } }.isEmpty)
    let (said, _) = session(server, ["1 a", "y"])
    #expect(said.contains { $0.contains("into production") && $0.contains("Type y") })
    #expect(server.asked.withLock { $0.filter { $0.hasPrefix("POST") } }.count == 1)
  }
}
