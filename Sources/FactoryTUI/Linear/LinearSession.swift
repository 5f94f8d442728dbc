// Linear mode: the queue as text that only ever grows, for screen readers, scripts and bad links (anchors, point 11).
// One thread; every request is answered before the next line is read. Invariants: numbers belong to the list printed last and never
// move; a decision is pinned to the version that was printed (ruling R32); what is dangerous asks for a second word.
import FactoryContracts
import FactoryState

package struct LinearOptions: Sendable {
  package var graceSeconds = 5
  /// Items printed at once, 1...100.
  package var limit = 30
  package var readOnly = false
  package var clock: @Sendable () -> Timestamp = SystemClock.now
  package var ids: any IDSource = RandomIDSource()
  package init() {}
}

package struct LinearSession {
  private let api: any FactoryAPI
  private let options: LinearOptions
  /// Prints one line; makes it safe for the terminal.
  private let say: (String) -> Void
  /// All of a task as lines.
  private let describe: (FactoryTask, String?) -> [String]
  private var items: [FactoryTask] = []
  private var pipelines: [EntityID: String] = [:]
  private var search = ""
  private var last: (id: EntityID, title: String)?
  /// What waits for a `y`.
  private var asked: (number: Int, decision: TaskDecision, text: String?)?
  /// Lines that could not be carried out.
  package private(set) var failures = 0

  package init(
    api: any FactoryAPI, options: LinearOptions = LinearOptions(), say: @escaping (String) -> Void,
    describe: @escaping (FactoryTask, String?) -> [String]
  ) {
    self.api = api
    self.options = options
    self.say = say
    self.describe = describe
  }

  package mutating func begin() {
    list()
    say("A number and a verb: 1 s shows, 1 a approves, 2 r REASON rejects, u takes back, ? says more, q ends.")
  }

  /// Carries one line out; false when it was the last one.
  package mutating func take(_ line: String) -> Bool {
    if let asked {
      self.asked = nil
      if ["y", "yes"].contains(line.lowercased().filter { !$0.isWhitespace }) {
        send(asked.number, asked.decision, asked.text)
        return true
      }
      say("Not done.")
      if ["", "n", "no"].contains(line.lowercased().filter { !$0.isWhitespace }) { return true }
    }
    do {
      guard let request = try LinearRequest.parse(line) else { return true }
      return carryOut(request)
    } catch {
      fail(error.sentence)
      return true
    }
  }

  private mutating func carryOut(_ request: LinearRequest) -> Bool {
    switch request {
    case .quit: return false
    case .help: for verb in LinearVerb.all { say("\(verb.usage): \(verb.help)") }
    case .list: list()
    case .find(let text):
      search = text
      list()
    case .show(let number): show(number)
    case .claim(let number): claim(number)
    case .undo: undo()
    case .decide(let number, let decision, let text): decide(number, decision, text)
    }
    return true
  }

  private mutating func fail(_ sentence: String) {
    failures += 1
    say(sentence)
  }

  private mutating func item(_ number: Int) -> FactoryTask? {
    if items.indices.contains(number - 1) { return items[number - 1] }
    fail(
      items.isEmpty
        ? "There is no item \(number): the list is empty."
        : "There is no item \(number); 1 to \(items.count) was expected.")
    return nil
  }

  // MARK: Reading

  private mutating func list() {
    do throws(APIFailure) {
      var query = [("open", "true"), ("limit", "\(options.limit)")]
      if !search.isEmpty { query.append(("search", search)) }
      let (tasks, meta) = try api.request(Endpoints.listTasks, query: query)
      let known = try api.request(Endpoints.listPipelines, query: [("limit", "100")]).data
      pipelines = Dictionary(known.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
      items = tasks
      let total = meta?.pagination?.total ?? tasks.count
      say(LinearText.head(shown: tasks.count, total: total, search: search))
      for (index, task) in tasks.enumerated() {
        say(LinearText.line(index + 1, task, pipeline: task.pipelineId.flatMap { pipelines[$0] }, now: options.clock()))
      }
    } catch { fail(FailureWords.sentence(error)) }
  }

  private mutating func show(_ number: Int) {
    guard let item = item(number) else { return }
    do throws(APIFailure) {
      let task = try api.request(Endpoints.getTask, path: [item.id.description]).data
      // What is shown now is what a decision goes to.
      items[number - 1] = task
      for line in describe(task, task.pipelineId.flatMap { pipelines[$0] }) { say(line) }
    } catch { fail(FailureWords.sentence(error)) }
  }

  // MARK: Deciding

  private mutating func decide(_ number: Int, _ decision: TaskDecision, _ text: String?) {
    if options.readOnly { return fail(DecisionRefusal.readOnly.sentence(now: options.clock())) }
    guard let task = item(number) else { return }
    guard TaskRow(task).isProductionDeploy, decision == .approved else { return send(number, decision, text) }
    let name = task.pipelineId.flatMap { pipelines[$0] } ?? "this product"
    asked = (number, decision, text)
    for item in DeployChecklist.read(task.context.details ?? "") {
      say("\(LinearText.words(item.state)): \(item.title): \(item.finding)")
    }
    let what = task.isRollback ? "Takes what runs of \(name) in production back" : "Deploys \(name) into production"
    say("\(what): \(task.title). Type y to do it, anything else leaves it.")
  }

  private mutating func send(_ number: Int, _ decision: TaskDecision, _ text: String?) {
    guard let task = item(number) else { return }
    let body = CompleteTaskBody(decision: decision, notes: text, graceSeconds: options.graceSeconds)
    do throws(APIFailure) {
      let now = try api.request(
        Endpoints.completeTask, body, path: [task.id.description], ifMatch: task.version,
        key: options.ids.next(at: options.clock())
      ).data
      items[number - 1] = now
      last = (now.id, now.title)
      say(LinearText.done(decision, now, grace: options.graceSeconds))
    } catch { fail(FailureWords.sentence(error)) }
  }

  private mutating func claim(_ number: Int) {
    guard let task = item(number) else { return }
    do throws(APIFailure) {
      items[number - 1] =
        try api.request(
          Endpoints.claimTask, Empty(), path: [task.id.description], key: options.ids.next(at: options.clock())
        ).data
      say("Yours for 15 minutes: \(task.title)")
    } catch { fail(FailureWords.sentence(error)) }
  }

  private mutating func undo() {
    guard let last else { return fail("Nothing to take back.") }
    do throws(APIFailure) {
      let task = try api.request(
        Endpoints.undoTask, Empty(), path: [last.id.description], key: options.ids.next(at: options.clock())
      ).data
      if let place = items.firstIndex(where: { $0.id == task.id }) { items[place] = task }
      self.last = nil
      say("Taken back, it waits again: \(task.title)")
    } catch { fail(FailureWords.sentence(error)) }
  }
}
