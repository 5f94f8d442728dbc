// Settings about time: SLAs and escalation (contract §5.3). Rows of the same table as all others.
import FactoryContracts
import FactoryEngine

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
