// Kept pages never show a state older than an acknowledged write.
import FactoryContracts
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct PageCacheTests {
  private func page(_ size: Int = 10, seq: Int64 = 1) -> ListedPage {
    ListedPage(rows: ByteBuffer(repeating: 0, count: size), pagination: "", nextCursor: nil, seq: seq)
  }

  @Test func aCommitEndsEverything() {
    let cache = PageCache()
    let before = cache.generation
    cache.keep(page(), as: "a", generation: before)
    #expect(cache.page("a", generation: cache.generation) != nil)
    cache.committed()
    #expect(cache.page("a", generation: cache.generation) == nil)
    // Read before the commit, handed in behind it.
    cache.keep(page(), as: "a", generation: before)
    #expect(cache.page("a", generation: cache.generation) == nil)
  }

  @Test func memoryIsBounded() {
    let cache = PageCache()
    for index in 0..<1000 { cache.keep(page(100_000), as: "\(index)", generation: 0) }
    #expect((0..<1000).filter { cache.page("\($0)", generation: 0) != nil }.count <= 42)
    cache.keep(page(5 << 20), as: "large", generation: 0)
    #expect(cache.page("large", generation: 0) == nil)
  }

  /// Everyone who wrote sees it in their next list, while others write and read too.
  @Test func writersSeeTheirWrites() async throws {
    try await Rig.with(logLevel: .error) { rig in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            let wire = try await Wire.open(port: rig.port)
            for index in 0..<25 {
              let body = #"{"type":"decision","title":"w\#(writer)-\#(index)","context":{"summary":"s"}}"#
              let made = try await wire.call("POST", "/v1/tasks", headers: Rig.owner, body: body)
              let id = try made.data(FactoryTask.self).id
              let list = try await wire.call("GET", "/v1/tasks?limit=100", headers: Rig.owner)
              #expect(try list.data([FactoryTask].self).contains { $0.id == id })
            }
          }
        }
        try await group.waitForAll()
      }
      let first = try await rig.call("GET", "/v1/tasks?limit=5")
      let second = try await rig.call("GET", "/v1/tasks?limit=5")
      #expect(try first.data([FactoryTask].self) == second.data([FactoryTask].self))
      #expect(try first.meta()?.requestId != second.meta()?.requestId)
    }
  }
}
