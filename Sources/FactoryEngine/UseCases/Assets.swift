// Assets: rows about files whose bytes are stored already (contract §1.4, §1.5). Within one transaction.
// Invariants: versions of a name in a pipeline count from 1 without gaps, each naming the one before; a row never changes.
import FactoryContracts

/// A file that is stored and synced, before anybody knows of it.
package struct AssetUpload: Sendable {
  /// Of the asset and of its blob.
  package var id: EntityID
  package var pipelineId: EntityID
  package var stage: PipelineStage?
  package var type: AssetType
  package var name: String
  package var contentType: String
  package var sizeBytes: Int64
  package var checksumSha256: String
  package var metadata: [String: JSONValue]

  package init(
    id: EntityID, pipelineId: EntityID, stage: PipelineStage? = nil, type: AssetType, name: String,
    contentType: String, sizeBytes: Int64, checksumSha256: String, metadata: [String: JSONValue] = [:]
  ) {
    (self.id, self.pipelineId, self.stage, self.type, self.name) = (id, pipelineId, stage, type, name)
    (self.contentType, self.sizeBytes) = (contentType, sizeBytes)
    (self.checksumSha256, self.metadata) = (checksumSha256, metadata)
  }
}

extension UseCases {
  /// The same name in the same pipeline again is its next version, told by `asset.updated`.
  package func addAsset(_ upload: AssetUpload) throws -> Asset {
    try requireScope(.assetsWrite)
    let pipeline = try pipeline(upload.pipelineId)
    try refuseArchived(pipeline)
    let last = try tx.asset(pipeline: pipeline.id, name: upload.name, version: nil)
    let asset = Asset(
      id: upload.id, pipelineId: pipeline.id, stageName: upload.stage, type: upload.type, name: upload.name,
      storageKey: upload.id.description, sizeBytes: upload.sizeBytes, contentType: upload.contentType,
      checksumSha256: upload.checksumSha256, version: (last?.version ?? 0) + 1, previousVersionId: last?.id,
      generatedBy: actor.id, generatorType: generator, metadata: upload.metadata, createdAt: now)
    try tx.insert(asset)
    let payload = AssetPayload(asset: asset)
    try audit(
      last == nil ? "asset.created" : "asset.updated", "asset", asset.id, pipeline: pipeline.id,
      metadata: [
        "name": .string(asset.name), "version": .integer(Int64(asset.version)),
        "sizeBytes": .integer(asset.sizeBytes), "checksumSha256": .string(asset.checksumSha256),
      ])
    try emit(last == nil ? .assetCreated(payload) : .assetUpdated(payload))
    return asset
  }

  private var generator: AssetGenerator {
    switch actor.kind {
    case .user: .user
    case .agent: .agent
    case .apiKey, .system: .ci
    }
  }
}

/// Which assets of a pipeline.
package struct AssetQuery: Sendable, Hashable {
  package static let sortFields = SortFields.assets
  package var pipelineId: EntityID
  package var type: AssetType?
  package var stage: PipelineStage?
  package init(pipelineId: EntityID) { self.pipelineId = pipelineId }
}
