// Files as assets: what is asked of whoever sends them, from disk and in pieces. Called on worker threads only; blocks.

/// A file with what the server asks to know of it (contract §1.5).
package struct AssetForm: Sendable {
  package var path: String
  /// The asset's name.
  package var name: String
  package var pipelineId: EntityID
  package var type: AssetType
  package var stage: PipelineStage?
  package var contentType: String?

  package init(
    path: String, name: String, pipelineId: EntityID, type: AssetType, stage: PipelineStage? = nil,
    contentType: String? = nil
  ) {
    self.path = path
    self.name = name
    self.pipelineId = pipelineId
    self.type = type
    self.stage = stage
    self.contentType = contentType
  }
}

package protocol AssetUploading: Sendable {
  /// Sends a file; with the same `key` it is taken once, however often it is sent.
  func upload(_ form: AssetForm, key: EntityID) throws(APIFailure) -> Asset
}
