// What feedback was given on, and how it was made (contract §3.3). What is not known of its making is `unknown` (ruling R57).
import FactoryContracts

package enum WorkProductType: String, WireEnum {
  case mcpServer = "mcp_server"
  case codeModule = "code_module"
  case design
  case testSuite = "test_suite"
  case documentation
  case pipelineConfig = "pipeline_config"
  case unknown
}

package struct GenerationContext: Codable, Hashable, Sendable {
  package var promptHash: String
  package var memorySnapshot: [String]
  package var modelUsed: String
  package var generationTimeMs: Double
  package var iterationCount: Int

  package init(
    promptHash: String, memorySnapshot: [String], modelUsed: String, generationTimeMs: Double, iterationCount: Int
  ) {
    self.promptHash = promptHash
    self.memorySnapshot = memorySnapshot
    self.modelUsed = modelUsed
    self.generationTimeMs = generationTimeMs
    self.iterationCount = iterationCount
  }
}

package struct WorkProductRef: Codable, Hashable, Sendable {
  package var type: WorkProductType
  package var id: String
  /// A commit or a tag.
  package var version: String
  package var path: String?
  package var summary: String
  /// 0–1: how sure the machine was before the review.
  package var bubaConfidence: Double
  /// 1–10: the score it foresaw.
  package var bubaScorePrediction: Double?
  package var generationContext: GenerationContext

  package init(
    type: WorkProductType, id: String, version: String, path: String? = nil, summary: String,
    bubaConfidence: Double, bubaScorePrediction: Double? = nil, generationContext: GenerationContext
  ) {
    self.type = type
    self.id = id
    self.version = version
    self.path = path
    self.summary = summary
    self.bubaConfidence = bubaConfidence
    self.bubaScorePrediction = bubaScorePrediction
    self.generationContext = generationContext
  }
}
