// Short words for times, numbers and names on the screen. Pure. Times are short: `4m`, `2h13`, `-38m` (late), `3d`.
import FactoryContracts
import TerminalKit

package enum Words {
  /// A length of time, rounded down: `12s`, `4m`, `2h13`, `3d4h`. Negative ones carry a minus.
  package static func span(seconds: Double) -> String {
    let sign = seconds < 0 ? "-" : ""
    let whole = Int(min(abs(seconds), 1e12))
    let minutes = whole / 60
    if whole < 60 { return "\(sign)\(whole)s" }
    if minutes < 60 { return "\(sign)\(minutes)m" }
    if minutes < 1440 { return "\(sign)\(minutes / 60)h" + pad(minutes % 60) }
    let days = minutes / 1440
    return days < 10 ? "\(sign)\(days)d\(minutes % 1440 / 60)h" : "\(sign)\(days)d"
  }

  package static func ago(_ moment: Timestamp, now: Timestamp) -> String {
    span(seconds: max(0, now.seconds(since: moment)))
  }

  package static func percent(_ value: Double) -> String {
    guard value.isFinite else { return "– %" }
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(abs(tenths % 10)) %"
  }

  /// A metric: whole numbers without a fraction, others with up to two digits.
  package static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "–" }
    if value == value.rounded() { return String(Int64(value)) }
    let hundredths = Int64((abs(value) * 100).rounded())
    let fraction = hundredths % 100
    let digits = fraction % 10 == 0 ? "\(fraction / 10)" : pad(Int(fraction))
    return "\(value < 0 ? "-" : "")\(hundredths / 100).\(digits)"
  }

  /// A file's size: `512 B`, `38 KiB`, `1.2 MiB`.
  package static func size(_ bytes: Int64) -> String {
    var (value, unit) = (Double(max(0, bytes)), 0)
    let units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1023.5, unit < units.count - 1 { (value, unit) = (value / 1024, unit + 1) }
    if unit == 0 || value >= 99.95 { return "\(Int64(value.rounded())) \(units[unit])" }
    let tenths = Int((value * 10).rounded())
    return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + " \(units[unit])"
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// `1 decision`, `3 decisions`.
  package static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number) \(number == 1 ? one : many ?? one + "s")"
  }

  /// `task.sla_breached` as `sla breached`.
  package static func action(_ name: String) -> String {
    let parts = name.split(separator: ".")
    return (parts.count > 1 ? parts.dropFirst().joined(separator: " ") : name).replacing("_", with: " ")
  }

  package static func value(_ value: JSONValue) -> String {
    switch value {
    case .null: "none"
    case .bool(let flag): flag ? "yes" : "no"
    case .integer(let number): String(number)
    case .number(let number): self.number(number)
    case .string(let text): Timestamp(text).map { clock($0) } ?? EntityID(text)?.short ?? text
    case .array(let items): "\(items.count) items"
    case .object: "…"
    }
  }

  /// `12:24` in UTC moved by an offset.
  package static func clock(_ moment: Timestamp, offsetSeconds: Int = 0) -> String {
    let day: Int64 = 86_400
    let seconds = moment.milliseconds / 1000 + Int64(offsetSeconds)
    let ofDay = ((seconds % day) + day) % day
    return pad(Int(ofDay / 3600)) + ":" + pad(Int(ofDay / 60 % 60))
  }

  package static func past(_ decision: TaskDecision) -> String {
    switch decision {
    case .approved: "approved"
    case .rejected: "rejected"
    case .deferred: "deferred"
    case .escalated: "escalated"
    case .unknown: "decided"
    }
  }
}
