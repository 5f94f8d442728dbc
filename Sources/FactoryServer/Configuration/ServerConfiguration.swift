// What a server is told before it starts. Values only; `ServerSettings` says how the environment fills them.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation

/// The settings of one server process (contract §7.3).
package struct ServerConfiguration: Sendable, Hashable {
  /// Address to listen on; nil: no TCP.
  package var host: String? = "127.0.0.1"
  /// 0: any free port, reported by the handle.
  package var port = 3100
  /// Path of a Unix socket to listen on as well; mode 0600.
  package var socketPath: String?
  /// `DATABASE_URL` as it was written, for the storage that understands it; nil: the caller's choice.
  package var databaseURL: String?
  /// Key of the access tokens; nil: a random one for the life of the process.
  package var tokenSecret: [UInt8]?
  package var accessSeconds = 900
  package var refreshSeconds = 604_800
  /// What a password's hash costs; less only in tests.
  package var passwordCost = ScryptCost()
  package var logLevel = LogLevel.info
  /// Requests a minute for each principal; 0: no limit (ruling R9).
  package var rateLimit = 1200
  /// Whether a human may decide what their own programs submitted; nil: the store's setting (ruling R19).
  package var selfDecision: Bool?
  /// Seconds from a task's creation to its deadline, by priority (contract §5.3).
  package var slaSeconds = EngineSettings.contractSLA
  /// When SLAs warn and escalate (contract §5.3); the store is opened with it.
  package var slaPolicy = SLAPolicy.contract
  /// Certificate and key of the TCP port; nil: plain HTTP.
  package var tls: TLSFiles?
  /// Web pages of other hosts that may talk to this server, as browsers write them.
  package var corsOrigins: Set<String> = []
  /// The smallest answer in bytes that is packed for clients that accept gzip; 0: none is.
  package var compressFrom = 0
  /// Seconds between two anchors of the audit log, as long as something is written.
  package var anchorSeconds = 60.0
  /// When notifications go out (contract §5.3); its quiet hours are those of `timeZone`.
  package var notifications = NotificationSettings()
  /// nil: the machine's.
  package var timeZone: TimeZone?
  /// How long a job is held where its agent names no time, in seconds, and how often it is taken before it fails.
  package var jobLeaseSeconds = 60
  package var jobAttempts = 3
  /// How much of a job's log is kept, in bytes, and for how many days.
  package var jobLogBytes = 1 << 20
  package var jobLogDays = 30
  /// Bytes of one uploaded asset with its form.
  package var assetBytes = 2 << 30
  /// Intervals and bounds that only tests change.
  package var limits = ServerLimits()

  package init() {}

  /// The engine's settings with what is set about jobs.
  package func applyJobs(to settings: inout EngineSettings) {
    settings.jobLeaseSeconds = jobLeaseSeconds
    settings.jobAttempts = jobAttempts
    settings.jobLogBytes = jobLogBytes
    settings.jobLogSeconds = Double(jobLogDays) * 86_400
  }

  /// The settings with the hours of this server's time zone.
  package var zonedNotifications: NotificationSettings {
    var settings = notifications
    settings.quiet?.timeZone = timeZone ?? .current
    return settings
  }

  /// Whether only programs on this machine can reach the TCP port.
  package var isLoopback: Bool {
    guard let host else { return true }
    return host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
  }
}

/// Bounds that keep one caller from harming the others.
package struct ServerLimits: Sendable, Hashable {
  /// Bytes of a request's body.
  package var body = 1 << 20
  /// Bytes of a task with its evidence, and of one line of an import.
  package var evidence = 16 << 20
  /// Nesting of a JSON body.
  package var depth = 64
  /// Seconds that a body may take in all, not counting what `bodyBytesPerSecond` adds, and seconds that it may be silent.
  package var bodySeconds = 20.0
  /// Bytes of a body that earn its sender another second.
  package var bodyBytesPerSecond = 16 << 10
  /// Seconds within which the first request line and headers must have arrived.
  package var headSeconds = 15.0
  /// Seconds a connection may stay silent between requests.
  package var idleSeconds = 75.0
  /// Bytes of one message from a WebSocket client.
  package var message = 64 << 10
  /// Bytes that may wait for one WebSocket client before it is cut off.
  package var socketQueue = 8 << 20
  /// Messages that may wait for it: small ones cost more than their bytes.
  package var socketMessages = 20_000
  /// Channels of one connection.
  package var channels = 1000
  /// Subscriptions of one connection that may wait while the past is being read for it.
  package var waitingSubscriptions = 16
  /// Seconds between pings; a client that is silent for two and a half of them is cut off.
  package var pingSeconds = 30.0
  /// Seconds a cut-off or leaving client gets to read its last messages.
  package var closeSeconds = 5.0
  /// Seconds a graceful stop waits for requests.
  package var drainSeconds = 10.0
  /// Streams of the whole store at the same time.
  package var snapshots = 2
  package init() {}
}
