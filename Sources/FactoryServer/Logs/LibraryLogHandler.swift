// Lets the libraries below (Hummingbird) log in the form of contract §7.2, through the same thread.
import FactoryContracts
import Logging

/// A swift-log handler over `ServerLog`. Libraries are heard from `warn` up; their chatter is `debug`.
struct LibraryLogHandler: LogHandler {
  let log: ServerLog
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level

  init(log: ServerLog) {
    self.log = log
    logLevel = log.level == .debug ? .debug : .warning
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var line = LogLine(level(event.level), event.message.description)
    line.data = (event.metadata ?? [:]).map { ($0.key, .string($0.value.description)) }
    log.log(line)
  }

  private func level(_ level: Logger.Level) -> LogLevel {
    switch level {
    case .trace, .debug, .info, .notice: .debug
    case .warning: .warn
    case .error: .error
    case .critical: .fatal
    }
  }
}
