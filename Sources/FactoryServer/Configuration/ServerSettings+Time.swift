// Settings about time: SLAs and escalation (contract §5.3). Rows of the same table as all others.
import FactoryContracts
import FactoryEngine
import Foundation

extension ServerSettings {
  static let time: [ServerSetting] =
    [
      sla("CRITICAL", .critical, "1 hour"), sla("HIGH", .high, "4 hours"), sla("MEDIUM", .medium, "1 day"),
      sla("LOW", .low, "3 days"),
    ] + [
      ServerSetting(
        "FACTORY_SLA_WARNING_PERCENT", fallback: "25", "The warning comes when so much of a task's time is left.",
        expected: "a number from 1 to 99"
      ) { configuration, text in
        number(text, 1...99) { configuration.slaPolicy.warningPercent = $0 }
      },
      ServerSetting(
        "FACTORY_ESCALATION", fallback: "on", "Whether a task escalates by itself some time after its breach.",
        expected: "on or off"
      ) { configuration, text in
        flag(text) { configuration.slaPolicy.escalates = $0 }
      },
      ServerSetting(
        "FACTORY_ESCALATION_MINUTES", fallback: "120", "From the breach of an SLA to the escalation.",
        expected: "a number from 1 to 10080"
      ) { configuration, text in
        number(text, 1...10_080) { configuration.slaPolicy.escalationMinutes = $0 }
      },
    ] + notifications + jobs + assets

  private static let assets: [ServerSetting] = [
    ServerSetting(
      "FACTORY_ASSET_BYTES", fallback: "2147483648", "The most bytes that one upload of an asset may have.",
      expected: "a number from 1024 to 1099511627776"
    ) { configuration, text in
      number(text, 1024...1_099_511_627_776) { configuration.assetBytes = $0 }
    }
  ]

  private static let notifications: [ServerSetting] = [
    ServerSetting(
      "FACTORY_NOTIFICATION_BATCH_SECONDS", fallback: "300",
      "Similar notifications within this time of each other go out as one; 0: each by itself.",
      expected: "a number from 0 to 86400"
    ) { configuration, text in
      number(text, 0...86_400) { configuration.notifications.batchSeconds = Double($0) }
    },
    ServerSetting(
      "FACTORY_QUIET_HOURS", fallback: "22:00-08:00",
      "Hours in which only critical notifications go out; the others follow at their end. off: none.",
      expected: "two times of day such as 22:00-08:00, or off"
    ) { configuration, text in
      let hours = QuietHours(text)
      configuration.notifications.quiet = hours
      return hours != nil || text.lowercased() == "off"
    },
    ServerSetting(
      "FACTORY_TIME_ZONE", fallback: nil, "Where those hours are; without it, where the machine is.",
      expected: "the name of a time zone such as Europe/Berlin"
    ) { configuration, text in
      configuration.timeZone = TimeZone(identifier: text)
      return configuration.timeZone != nil
    },
  ]

  private static let jobs: [ServerSetting] = [
    ServerSetting(
      "FACTORY_JOB_LEASE_SECONDS", fallback: "60", "How long a job is held whose agent names no time of its own.",
      expected: "a number from 5 to 3600"
    ) { configuration, text in
      number(text, 5...3600) { configuration.jobLeaseSeconds = $0 }
    },
    ServerSetting(
      "FACTORY_JOB_ATTEMPTS", fallback: "3", "How often a job is taken by agents that die before it fails.",
      expected: "a number from 1 to 100"
    ) { configuration, text in
      number(text, 1...100) { configuration.jobAttempts = $0 }
    },
    ServerSetting(
      "FACTORY_JOB_LOG_BYTES", fallback: "1048576", "How much of a job's log is kept.",
      expected: "a number from 65536 to 1073741824"
    ) { configuration, text in
      number(text, 65_536...1_073_741_824) { configuration.jobLogBytes = $0 }
    },
    ServerSetting(
      "FACTORY_JOB_LOG_DAYS", fallback: "30", "How long it is kept.", expected: "a number from 1 to 3650"
    ) { configuration, text in
      number(text, 1...3650) { configuration.jobLogDays = $0 }
    },
  ]

  private static func sla(_ name: String, _ priority: Priority, _ words: String) -> ServerSetting {
    let fallback = EngineSettings.contractSLA[priority].map { String(Int($0)) }
    return ServerSetting(
      "FACTORY_SLA_\(name)_SECONDS", fallback: fallback,
      "From the creation of a \(priority.rawValue) task to its deadline; \(words) unless set.",
      expected: "a number from 60 to 31536000"
    ) { configuration, text in
      number(text, 60...31_536_000) { configuration.slaSeconds[priority] = Double($0) }
    }
  }

  static func flag(_ text: String, _ set: (Bool) -> Void) -> Bool {
    guard let value = ["on": true, "true": true, "off": false, "false": false][text.lowercased()] else { return false }
    set(value)
    return true
  }
}
