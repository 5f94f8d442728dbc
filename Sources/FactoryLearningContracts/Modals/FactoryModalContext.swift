// What a modal is given to show (contract §3.1). Identities are text here: a modal may be about what has no entity.
import FactoryContracts

package enum ModalTheme: String, WireEnum {
  case dark, light
  case unknown
}

/// One of several things that a batch modal asks about.
package struct ModalItem: Codable, Hashable, Sendable {
  package var id: String
  package var name: String
  package var preview: String
  package var content: String?
  package var metadata: [String: JSONValue]?

  package init(
    id: String, name: String, preview: String, content: String? = nil, metadata: [String: JSONValue]? = nil
  ) {
    self.id = id
    self.name = name
    self.preview = preview
    self.content = content
    self.metadata = metadata
  }
}

/// An axis on which a modal asks for a score.
package struct ModalDimension: Codable, Hashable, Sendable {
  /// For example `code_quality`.
  package var id: String
  package var name: String
  package var description: String?
  /// How much it counts, 1–3.
  package var weight: Double

  package init(id: String, name: String, description: String? = nil, weight: Double) {
    self.id = id
    self.name = name
    self.description = description
    self.weight = weight
  }
}

/// A line of a checklist, with what the machine thought of it.
package struct ChecklistItem: Codable, Hashable, Sendable {
  package var id: String
  package var label: String
  package var description: String?
  package var aiAssessment: String?
  package var aiPasses: Bool?

  package init(
    id: String, label: String, description: String? = nil, aiAssessment: String? = nil, aiPasses: Bool? = nil
  ) {
    self.id = id
    self.label = label
    self.description = description
    self.aiAssessment = aiAssessment
    self.aiPasses = aiPasses
  }
}

/// In whose shoes a voice-of-customer modal asks the operator to stand.
package struct ModalPersona: Codable, Hashable, Sendable {
  package var name: String
  package var role: String
  package var context: String
  package var avatarEmoji: String

  package init(name: String, role: String, context: String, avatarEmoji: String) {
    self.name = name
    self.role = role
    self.context = context
    self.avatarEmoji = avatarEmoji
  }
}

/// Everything a modal is given before it draws.
package struct FactoryModalContext: Codable, Hashable, Sendable {
  /// For example `traffic-light`.
  package var modalType: String
  /// A semantic version.
  package var modalVersion: String
  package var sessionId: String
  package var pipelineId: String
  package var pipelineName: String
  package var itemId: String
  package var itemName: String
  package var deliverablePreview: String?
  package var deliverableContent: String?
  package var contentBefore: String?
  package var contentAfter: String?
  package var testResults: TestResults?
  package var diffSummary: DiffSummary?
  package var metrics: [String: Double]?
  package var items: [ModalItem]?
  package var dimensions: [ModalDimension]?
  package var checklistItems: [ChecklistItem]?
  package var estimationQuestion: String?
  package var persona: ModalPersona?
  /// Seconds; for modals against the clock.
  package var timerSeconds: Double?
  package var theme: ModalTheme
  /// `#rrggbb`
  package var accentColor: String

  package init(
    modalType: String, modalVersion: String, sessionId: String, pipelineId: String, pipelineName: String,
    itemId: String, itemName: String, deliverablePreview: String? = nil, deliverableContent: String? = nil,
    contentBefore: String? = nil, contentAfter: String? = nil, testResults: TestResults? = nil,
    diffSummary: DiffSummary? = nil, metrics: [String: Double]? = nil, items: [ModalItem]? = nil,
    dimensions: [ModalDimension]? = nil, checklistItems: [ChecklistItem]? = nil, estimationQuestion: String? = nil,
    persona: ModalPersona? = nil, timerSeconds: Double? = nil, theme: ModalTheme, accentColor: String
  ) {
    self.modalType = modalType
    self.modalVersion = modalVersion
    self.sessionId = sessionId
    self.pipelineId = pipelineId
    self.pipelineName = pipelineName
    self.itemId = itemId
    self.itemName = itemName
    self.deliverablePreview = deliverablePreview
    self.deliverableContent = deliverableContent
    self.contentBefore = contentBefore
    self.contentAfter = contentAfter
    self.testResults = testResults
    self.diffSummary = diffSummary
    self.metrics = metrics
    self.items = items
    self.dimensions = dimensions
    self.checklistItems = checklistItems
    self.estimationQuestion = estimationQuestion
    self.persona = persona
    self.timerSeconds = timerSeconds
    self.theme = theme
    self.accentColor = accentColor
  }
}
