// The messages of a modal, each without its `type`, which `ModalMessage` writes (contract §3.2).
import FactoryContracts

/// The modal is drawn and can be used.
package struct ModalReady: Codable, Hashable, Sendable {
  package var modalType: String
  package var version: String

  package init(modalType: String, version: String) {
    self.modalType = modalType
    self.version = version
  }
}

package struct ModalResize: Codable, Hashable, Sendable {
  package var width: Double?
  package var height: Double

  package init(width: Double? = nil, height: Double) {
    self.width = width
    self.height = height
  }
}

package enum ModalCloseReason: String, WireEnum {
  case cancelled, timeout, error
  case unknown
}

/// The modal ends without an answer.
package struct ModalClose: Codable, Hashable, Sendable {
  package var reason: ModalCloseReason

  package init(reason: ModalCloseReason) {
    self.reason = reason
  }
}

package struct ModalError: Codable, Hashable, Sendable {
  package var error: String
  package var details: JSONValue?

  package init(error: String, details: JSONValue? = nil) {
    self.error = error
    self.details = details
  }
}

/// The answer.
package struct ModalResponse: Codable, Hashable, Sendable {
  package var modalType: String
  package var modalVersion: String
  package var pipelineId: String
  package var itemId: String
  package var sessionId: String
  package var timestamp: Timestamp
  /// Milliseconds from opening to answering.
  package var responseTimeMs: Double
  package var feedback: FeedbackPayload
  package var meta: ModalMetrics

  package init(
    modalType: String, modalVersion: String, pipelineId: String, itemId: String, sessionId: String,
    timestamp: Timestamp, responseTimeMs: Double, feedback: FeedbackPayload, meta: ModalMetrics
  ) {
    self.modalType = modalType
    self.modalVersion = modalVersion
    self.pipelineId = pipelineId
    self.itemId = itemId
    self.sessionId = sessionId
    self.timestamp = timestamp
    self.responseTimeMs = responseTimeMs
    self.feedback = feedback
    self.meta = meta
  }
}
