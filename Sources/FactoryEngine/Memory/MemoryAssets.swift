// Rows about assets in memory.
import FactoryContracts
import Foundation

extension MemoryReading {
  func asset(_ id: EntityID) throws -> Asset? { state.assets.first { $0.id == id } }

  func asset(pipeline: EntityID, name: String, version: Int?) throws -> Asset? {
    state.assets.last { $0.pipelineId == pipeline && $0.name == name && (version == nil || $0.version == version) }
  }

  func assets(_ query: AssetQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, AssetQuery.sortFields) }
    let rows = state.assets.filter { asset in
      asset.pipelineId == query.pipelineId && (query.type.map { $0 == asset.type } ?? true)
        && (query.stage.map { $0 == asset.stageName } ?? true)
    }
    let order = MemoryOrder<Asset>("assets", descending: page.sort?.descending ?? true) {
      [.time($0.createdAt), .id($0.id)]
    }
    return try order.page(rows, page) { try FactoryJSON.canonical($0) }
  }

  func assetTypes(pipeline: EntityID) throws -> Set<String> {
    Set(state.assets.filter { $0.pipelineId == pipeline }.flatMap { [$0.type.rawValue, $0.name.lowercased()] })
  }
}

extension MemoryTransaction {
  func insert(_ asset: Asset) throws { edit { $0.assets.append(asset) } }
}
