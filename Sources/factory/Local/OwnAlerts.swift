// How a person is called, and what their own server keeps to, from the section `factory:` (contract §5.3). Pure; read once at start and whenever
// the file is written.
import FactoryContracts
import FactoryEngine
import FactoryServer
import FactoryTUI
import Foundation

/// Fields of the section, with sentences for what is wrong.
struct OwnFields {
  let values: [String: Any]
  let path: String
  let place: String

  init(_ section: [String: Any], _ name: String, _ path: String) throws {
    self.path = path
    place = name
    guard let value = section[name], !(value is NSNull) else {
      values = [:]
      return
    }
    guard let found = value as? [String: Any] else {
      throw CommandFailure(.usage, "\(path), factory.\(name): a mapping was expected, found \(value).")
    }
    values = found
  }

  private func fault(_ name: String, _ expected: String) -> CommandFailure {
    CommandFailure(.usage, "\(path), factory.\(place).\(name): \(expected) was expected, found \(values[name] ?? "").")
  }

  func flag(_ name: String) throws -> Bool? {
    guard let value = values[name] else { return nil }
    guard let flag = value as? Bool else { throw fault(name, "true or false") }
    return flag
  }

  func number(_ name: String) throws -> String? {
    guard let value = values[name] else { return nil }
    guard let number = value as? Int else { throw fault(name, "a whole number") }
    return String(number)
  }

  /// `22:00`; YAML reads some times of day as minutes and seconds.
  func time(_ name: String) throws -> String? {
    guard let value = values[name] else { return nil }
    if let text = value as? String, QuietHours("\(text)-\(text == "00:00" ? "00:01" : "00:00")") != nil { return text }
    if let number = value as? Int, number >= 0, number < 1440 {
      return String(format: "%02d:%02d", number / 60, number % 60)
    }
    throw fault(name, "a time of day such as \"22:00\"")
  }
}

enum OwnAlerts {
  static func read(_ section: [String: Any], _ path: String) throws -> AlertSettings {
    let person = try OwnFields(section, "operator", path)
    var alerts = AlertSettings()
    alerts.sounds = try person.flag("sound_notifications") ?? true
    alerts.notifies = try person.flag("desktop_notifications") ?? true
    if let text = try quietHours(section, path), var hours = QuietHours(text) {
      hours.timeZone = .current
      alerts.isQuiet = { [hours] moment in hours.end(at: moment) != nil }
    }
    return alerts
  }

  /// Both ends, or neither.
  static func quietHours(_ section: [String: Any], _ path: String) throws -> String? {
    let fields = try OwnFields(section, "notifications", path)
    let ends = (try fields.time("quiet_hours_start"), try fields.time("quiet_hours_end"))
    switch ends {
    case (nil, nil): return nil
    case (let start?, let end?) where start != end: return "\(start)-\(end)"
    default:
      throw CommandFailure(
        .usage,
        "\(path), factory.notifications: quiet_hours_start and quiet_hours_end, two different times, were expected.")
    }
  }
}

/// The section as variables of the environment: what stands there itself goes before it.
enum OwnServer {
  private static let numbers = [
    ("sla", "critical_seconds", "FACTORY_SLA_CRITICAL_SECONDS"), ("sla", "high_seconds", "FACTORY_SLA_HIGH_SECONDS"),
    ("sla", "medium_seconds", "FACTORY_SLA_MEDIUM_SECONDS"), ("sla", "low_seconds", "FACTORY_SLA_LOW_SECONDS"),
    ("sla", "warning_threshold_percent", "FACTORY_SLA_WARNING_PERCENT"),
    ("escalation", "auto_escalate_after_breach_minutes", "FACTORY_ESCALATION_MINUTES"),
    ("notifications", "batch_interval_seconds", "FACTORY_NOTIFICATION_BATCH_SECONDS"),
  ]

  /// Fields of the section with the variable that each stands for.
  static let fields =
    numbers.map { place, name, variable in ("\(place).\(name)", variable) } + [
      ("escalation.enabled", "FACTORY_ESCALATION"), ("notifications.quiet_hours", "FACTORY_QUIET_HOURS"),
    ]

  static func read(_ section: [String: Any], _ path: String, _ faults: inout SettingFaults) -> [String: String] {
    var variables: [String: String] = [:]
    for (place, name, variable) in numbers {
      let number = faults.of { () throws -> String? in
        guard let value = try OwnFields(section, place, path).number(name) else { return nil }
        do { _ = try ServerConfiguration.read(environment: [variable: value]) } catch {
          throw CommandFailure(.usage, "\(path), factory.\(place).\(name): \(error)")
        }
        return value
      }
      if let number { variables[variable] = number }
    }
    if let escalates = faults.of({ try OwnFields(section, "escalation", path).flag("enabled") }) {
      variables["FACTORY_ESCALATION"] = escalates ? "on" : "off"
    }
    variables["FACTORY_QUIET_HOURS"] = faults.of { try OwnAlerts.quietHours(section, path) }
    return variables
  }
}
