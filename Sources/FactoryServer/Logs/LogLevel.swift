// How much the server says on stderr (contract §7.2).

/// Levels in rising order of weight.
package enum LogLevel: String, Sendable, Hashable, CaseIterable, Comparable {
  case debug, info, warn, error, fatal

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warn: 2
    case .error: 3
    case .fatal: 4
    }
  }
}
