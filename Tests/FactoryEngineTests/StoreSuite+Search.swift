// The behaviour suite: searching. What is typed is never syntax, and both stores find the same.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  private static func filled(_ factory: StoreFactory) async throws -> Engine {
    let store = try factory.make()
    let engine = Engine(store: store, ids: RandomIDSource(), settings: EngineSettings())
    try await store.write { tx in
      let titles = [
        "Ship the payment service", "Review café menus", "Paint the shed", "A \"quoted\" title", "Rollback?",
      ]
      for (index, title) in titles.enumerated() {
        var task = Sample.task(index + 1)
        task.title = title
        task.context.summary = index == 2 ? "Because the payment was late, shipping waits" : "Nothing special"
        try tx.insert(task)
      }
      try tx.insert(Sample.pipeline(1))
      try tx.append(Sample.auditEntry(1, action: "task.approved"), pipelineId: Sample.id(1001))
    }
    return engine
  }

  @Test(
    "words, prefixes and phrases find tasks, the title first", arguments: StoreFactory.all,
    [
      ("payment", [1, 3]), ("PAYMENT ship", [1, 3]), ("pay", [1, 3]), ("cafe", [2]), ("\"the payment\"", [1, 3]),
      ("\"payment the\"", []), ("\"payment service\"", [1]), ("\"payment serv\"*", [1]), ("\"payment serv\"", []),
      ("quoted", [4]), ("nothingness", []), ("payment and shed", []), ("title-a", []),
    ] as [(String, [Int])])
  func searching(factory: StoreFactory, wanted: (String, [Int])) async throws {
    let engine = try await Self.filled(factory)
    let found = try await engine.search(SearchQuery(wanted.0, types: [.task]))
    #expect(found.map(\.id) == wanted.1.map { Sample.id($0) })
    #expect(found.allSatisfy { $0.score > 0 && $0.entityType == .task })
    await engine.store.close()
  }

  @Test("pipelines and audit rows are found, and what comes later as well", arguments: StoreFactory.all)
  func searchingEverything(factory: StoreFactory) async throws {
    let engine = try await Self.filled(factory)
    let audit = try await engine.search(SearchQuery("approved", types: [.audit]))
    #expect(audit.map(\.title) == ["task.approved"])
    #expect(audit.first?.pipelineId == Sample.id(1001))
    let pipeline = try #require(try await engine.read { try $0.pipeline(Sample.id(1001)) })
    #expect(try await engine.search(SearchQuery(pipeline.slug)).contains { $0.id == pipeline.id })
    try await engine.store.write { tx in
      var late = Sample.task(50)
      late.title = "Zeppelin"
      try tx.insert(late)
    }
    #expect(try await engine.search(SearchQuery("zepp")).map(\.id) == [Sample.id(50)])
    #expect(try await engine.search(SearchQuery("payment", limit: 1)).count == 1)
    await engine.store.close()
  }

  @Test("a pipeline that was removed is not found, its successor is", arguments: StoreFactory.all)
  func searchingAfterRemoval(factory: StoreFactory) async throws {
    let engine = try await Self.filled(factory)
    let slug = try #require(try await engine.read { try $0.pipeline(Sample.id(1001)) }).slug
    _ = try await engine.search(SearchQuery(slug))
    try await engine.store.write { tx in
      try tx.deletePipeline(Sample.id(1001), at: Sample.start)
      var next = Sample.pipeline(2)
      (next.name, next.slug) = ("Successor", "successor")
      try tx.insert(next)
    }
    #expect(try await engine.search(SearchQuery(slug, types: [.pipeline])).isEmpty)
    #expect(try await engine.search(SearchQuery("successor", types: [.pipeline])).map(\.id) == [Sample.id(1002)])
    await engine.store.close()
  }

  @Test(
    "nothing that can be typed is an error", arguments: StoreFactory.all,
    [
      "", " ", "\"", "\"\"", "*", "**", "^a", "a^", "a OR", "NEAR(", "NEAR(a b, 3)", "title:a", "{title body}:a", "-a",
      "a NOT b", "(", ")", "a AND", "\u{0}", "a\u{0}b", "'; DROP TABLE task; --", "%", "_", "\\", "é\u{301}\u{301}",
      "😀", "\u{202e}x", String(repeating: "a ", count: 400), String(repeating: "\"", count: 99), "a+b", "+", "²",
      "\u{e000}", "٣", "\"*\"*", "a* b* *c",
    ])
  func searchingForNonsense(factory: StoreFactory, text: String) async throws {
    let engine = try await Self.filled(factory)
    _ = try await engine.search(SearchQuery(text))
    await engine.store.close()
  }
}
