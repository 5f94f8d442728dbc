// The server's environment (contract §7.3) and its log lines (contract §7.2).
import FactoryContracts
import FactoryEngine
import FactoryServer
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct ConfigurationTests {
  @Test func defaultsAreTheTable() throws {
    let configuration = try ServerConfiguration.read(environment: [:])
    #expect(configuration == ServerConfiguration())
    let fallbacks = Dictionary(
      ServerSettings.all.compactMap { setting in setting.fallback.map { (setting.name, $0) } },
      uniquingKeysWith: { $1 })
    #expect(try ServerConfiguration.read(environment: fallbacks) == ServerConfiguration())
    #expect(Set(ServerSettings.all.map(\.name)).count == ServerSettings.all.count)
  }

  @Test func readsEveryVariable() throws {
    let configuration = try ServerConfiguration.read(environment: [
      "FACTORY_API_HOST": "0.0.0.0", "FACTORY_API_PORT": "0", "DATABASE_URL": "sqlite:///var/lib/factory.db",
      "JWT_SECRET": String(repeating: "s", count: 32), "JWT_EXPIRY_SECONDS": "60",
      "REFRESH_TOKEN_EXPIRY_SECONDS": "3600", "LOG_LEVEL": "WARN", "FACTORY_RATE_LIMIT": "0",
      "FACTORY_SELF_DECISION": "on", "FACTORY_SLA_HIGH_SECONDS": "600", "FACTORY_SLA_WARNING_PERCENT": "10",
      "FACTORY_ESCALATION": "off", "FACTORY_ESCALATION_MINUTES": "5", "FACTORY_AUDIT_ANCHOR_SECONDS": "5",
      "FACTORY_NOTIFICATION_BATCH_SECONDS": "60", "FACTORY_QUIET_HOURS": "23:30-06:00",
      "FACTORY_TIME_ZONE": "Europe/Berlin", "FACTORY_JOB_LEASE_SECONDS": "20", "FACTORY_JOB_ATTEMPTS": "5",
      "FACTORY_JOB_LOG_BYTES": "65536", "FACTORY_JOB_LOG_DAYS": "2", "FACTORY_ASSET_BYTES": "4096",
      "FACTORY_TLS_CERT": "/c.pem", "FACTORY_TLS_KEY": "/k.pem", "FACTORY_COMPRESS_BYTES": "512",
      "FACTORY_CORS_ORIGINS": "https://A.example, http://b:81", "HOME": "ignored",
    ])
    #expect(configuration.host == "0.0.0.0")
    #expect(configuration.port == 0)
    #expect(configuration.databaseURL == "sqlite:///var/lib/factory.db")
    #expect(configuration.tokenSecret?.count == 32)
    #expect(configuration.accessSeconds == 60)
    #expect(configuration.refreshSeconds == 3600)
    #expect(configuration.logLevel == .warn)
    #expect(configuration.rateLimit == 0)
    #expect(configuration.selfDecision == true)
    #expect(configuration.slaSeconds[.high] == 600 && configuration.slaSeconds[.low] == 259_200)
    var engine = EngineSettings()
    configuration.applyJobs(to: &engine)
    #expect(engine.jobLeaseSeconds == 20 && engine.jobAttempts == 5)
    #expect(engine.jobLogBytes == 65_536 && engine.jobLogSeconds == 172_800)
    #expect(configuration.notifications.batchSeconds == 60)
    #expect(configuration.zonedNotifications.quiet?.timeZone.identifier == "Europe/Berlin")
    #expect(configuration.notifications.quiet?.start == 23 * 60 + 30 && configuration.notifications.quiet?.end == 360)
    #expect(try ServerConfiguration.read(environment: ["FACTORY_QUIET_HOURS": "off"]).notifications.quiet == nil)
    #expect(configuration.slaPolicy == SLAPolicy(warningPercent: 10, escalates: false, escalationMinutes: 5))
    #expect(configuration.anchorSeconds == 5)
    #expect(configuration.assetBytes == 4096)
    #expect(configuration.tls == TLSFiles(certificate: "/c.pem", key: "/k.pem"))
    #expect(configuration.corsOrigins == ["https://a.example", "http://b:81"])
    #expect(configuration.compressFrom == 512)
  }

  @Test(arguments: [
    ("FACTORY_API_PORT", "65536"), ("FACTORY_API_PORT", "http"), ("JWT_SECRET", "short"), ("LOG_LEVEL", "loud"),
    ("FACTORY_RATE_LIMIT", "-1"), ("JWT_EXPIRY_SECONDS", "0"), ("FACTORY_SELF_DECISION", "perhaps"),
    ("FACTORY_SLA_LOW_SECONDS", "59"), ("FACTORY_SLA_WARNING_PERCENT", "100"), ("FACTORY_ESCALATION", "maybe"),
    ("FACTORY_ESCALATION_MINUTES", "0"),
    ("FACTORY_AUDIT_ANCHOR_SECONDS", "0"), ("FACTORY_TLS_CERT", "cert.pem"), ("FACTORY_TLS_KEY", "key.pem"),
    ("FACTORY_CORS_ORIGINS", "*"), ("FACTORY_CORS_ORIGINS", "https://a.example/path"), ("FACTORY_COMPRESS_BYTES", "-1"),
    ("FACTORY_NOTIFICATION_BATCH_SECONDS", "-1"), ("FACTORY_JOB_LEASE_SECONDS", "4"), ("FACTORY_JOB_ATTEMPTS", "0"),
    ("FACTORY_JOB_LOG_BYTES", "1"), ("FACTORY_JOB_LOG_DAYS", "0"), ("FACTORY_ASSET_BYTES", "1"),
    ("FACTORY_QUIET_HOURS", "22-8"), ("FACTORY_QUIET_HOURS", "24:00-08:00"), ("FACTORY_QUIET_HOURS", "08:00-08:00"),
    ("FACTORY_TIME_ZONE", "Mars/Olympus"),
  ])
  func oneSentenceEach(_ name: String, _ value: String) throws {
    let problem = try #require(throws: ConfigurationProblem.self) {
      try ServerConfiguration.read(environment: [name: value])
    }
    #expect(problem.description.hasPrefix(name))
    #expect(problem.description.hasSuffix("."))
    #expect(problem.description.contains(value) == (name != "JWT_SECRET"))
  }

  @Test func othersCanReachItOnlyWithASecret() throws {
    let problem = try #require(throws: ConfigurationProblem.self) {
      try ServerConfiguration.read(environment: ["FACTORY_API_HOST": "0.0.0.0"])
    }
    #expect(problem.description.hasPrefix("JWT_SECRET"))
    for host in ["127.0.0.1", "localhost", "::1", "127.0.0.2"] {
      #expect(throws: Never.self) { try ServerConfiguration.read(environment: ["FACTORY_API_HOST": host]) }
    }
  }

  @Test func logLinesAreOneJSONObjectEach() throws {
    let written = Mutex("")
    let log = ServerLog(level: .info) { bytes in written.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
    var line = LogLine(.warn, "a \"quoted\"\nline \u{1b}[31m")
    line.data = [("n", 3), ("text", "\u{7f}")]
    line.error = (name: "E", message: "m")
    line.durationMs = 1.5
    log.log(line)
    log.log(LogLine(.debug, "not written"))
    log.flush()
    let text = written.withLock { $0 }
    #expect(text.filter { $0 == "\n" }.count == 1)
    #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 127 })
    let json = try FactoryJSON.decode(JSONValue.self, from: Data(text.utf8))
    #expect(json["message"]?.string == "a \"quoted\"\nline \u{1b}[31m")
    #expect(json["level"]?.string == "warn")
    #expect(json["service"]?.string == "api")
    #expect(json["data"]?["n"]?.int == 3)
    #expect(json["durationMs"]?.double == 1.5)
    #expect(Timestamp(json["timestamp"]?.string ?? "") != nil)
  }
}
