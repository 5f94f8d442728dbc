// What every modal measures beside the answer (contract §3.2). Durations in milliseconds.
import FactoryContracts

package enum ModalDevice: String, WireEnum {
  case desktop, mobile
  case unknown
}

/// In pixels; a terminal counts its cells.
package struct ModalSize: Codable, Hashable, Sendable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// How long attention rested on one thing.
package struct AttentionSpan: Codable, Hashable, Sendable {
  package var target: String
  package var durationMs: Double

  package init(target: String, durationMs: Double) {
    self.target = target
    self.durationMs = durationMs
  }
}

/// How an answer came about.
package struct ModalMetrics: Codable, Hashable, Sendable {
  package var timeToFirstInteractionMs: Double
  package var timeToDecisionMs: Double
  package var fieldsModified: [String]
  /// 0–1: how much of the content was seen.
  package var scrollDepth: Double?
  /// How often the modal was come back to.
  package var revisits: Int
  /// Keys or clicks.
  package var totalInteractions: Int
  package var viewportSize: ModalSize
  package var deviceType: ModalDevice
  package var hoverJourney: [AttentionSpan]?
  package var hesitationPoints: [AttentionSpan]?

  package init(
    timeToFirstInteractionMs: Double, timeToDecisionMs: Double, fieldsModified: [String] = [],
    scrollDepth: Double? = nil, revisits: Int = 0, totalInteractions: Int = 0, viewportSize: ModalSize,
    deviceType: ModalDevice = .desktop, hoverJourney: [AttentionSpan]? = nil,
    hesitationPoints: [AttentionSpan]? = nil
  ) {
    self.timeToFirstInteractionMs = timeToFirstInteractionMs
    self.timeToDecisionMs = timeToDecisionMs
    self.fieldsModified = fieldsModified
    self.scrollDepth = scrollDepth
    self.revisits = revisits
    self.totalInteractions = totalInteractions
    self.viewportSize = viewportSize
    self.deviceType = deviceType
    self.hoverJourney = hoverJourney
    self.hesitationPoints = hesitationPoints
  }
}
