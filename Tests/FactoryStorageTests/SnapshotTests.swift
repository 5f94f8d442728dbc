// Snapshots and backups: one moment, whole, in a useful order, while others write.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@Suite struct SnapshotTests {
  private func lines(
    _ store: SQLiteStore, _ request: SnapshotRequest = SnapshotRequest(), limit: Int = .max
  ) async throws -> [SnapshotLine] {
    try await store.read { reader in
      var lines: [SnapshotLine] = []
      try reader.snapshot(request) { data in
        lines.append(try FactoryJSON.decode(SnapshotLine.self, from: data))
        return lines.count < limit
      }
      return lines
    }
  }

  @Test func openTasksComeFirstInTheOrderOfTheQueue() async throws {
    try await StoreFolder.withStore { store in
      let tasks = try await Crowd.fill(store, count: 120, seed: 11)
      try await store.write { transaction in
        try transaction.insert(Sample.pipeline(1))
        try transaction.upsert(Sample.agent(1))
      }
      let all = try await lines(store)
      #expect(all.count == 122)
      let ids = all.compactMap { $0.task?.id }
      #expect(Set(ids) == Set(tasks.map(\.id)))
      var query = TaskQuery()
      query.open = true
      let queue = try await store.read { [query] in try $0.tasks(query, PageRequest(limit: 100)).rows }
        .map { try FactoryJSON.decode(FactoryTask.self, from: $0).id }
      #expect(Array(ids.prefix(queue.count)) == queue)
      #expect(all[queue.count].pipeline?.id == Sample.pipeline(1).id)
      #expect(try await lines(store, SnapshotRequest(tasks: false)).count == 2)
      #expect(
        try await lines(store, SnapshotRequest(pipelines: false, agents: false, openOnly: true)).count == queue.count)
      #expect(try await lines(store, limit: 3).count == 3)
    }
  }

  @Test func aSlowStreamSeesOneMomentAndHoldsNobodyUp() async throws {
    try await StoreFolder.withStore { store in
      _ = try await Crowd.fill(store, count: 50, seed: 12)
      let started = DispatchSemaphore(value: 0)
      let goOn = DispatchSemaphore(value: 0)
      async let streamed = store.read { reader in
        var count = 0
        try reader.snapshot(SnapshotRequest()) { _ in
          count += 1
          if count == 1 {
            started.signal()
            goOn.wait()
          }
          return true
        }
        return (count, try reader.seq())
      }
      await offStore { started.wait() }
      try await store.write { transaction in
        try transaction.insert(Sample.task(999))
        try transaction.append(EventDraft(.taskCreated(TaskPayload(task: Sample.task(999))), at: Sample.start))
      }
      #expect(try await store.read { try $0.tasks(TaskQuery(), PageRequest()).total } == 51)
      goOn.signal()
      let (count, seq) = try await streamed
      #expect(count == 50)
      #expect(seq == 0)
    }
  }

  @Test func aBackupIsAWholeStoreOfOneMoment() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    _ = try await Crowd.fill(store, count: 80, seed: 13)
    async let writing: Void = {
      for number in 500..<540 { try await store.write { try $0.insert(Sample.task(number)) } }
    }()
    try await store.backup(to: folder.path + "/copy.db")
    try await writing
    await #expect(throws: StoreFailure.self) { try await store.backup(to: folder.path + "/copy.db") }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.contains("partial") })
    await store.close()
    let copy = try SQLiteStore(.file(folder.path + "/copy.db"))
    let report = try await copy.verify()
    #expect(report.problems == [])
    #expect((80...120).contains(report.tasks))
    await copy.close()
  }

  private func offStore(_ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { caller in
      Thread.detachNewThread {
        work()
        caller.resume()
      }
    }
  }
}
