// The behaviour suite: rows about assets. Both stores find the same versions in the same order.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  /// Three names in one pipeline, with versions; and the same name in another.
  private static func assets(_ pipeline: Pipeline, _ other: Pipeline) -> [Asset] {
    func one(_ number: Int, _ name: String, _ version: Int, _ type: AssetType, _ stage: PipelineStage?) -> Asset {
      var asset = Sample.asset(number, of: pipeline)
      (asset.name, asset.version, asset.type, asset.stageName) = (name, version, type, stage)
      // Two at the same moment: the id decides their order.
      asset.createdAt = Sample.start.adding(seconds: Double(number / 2))
      return asset
    }
    var foreign = Sample.asset(90, of: other)
    (foreign.name, foreign.version) = ("junit.xml", 1)
    return [
      one(1, "junit.xml", 1, .testReport, .testing), one(2, "shop.tar.gz", 1, .build, .building),
      one(3, "junit.xml", 2, .testReport, .testing), one(4, "README.md", 1, .docs, nil),
      one(5, "junit.xml", 3, .testReport, .testing), foreign,
    ]
  }

  private static func filled(_ factory: StoreFactory) async throws -> (any FactoryStore, Pipeline, [Asset]) {
    let store = try factory.make()
    let (pipeline, other) = (Sample.pipeline(1, stage: .testing), Sample.pipeline(2, stage: .testing))
    let rows = assets(pipeline, other)
    try await store.write { tx in
      try tx.insert(pipeline)
      try tx.insert(other)
      for asset in rows { try tx.insert(asset) }
    }
    return (store, pipeline, rows)
  }

  @Test("an asset comes back as it went in, by id, by version and as the newest", arguments: StoreFactory.all)
  func assetsByName(factory: StoreFactory) async throws {
    let (store, pipeline, rows) = try await Self.filled(factory)
    try await store.read { (reader) throws -> Void in
      for asset in rows { #expect(try reader.asset(asset.id) == asset) }
      #expect(try reader.asset(Sample.id(1)) == nil)
      #expect(try reader.asset(pipeline: pipeline.id, name: "junit.xml", version: nil) == rows[4])
      #expect(try reader.asset(pipeline: pipeline.id, name: "junit.xml", version: 2) == rows[2])
      #expect(try reader.asset(pipeline: pipeline.id, name: "junit.xml", version: 4) == nil)
      #expect(try reader.asset(pipeline: pipeline.id, name: "JUNIT.xml", version: nil) == nil)
      #expect(try reader.asset(pipeline: rows[5].pipelineId, name: "junit.xml", version: nil) == rows[5])
    }
    await store.close()
  }

  @Test("the list is newest first, keeps to its pipeline, and its pages miss nothing", arguments: StoreFactory.all)
  func assetPages(factory: StoreFactory) async throws {
    let (store, pipeline, rows) = try await Self.filled(factory)
    try await store.read { (reader) throws -> Void in
      func ids(_ query: AssetQuery, sort: FactoryEngine.SortOrder? = nil, limit: Int = 2) throws -> [EntityID] {
        var (found, page): ([EntityID], PageRequest) = ([], PageRequest(limit: limit, sort: sort))
        repeat {
          let answer = try reader.assets(query, page)
          #expect(answer.total == (query.type == nil && query.stage == nil ? 5 : answer.total))
          found += try answer.rows.map { try FactoryJSON.decode(Asset.self, from: $0).id }
          page.cursor = answer.nextCursor
        } while page.cursor != nil
        return found
      }
      let newest = [5, 4, 3, 2, 1].map { rows[$0 - 1].id }
      var query = AssetQuery(pipelineId: pipeline.id)
      #expect(try ids(query) == newest)
      #expect(try ids(query, sort: SortOrder(field: "createdAt", descending: false)) == newest.reversed())
      query.type = .testReport
      #expect(try ids(query, limit: 1) == [5, 3, 1].map { rows[$0 - 1].id })
      query.stage = .building
      #expect(try ids(query) == [])
      query.type = nil
      #expect(try ids(query) == [rows[1].id])
      #expect(throws: APIError.self) { try ids(query, sort: SortOrder(field: "sizeBytes", descending: true)) }
    }
    await store.close()
  }

  @Test("rules ask for types and names of one pipeline, whatever the case", arguments: StoreFactory.all)
  func assetTypes(factory: StoreFactory) async throws {
    let (store, pipeline, rows) = try await Self.filled(factory)
    try await store.read { (reader) throws -> Void in
      let expected: Set<String> = ["test_report", "build", "docs", "junit.xml", "shop.tar.gz", "readme.md"]
      #expect(try reader.assetTypes(pipeline: pipeline.id) == expected)
      #expect(try reader.assetTypes(pipeline: rows[5].pipelineId) == ["docs", "junit.xml"])
      #expect(try reader.assetTypes(pipeline: Sample.id(1)) == [])
    }
    await store.close()
  }
}
