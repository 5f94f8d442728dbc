// A disk that fails: writers get a sentence, readers go on, and nothing half-done stays.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FactoryStorage

extension SQLiteStore {
  /// A setting of the writer's connection.
  func writerSetting(_ name: String) async throws -> Int64? {
    try await write { try ($0 as? SQLiteTransaction)?.db.integer("PRAGMA \(name)") }
  }
}

@Suite struct DiskFailureTests {
  private func bigTask(_ number: Int) -> FactoryTask {
    Sample.task(number, context: TaskContext(summary: String(repeating: "x", count: 200_000)))
  }

  @Test func aFullDiskFailsWritesWithASentenceAndKeepsReading() async throws {
    try await StoreFolder.withStore { store in
      try await store.write { try $0.insert(Sample.task(1)) }
      let pages = try await store.writerSetting("page_count") ?? 0
      _ = try await store.writerSetting("max_page_count = \(pages + 4)")
      let full = StoreFailure.unavailable(
        "The disk is full; free some space and try again. It holds \(store.path).")
      await #expect(throws: full) { try await store.write { try $0.insert(bigTask(2)) } }
      let (one, two) = try await store.read { (try $0.task(Sample.id(1)), try $0.task(Sample.id(2))) }
      #expect(one != nil)
      #expect(two == nil)
      _ = try await store.writerSetting("max_page_count = 1000000")
      try await store.write { try $0.insert(bigTask(2)) }
      #expect(try await store.verify().problems == [])
    }
  }

  @Test func manyWritersOnAFullDiskAllGetAnAnswer() async throws {
    try await StoreFolder.withStore { store in
      let pages = try await store.writerSetting("page_count") ?? 0
      _ = try await store.writerSetting("max_page_count = \(pages + 60)")
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for number in 1...60 {
          group.addTask { [task = number % 7 == 0 ? bigTask(number) : Sample.task(number)] in
            (try? await store.write { try $0.insert(task) }) != nil
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(outcomes.count == 60)
      #expect(outcomes.contains(false))
      let kept = try await store.read { try $0.tasks(TaskQuery(), PageRequest()).total }
      #expect(kept == outcomes.count { $0 })
      _ = try await store.writerSetting("max_page_count = 1000000")
      #expect(try await store.verify().problems == [])
    }
  }

  @Test func aDamagedFileIsReportedNotTrusted() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    _ = try await Crowd.fill(store, count: 400, seed: 5)
    await store.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.database))
    let size = try file.seekToEnd()
    for offset in stride(from: UInt64(40 * 4096), to: size, by: 3 * 4096) {
      try file.seek(toOffset: offset)
      try file.write(contentsOf: Data(repeating: 0xff, count: 4096))
    }
    try file.close()
    // Told when it is opened, or when it is looked through: which depends on the pages that were hit.
    var findings = 0
    do {
      let damaged = try folder.open()
      findings = try await damaged.verify().problems.count
      await damaged.close()
    } catch StoreFailure.corrupt {
      findings = 1
    }
    #expect(findings > 0)
  }
}
