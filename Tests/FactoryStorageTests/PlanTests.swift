// What a list costs is what SQLite says it will do: walk an index that has the order, sort nothing, scan nothing.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FactoryStorage

@Suite struct PlanTests {
  private func plan(_ db: Database, _ sql: String, _ values: [Bind]) throws -> [String] {
    try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: StatementArguments(values)).map { $0["detail"] }
  }

  private func plan(_ store: SQLiteStore, _ query: TaskQuery, _ page: PageRequest) async throws -> [String] {
    try await store.read { reader in
      guard let reader = reader as? SQLiteReader else { return [] }
      let total = try reader.tasks(query, page).total
      let list = try TaskListing(query: query, page: page)
        .listQuery(reader, TaskListing.order(page.sort), total)
      let (sql, values) = try list.statement()
      return try plan(reader.db, sql, values)
    }
  }

  /// Many done, few open: what a store looks like after a year.
  private func fill(_ store: SQLiteStore) async throws {
    try await store.write { transaction in
      for number in 1...3000 {
        var task = Sample.task(
          number, status: number % 60 == 0 ? .pending : .completed, priority: Priority.declared[number % 4],
          pipelineId: Crowd.pipelines[number % 4])
        task.assigneeId = Crowd.people[number % 3]
        try transaction.insert(task)
      }
    }
  }

  @Test func theQueueIsAnIndexScanUnderEveryFilter() async throws {
    try await StoreFolder.withStore { store in
      try await fill(store)
      let cursor = try await store.read { try $0.tasks(TaskQuery(), PageRequest()).nextCursor }
      for (name, query) in Self.filters {
        for page in [PageRequest(), PageRequest(cursor: cursor), PageRequest(sort: Self.urgentFirst)] {
          guard page.sort == nil || page.cursor == nil else { continue }
          let steps = try await plan(store, query, page)
          #expect(steps.count == 1 && steps[0].contains("USING"), "\(name): \(steps)")
          #expect(steps[0].contains("INDEX task_"), "\(name): \(steps)")
          #expect(!steps.joined().contains("TEMP B-TREE"), "\(name): \(steps)")
        }
      }
    }
  }

  private static let urgentFirst = FactoryEngine.SortOrder(field: "priority", descending: true)

  private static var filters: [(String, TaskQuery)] {
    func query(_ set: (inout TaskQuery) -> Void) -> TaskQuery {
      var query = TaskQuery()
      set(&query)
      return query
    }
    return [
      ("none", query { _ in }), ("open", query { $0.open = true }), ("status", query { $0.status = .pending }),
      ("done", query { $0.status = .completed }), ("priority", query { $0.priority = .high }),
      ("type", query { $0.type = .approval }), ("pipeline", query { $0.pipelineId = Crowd.pipelines[0] }),
      ("assignee", query { $0.assigneeId = Crowd.people[0] }),
      ("open and urgent", query { ($0.open, $0.priority) = (true, .critical) }),
      ("mine and open", query { ($0.open, $0.assigneeId) = (true, Crowd.people[1]) }),
    ]
  }

  @Test func everyOrderOfAllTasksIsAnIndexScan() async throws {
    try await StoreFolder.withStore { store in
      try await fill(store)
      for field in TaskQuery.sortFields {
        for descending in [true, false] {
          let page = PageRequest(sort: SortOrder(field: field, descending: descending))
          let steps = try await plan(store, TaskQuery(), page)
          #expect(steps.count == 1 && steps[0].contains("USING"), "\(field): \(steps)")
        }
      }
    }
  }

  /// A rare filter in another order sorts only the rows that the filter leaves.
  @Test func aRareFilterInAnotherOrderGathersOnlyItsRows() async throws {
    try await StoreFolder.withStore { store in
      try await fill(store)
      var query = TaskQuery()
      query.status = .pending
      let steps = try await plan(store, query, PageRequest(sort: SortOrder(field: "createdAt", descending: true)))
      #expect(steps[0].contains("INDEX task_status (status=?)"), "\(steps)")
    }
  }

  @Test func whatTimersAndRulesAskForIsFoundByIndex() async throws {
    try await StoreFolder.withStore { store in
      try await fill(store)
      let plans = try await store.read { reader in
        guard let reader = reader as? SQLiteReader else { return [[String]]() }
        return try Self.statements.map { try plan(reader.db, $0.0, $0.1) }
      }
      #expect(plans.count == Self.statements.count)
      for (statement, steps) in zip(Self.statements, plans) {
        let isIndexed = steps.allSatisfy { $0.contains("USING") || $0.contains("SCAN audit") && steps.count == 1 }
        #expect(isIndexed && !steps.joined().contains("TEMP B-TREE"), "\(statement.0): \(steps)")
      }
    }
  }

  private static var statements: [(String, [Bind])] {
    [
      ("SELECT id FROM task WHERE due <= ? ORDER BY due LIMIT ?", [1, 1]),
      ("SELECT id FROM task WHERE lapse <= ? ORDER BY lapse LIMIT ?", [1, 1]),
      ("SELECT id FROM task WHERE step <= ? ORDER BY step LIMIT ?", [1, 1]),
      ("SELECT step FROM task WHERE step IS NOT NULL ORDER BY step LIMIT 1", []),
      ("SELECT json FROM task WHERE open = 1 AND creator = ? AND key = ? ORDER BY n", [Data(), ""]),
      ("SELECT json FROM task WHERE pipeline = ? AND tests = 1 ORDER BY created DESC, n DESC LIMIT 1", [Data()]),
      ("SELECT json FROM stage WHERE pipeline = ? ORDER BY n", [Data()]),
      ("SELECT json FROM approval WHERE task = ? ORDER BY n DESC LIMIT 1", [Data()]),
      ("SELECT json FROM audit WHERE pipeline = ? ORDER BY n DESC LIMIT 20", [Data()]),
      ("SELECT json FROM audit WHERE entity = ? ORDER BY n DESC LIMIT 20", [Data()]),
      ("SELECT json FROM audit ORDER BY n DESC LIMIT 20", []),
      ("SELECT seq FROM event WHERE seq > ? ORDER BY seq LIMIT 5", [1]),
      ("SELECT id FROM notification WHERE held = 1 AND out <= ? ORDER BY out, n LIMIT ?", [1, 1]),
      ("SELECT min(out) FROM notification WHERE held = 1", []),
      ("SELECT json FROM notification WHERE user = ? AND type = ? AND held = 1", [Data(), 1]),
      ("SELECT json FROM notification WHERE user = ? ORDER BY created DESC, id DESC LIMIT 20", [Data()]),
      ("SELECT json FROM notification WHERE user = ? AND unread = 1 ORDER BY created DESC, id DESC LIMIT 20", [Data()]),
      (
        "SELECT json FROM notification WHERE user = ? AND type = ? ORDER BY created DESC, id DESC LIMIT 1", [Data(), 1]
      ),
    ]
  }

  /// The queue of jobs, their leases and an agent's activity are walked, not sorted (ruling R47).
  @Test func jobsAreIndexScans() async throws {
    try await StoreFolder.withStore { store in
      let rows: [(String, Int, String)] = [
        (
          """
          SELECT job.json FROM job CROSS JOIN pipeline ON pipeline.id = job.pipeline
          WHERE job.status = 0 AND pipeline.status = 0 ORDER BY job.rank, job.n LIMIT 1
          """, 0, "INDEX job_queue"
        ),
        ("SELECT lease FROM job WHERE lease IS NOT NULL ORDER BY lease LIMIT 1", 0, "INDEX job_lease"),
        ("SELECT json FROM job WHERE pipeline = x'00' AND status < 2 ORDER BY n", 0, "INDEX job_open"),
        ("SELECT json FROM job WHERE pipeline = x'00' AND kind = 2 ORDER BY n DESC LIMIT 1", 0, "INDEX job_kind"),
        (SQLiteReader.activitySQL, 3, "INDEX audit_actor"),
      ]
      for (sql, values, index) in rows {
        let steps = try await store.read { reader in
          guard let reader = reader as? SQLiteReader else { return [String]() }
          return try plan(reader.db, sql, Array(repeating: 1, count: values))
        }.joined(separator: "; ")
        #expect(steps.contains(index), "\(sql): \(steps)")
        if values == 0 { #expect(!steps.contains("TEMP B-TREE"), "\(sql): \(steps)") }
      }
    }
  }

  /// A pipeline's assets are walked newest first, and a version is found by its name (contract §1.5).
  @Test func assetsAreIndexScans() async throws {
    try await StoreFolder.withStore { store in
      let pipelines = [Sample.pipeline(1), Sample.pipeline(2)]
      try await store.write { transaction in
        for pipeline in pipelines { try transaction.insert(pipeline) }
        for number in 1...1000 {
          var asset = Sample.asset(number, of: pipelines[number % 2])
          asset.version = number
          try transaction.insert(asset)
        }
      }
      let statements: [(String, String)] = [
        ("SELECT n FROM asset WHERE pipeline = ? ORDER BY created DESC, id DESC LIMIT 20", "INDEX asset_pipeline"),
        ("SELECT n FROM asset WHERE pipeline = ? ORDER BY created, id LIMIT 20", "INDEX asset_pipeline"),
        (
          "SELECT n FROM asset WHERE pipeline = ? AND type = 'build' ORDER BY created DESC, id DESC LIMIT 20",
          "INDEX asset_pipeline"
        ),
        (
          "SELECT json FROM asset WHERE pipeline = ? AND name = 'a' AND version <= 3 ORDER BY version DESC LIMIT 1",
          "INDEX sqlite_autoindex_asset_2 (pipeline=? AND name=? AND version<?)"
        ),
        ("SELECT json FROM asset WHERE id = ?", "INDEX sqlite_autoindex_asset_1"),
      ]
      let plans = try await store.read { reader in
        guard let reader = reader as? SQLiteReader else { return [[String]]() }
        return try statements.map { try plan(reader.db, $0.0, [Data()]) }
      }
      #expect(plans.count == statements.count)
      for ((sql, wanted), steps) in zip(statements, plans) {
        #expect(steps.count == 1 && steps[0].contains(wanted), "\(sql): \(steps)")
      }
      // What the lists really ask, in every order and under every filter.
      let lists = try await store.read { reader in
        guard let reader = reader as? SQLiteReader else { return [[String]]() }
        return try [true, false].flatMap { isNewestFirst in
          try [nil, AssetType.build].map { type in
            var query = AssetQuery(pipelineId: pipelines[0].id)
            query.type = type
            let page = PageRequest(sort: SortOrder(field: "createdAt", descending: isNewestFirst))
            let (sql, values) = try reader.assetList(query, page).statement()
            return try plan(reader.db, sql, values)
          }
        }
      }
      for steps in lists {
        #expect(steps.count == 1 && steps[0].contains("INDEX asset_pipeline"), "\(steps)")
      }
      #expect(lists.count == 4)
    }
  }
}
