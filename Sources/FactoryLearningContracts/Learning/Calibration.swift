// How sure the machine said it was against how often it was right (contract §6.5). Rates are 0–1.
import FactoryContracts

package struct CalibrationBucket: Codable, Hashable, Sendable {
  package var rawConfidenceLow: Double
  package var rawConfidenceHigh: Double
  package var avgPredictedConfidence: Double
  package var avgActualApprovalRate: Double
  package var sampleCount: Int
  /// Actual minus predicted; negative where the machine is too sure.
  package var correctionDelta: Double
  package var calibratedConfidence: Double

  package init(
    rawConfidenceLow: Double, rawConfidenceHigh: Double, avgPredictedConfidence: Double,
    avgActualApprovalRate: Double, sampleCount: Int, correctionDelta: Double, calibratedConfidence: Double
  ) {
    self.rawConfidenceLow = rawConfidenceLow
    self.rawConfidenceHigh = rawConfidenceHigh
    self.avgPredictedConfidence = avgPredictedConfidence
    self.avgActualApprovalRate = avgActualApprovalRate
    self.sampleCount = sampleCount
    self.correctionDelta = correctionDelta
    self.calibratedConfidence = calibratedConfidence
  }
}

package struct CalibrationCurve: Codable, Hashable, Sendable {
  package var lastUpdated: Timestamp
  package var totalDataPoints: Int
  package var buckets: [CalibrationBucket]
  /// Lower is better.
  package var expectedCalibrationError: Double

  package init(
    lastUpdated: Timestamp, totalDataPoints: Int, buckets: [CalibrationBucket], expectedCalibrationError: Double
  ) {
    self.lastUpdated = lastUpdated
    self.totalDataPoints = totalDataPoints
    self.buckets = buckets
    self.expectedCalibrationError = expectedCalibrationError
  }
}
