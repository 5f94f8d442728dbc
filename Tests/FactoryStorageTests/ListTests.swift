// Lists against a recount in plain Swift: every filter, every order, by page and by cursor, on random data that changes.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@Suite struct ListTests {
  /// Every filter alone, and a number of combinations.
  private static func queries(_ dice: inout Dice) -> [TaskQuery] {
    var queries = [TaskQuery()]
    func alone(_ set: (inout TaskQuery) -> Void) {
      var query = TaskQuery()
      set(&query)
      queries.append(query)
    }
    for status in TaskStatus.declared { alone { $0.status = status } }
    for priority in Priority.declared { alone { $0.priority = priority } }
    for type in TaskType.declared { alone { $0.type = type } }
    for id in Crowd.pipelines + [Sample.id(77_777)] { alone { $0.pipelineId = id } }
    for id in Crowd.people { alone { $0.assigneeId = id } }
    for flag in [true, false] { alone { $0.slaBreached = flag } }
    for flag in [true, false] { alone { $0.open = flag } }
    for word in ["ship", "ÄRGER", "1", "changed and", "no such words", "%", ""] { alone { $0.search = word } }
    for _ in 0..<60 { queries.append(mixed(&dice)) }
    return queries
  }

  private static func mixed(_ dice: inout Dice) -> TaskQuery {
    var query = TaskQuery()
    func sometimes() -> Bool { Int.random(in: 0..<3, using: &dice) == 0 }
    if sometimes() { query.status = Crowd.pick(TaskStatus.declared, &dice) }
    if sometimes() { query.priority = Crowd.pick(Priority.declared, &dice) }
    if sometimes() { query.type = Crowd.pick(TaskType.declared, &dice) }
    if sometimes() { query.pipelineId = Crowd.pick(Crowd.pipelines, &dice) }
    if sometimes() { query.assigneeId = Crowd.pick(Crowd.people, &dice) }
    if sometimes() { query.slaBreached = Bool.random(using: &dice) }
    if sometimes() { query.open = Bool.random(using: &dice) }
    if sometimes() { query.search = Crowd.pick(["ship", "fix 1", "3"], &dice) }
    return query
  }

  private func matches(_ task: FactoryTask, _ query: TaskQuery) -> Bool {
    let words = [task.title, task.description ?? "", task.context.summary].map { $0.lowercased() }
    let search = query.search?.lowercased() ?? ""
    return (query.status ?? task.status) == task.status && (query.priority ?? task.priority) == task.priority
      && (query.type ?? task.type) == task.type && (query.pipelineId ?? task.pipelineId) == task.pipelineId
      && (query.assigneeId ?? task.assigneeId) == task.assigneeId
      && (query.slaBreached ?? task.slaBreached) == task.slaBreached && (query.open ?? task.isOpen) == task.isOpen
      && (search.isEmpty || words.contains { $0.contains(search) })
  }

  /// The order of the queue (ruling R49).
  private func queueKey(_ task: FactoryTask) -> [Int64] {
    [
      Int64(task.priority.rank), task.deferredAt == nil ? 0 : 1, task.slaDeadline?.milliseconds ?? .max,
      task.createdAt.milliseconds,
    ]
  }

  private func isBefore(_ left: FactoryTask, _ right: FactoryTask) -> Bool {
    let (one, other) = (queueKey(left), queueKey(right))
    return one == other ? left.id < right.id : one.lexicographicallyPrecedes(other)
  }

  private func decoded(_ page: EncodedPage) throws -> [FactoryTask] {
    try page.rows.map { try FactoryJSON.decode(FactoryTask.self, from: $0) }
  }

  @Test func everyFilterGivesTheRightRowsTotalsAndOrder() async throws {
    try await StoreFolder.withStore { store in
      var dice = Dice(seed: 1)
      var tasks = try await Crowd.fill(store, count: 600, seed: 2)
      for round in 0..<2 {
        for query in Self.queries(&dice) {
          let expected = tasks.filter { matches($0, query) }.sorted(by: isBefore)
          let page = try await store.read { try $0.tasks(query, PageRequest(page: 2, limit: 15)) }
          #expect(page.total == expected.count, "\(query)")
          #expect(try decoded(page).map(\.id) == expected.dropFirst(15).prefix(15).map(\.id), "\(query)")
        }
        guard round == 0 else { break }
        tasks = tasks.map { task in
          var changed = task
          if Bool.random(using: &dice) { Crowd.change(&changed, &dice) }
          return changed
        }
        try await store.write { [tasks] transaction in for task in tasks { try transaction.update(task) } }
        #expect(try await store.verify().problems == [])
      }
    }
  }

  @Test(arguments: TaskQuery.sortFields, [true, false])
  func everyOrderPagesByCursorThroughAllRowsOnce(_ field: String, _ descending: Bool) async throws {
    try await StoreFolder.withStore { store in
      let tasks = try await Crowd.fill(store, count: 230, seed: 3)
      for open in [nil, true, false] {
        var query = TaskQuery()
        query.open = open
        let all = try await pages(store, query, SortOrder(field: field, descending: descending))
        let expected = tasks.filter { matches($0, query) }
        #expect(all.count == expected.count)
        #expect(Set(all.map(\.id)) == Set(expected.map(\.id)))
        let keys = all.map { sortKey($0, field) }
        for (left, right) in zip(keys, keys.dropFirst()) {
          #expect(descending ? left >= right : left <= right, "\(field)")
        }
      }
    }
  }

  /// As a text that compares as the field does; urgent is great (ruling R49).
  private func sortKey(_ task: FactoryTask, _ field: String) -> String {
    switch field {
    case "createdAt": task.createdAt.description
    case "updatedAt": task.updatedAt.description
    case "slaDeadline": task.slaDeadline?.description ?? "none"
    case "title": task.title.lowercased()
    case "priority": "\(9 - task.priority.rank)"
    case "status": "\(TaskStatus.declared.firstIndex(of: task.status) ?? 9)"
    default: "\(TaskType.declared.firstIndex(of: task.type) ?? 9)"
    }
  }

  private func pages(_ store: SQLiteStore, _ query: TaskQuery, _ sort: FactoryEngine.SortOrder?) async throws
    -> [FactoryTask]
  {
    var found: [FactoryTask] = []
    var request = PageRequest(limit: 17, sort: sort)
    repeat {
      let page = try await store.read { [request] in try $0.tasks(query, request) }
      found += try decoded(page)
      request.cursor = page.nextCursor
    } while request.cursor != nil && found.count < 1000
    return found
  }

  @Test func cursorsNeitherSkipNorRepeatWhileOthersWrite() async throws {
    try await StoreFolder.withStore { store in
      let still = Set(try await Crowd.fill(store, count: 300, seed: 4).map(\.id))
      async let writing: Void = churn(store)
      for _ in 0..<6 {
        let ids = try await pages(store, TaskQuery(), nil).map(\.id).filter(still.contains)
        #expect(ids.count == still.count)
        #expect(Set(ids) == still)
      }
      try await writing
    }
  }

  private func churn(_ store: SQLiteStore) async throws {
    for number in 1001...1120 {
      try await store.write { transaction in
        var dice = Dice(seed: UInt64(number))
        var task = Crowd.task(number, &dice)
        try transaction.insert(task)
        Crowd.change(&task, &dice)
        try transaction.update(task)
      }
    }
  }

  @Test(arguments: ["", "x", "!!!!", "AQAA", String(repeating: "A", count: 4000)])
  func aBadCursorIsRefusedByName(_ cursor: String) async throws {
    try await StoreFolder.withStore { store in
      let error = await #expect(throws: APIError.self) {
        try await store.read { try $0.tasks(TaskQuery(), PageRequest(cursor: cursor)) }
      }
      #expect(error?.code == .validationError)
      #expect(error?.field == "cursor")
    }
  }

  @Test func aCursorOfAnotherOrderIsRefused() async throws {
    try await StoreFolder.withStore { store in
      _ = try await Crowd.fill(store, count: 30, seed: 6)
      let cursor = try await store.read { try $0.tasks(TaskQuery(), PageRequest(limit: 5)).nextCursor }
      let other = PageRequest(limit: 5, sort: SortOrder(field: "title", descending: false), cursor: cursor)
      await #expect(throws: APIError.self) { try await store.read { try $0.tasks(TaskQuery(), other) } }
      await #expect(throws: APIError.self) {
        try await store.read { try $0.pipelines(PipelineQuery(), PageRequest(cursor: cursor)) }
      }
    }
  }

  /// Enough tasks that a search is one pass over the texts; few hits, many hits, with and without other filters.
  @Test func aSearchOverManyTasksFindsTheSameInEveryWay() async throws {
    try await StoreFolder.withStore { store in
      var dice = Dice(seed: 8)
      let tasks = (1...5200).map { Crowd.task($0, &dice) }
      try await store.write { transaction in for task in tasks { try transaction.insert(task) } }
      for words in ["fix 13", "changed", "nothing like it"] {
        for priority in [nil, Priority.high] {
          var query = TaskQuery()
          (query.search, query.priority) = (words, priority)
          let expected = tasks.filter { matches($0, query) }.sorted(by: isBefore)
          let page = try await store.read { [query] in try $0.tasks(query, PageRequest(page: 2, limit: 10)) }
          #expect(page.total == expected.count, "\(words)")
          #expect(try decoded(page).map(\.id) == expected.dropFirst(10).prefix(10).map(\.id), "\(words)")
        }
      }
    }
  }

  @Test func statisticsAreARecountsWhateverChanged() async throws {
    try await StoreFolder.withStore { store in
      let tasks = try await Crowd.fill(store, count: 400, seed: 7)
      let now = Sample.start.adding(minutes: 60)
      let (stats, status) = try await store.read { (try $0.taskStats(now: now), try $0.slaStatus(now: now)) }
      let open = tasks.filter(\.isOpen)
      #expect(stats.pending == tasks.count { $0.status == .pending })
      #expect(stats.inProgress == tasks.count { $0.status == .inProgress })
      #expect(stats.blocked == open.count { $0.blocksStageAdvance })
      #expect(stats.slaBreaches == open.count { $0.slaBreached })
      #expect(stats.byPriority["critical"] == open.count { $0.priority == .critical })
      #expect(stats.byType["review"] == open.count { $0.type == .review })
      let wait = open.reduce(0.0) { $0 + now.seconds(since: $1.createdAt) / 60 } / Double(open.count)
      #expect(abs(stats.avgWaitTimeMinutes - wait) < 0.001)
      let deadlines = open.compactMap { task in task.slaDeadline.map { (task.createdAt, $0) } }
      #expect(status.breached == deadlines.count { $0.1 <= now })
      #expect(
        status.warning == deadlines.count { $0.1 > now && SLASteps.warning(createdAt: $0.0, deadline: $0.1) <= now })
      #expect(status.onTrack + status.warning + status.breached == deadlines.count)
    }
  }
}
