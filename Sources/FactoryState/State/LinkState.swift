// The state of the link, such that the header cannot lie (anchors, point 8).
import FactoryContracts

package enum LinkState: Hashable, Sendable {
  /// First try, or trying again after `offline` within the first tries.
  case connecting(since: Timestamp, attempt: Int)
  case live
  /// Open, but a snapshot is being read or nothing was heard for too long: what is shown may be old.
  case stale(since: Timestamp)
  case offline(since: Timestamp, reason: String, retryAt: Timestamp)
  /// The credential is not accepted: nothing more is tried (contract §1.2).
  case refused(APIError)

  package var isLive: Bool { self == .live }
  package var isRefused: Bool { if case .refused = self { true } else { false } }
}
