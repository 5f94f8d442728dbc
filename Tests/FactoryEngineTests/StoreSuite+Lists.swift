// The behaviour suite: lists, their orders, pages, cursors and filters (ruling R49).
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  @Test("the queue is in the order of R49, by page and by cursor", arguments: StoreFactory.all)
  func order(factory: StoreFactory) async throws {
    let store = try factory.make()
    var late = Sample.task(1, priority: .high, slaMinutes: 90)
    late.deferredAt = Sample.start
    let rows = [
      Sample.task(7, priority: .low, slaMinutes: 5), Sample.task(6, priority: .medium, slaMinutes: nil),
      Sample.task(5, priority: .medium, createdAt: Sample.start.adding(minutes: 2), slaMinutes: 58), late,
      Sample.task(4, priority: .medium, slaMinutes: 60), Sample.task(3, priority: .high, slaMinutes: 99),
      Sample.task(2, priority: .critical, slaMinutes: 999),
    ]
    try await store.write { tx in for row in rows { try tx.insert(row) } }
    let expected = [2, 3, 1, 4, 5, 6, 7].map { Sample.id($0) }
    #expect(try await Self.ids(store, PageRequest(limit: 100)) == expected)
    #expect(try await Self.ids(store, PageRequest(page: 2, limit: 3)) == Array(expected[3..<6]))
    #expect(try await Self.ids(store, PageRequest(page: 9, limit: 3)) == [])
    #expect(try await Self.walk(store, nil as FactoryEngine.SortOrder?) == expected)
    for field in TaskQuery.sortFields {
      for descending in [false, true] {
        let sort = FactoryEngine.SortOrder(field: field, descending: descending)
        let all = try await Self.ids(store, PageRequest(limit: 100, sort: sort))
        #expect(Set(all) == Set(expected))
        #expect(try await Self.walk(store, sort) == all, "\(field) \(descending)")
      }
    }
    let urgent = PageRequest(limit: 1, sort: FactoryEngine.SortOrder(field: "priority", descending: true))
    #expect(try await Self.ids(store, urgent) == [Sample.id(2)])
    await store.close()
  }

  @Test("pages by cursor neither skip nor repeat a row when others come and go", arguments: StoreFactory.all)
  func cursorStability(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { tx in for number in 10..<20 { try tx.insert(Sample.task(number)) } }
    let first = try await store.read { try $0.tasks(TaskQuery(), PageRequest(limit: 4)) }
    try await store.write { tx in
      try tx.insert(Sample.task(1, priority: .critical))
      var gone = Sample.task(11)
      gone.priority = .low
      try tx.update(gone)
    }
    let page = PageRequest(limit: 4, cursor: first.nextCursor)
    let second = try await store.read { try $0.tasks(TaskQuery(), page) }
    #expect(try Self.ids(first) + Self.ids(second) == (10..<18).map { Sample.id($0) })
    #expect(second.total == 11)
    await store.close()
  }

  @Test("a bad cursor or sort field is a sentence, not a crash", arguments: StoreFactory.all)
  func badPages(factory: StoreFactory) async throws {
    let store = try factory.make()
    try await store.write { try $0.insert(Sample.task(1)) }
    let pages = [
      PageRequest(cursor: "!!"), PageRequest(cursor: "AAAA"),
      PageRequest(sort: FactoryEngine.SortOrder(field: "colour", descending: false)),
    ]
    for page in pages {
      let error = await #expect(throws: APIError.self) {
        try await store.read { try $0.tasks(TaskQuery(), page).total }
      }
      #expect(error?.code == .validationError)
    }
    await store.close()
  }

  @Test("filters combine with and", arguments: StoreFactory.all)
  func filters(factory: StoreFactory) async throws {
    let store = try factory.make()
    let pipeline = Sample.pipeline(1)
    var assigned = Sample.task(2, title: "Fix the Login", type: .review, priority: .high, pipelineId: pipeline.id)
    assigned.assigneeId = Sample.decider
    assigned.slaBreached = true
    let rows = [assigned, Sample.task(1, summary: "about LOGIN pages"), Sample.decidedTask(3)]
    try await store.write { tx in
      try tx.insert(pipeline)
      for row in rows { try tx.insert(row) }
    }
    let cases: [(@Sendable (inout TaskQuery) -> Void, [Int])] = [
      ({ $0.status = .completed }, [3]), ({ $0.open = true }, [2, 1]), ({ $0.open = false }, [3]),
      ({ $0.priority = .high }, [2]), ({ $0.type = .review }, [2]), ({ $0.pipelineId = pipeline.id }, [2]),
      ({ $0.assigneeId = Sample.decider }, [2]), ({ $0.slaBreached = true }, [2]),
      ({ $0.slaBreached = false }, [1, 3]), ({ $0.search = "login" }, [2, 1]), ({ $0.search = "l%gin" }, []),
      (
        {
          $0.search = "login"
          $0.priority = .medium
        }, [1]
      ),
      (
        {
          $0.open = true
          $0.status = .completed
        }, []
      ),
    ]
    for (set, numbers) in cases {
      var query = TaskQuery()
      set(&query)
      let page = try await store.read { [query] in try $0.tasks(query, PageRequest()) }
      #expect(try Self.ids(page) == numbers.map { Sample.id($0) })
      #expect(page.total == numbers.count)
    }
    await store.close()
  }
}
