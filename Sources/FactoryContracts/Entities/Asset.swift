// An asset: a file that a pipeline produced (contract §1.4).

package enum AssetType: String, WireEnum {
  case code, config, docs, build
  case testReport = "test_report"
  case screenshot
  case unknown
}

package enum AssetGenerator: String, WireEnum {
  case user, agent, ci
  case unknown
}

package struct Asset: Codable, Hashable, Sendable {
  package var id: EntityID
  package var pipelineId: EntityID
  @Nullable package var stageName: PipelineStage?
  package var type: AssetType
  package var name: String
  @Nullable package var path: String?
  package var storageKey: String
  @Nullable package var storageBucket: String?
  package var sizeBytes: Int64
  package var contentType: String
  package var checksumSha256: String
  package var version: Int
  @Nullable package var previousVersionId: EntityID?
  package var generatedBy: EntityID
  package var generatorType: AssetGenerator
  package var metadata: [String: JSONValue]
  package var createdAt: Timestamp

  package init(
    id: EntityID, pipelineId: EntityID, stageName: PipelineStage? = nil, type: AssetType, name: String,
    path: String? = nil, storageKey: String, storageBucket: String? = nil, sizeBytes: Int64, contentType: String,
    checksumSha256: String, version: Int, previousVersionId: EntityID? = nil, generatedBy: EntityID,
    generatorType: AssetGenerator, metadata: [String: JSONValue] = [:], createdAt: Timestamp
  ) {
    self.id = id
    self.pipelineId = pipelineId
    self.stageName = stageName
    self.type = type
    self.name = name
    self.path = path
    self.storageKey = storageKey
    self.storageBucket = storageBucket
    self.sizeBytes = sizeBytes
    self.contentType = contentType
    self.checksumSha256 = checksumSha256
    self.version = version
    self.previousVersionId = previousVersionId
    self.generatedBy = generatedBy
    self.generatorType = generatorType
    self.metadata = metadata
    self.createdAt = createdAt
  }
}
