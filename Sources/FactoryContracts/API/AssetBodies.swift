// The form that uploads an asset (contract §1.5). It crosses the wire as multipart/form-data, each member a part of its name.

package struct CreateAssetBody: Codable, Hashable, Sendable {
  package var pipelineId: EntityID
  package var stage: PipelineStage?
  package var type: AssetType
  /// The bytes; the part's file name is the asset's name.
  package var file: FormFile
  /// A JSON object.
  package var metadata: [String: JSONValue]?

  package init(
    pipelineId: EntityID, stage: PipelineStage? = nil, type: AssetType, file: FormFile,
    metadata: [String: JSONValue]? = nil
  ) {
    self.pipelineId = pipelineId
    self.stage = stage
    self.type = type
    self.file = file
    self.metadata = metadata
  }
}

/// A file in a form: bytes there, a text where the form is written as JSON.
package struct FormFile: Codable, Hashable, Sendable, WireDescribed {
  package var text: String
  package init(_ text: String) { self.text = text }

  package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package static func wireSchema(_ book: SchemaBook) -> JSONValue { ["type": "string", "format": "binary"] }
  package static var wireSample: FormFile { FormFile("") }
}
