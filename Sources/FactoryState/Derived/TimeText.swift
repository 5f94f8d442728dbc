// Short times: `4m`, `2h13`, `-38m`, `3d2`, and the moment at which the text next changes, so that an idle screen sleeps until then.
import FactoryContracts

package enum TimeText {
  /// What is left until a deadline, negative after it. Minutes are rounded away from zero: the last minute is `1m`,
  /// the first late one `-1m`.
  package static func left(until deadline: Timestamp, now: Timestamp) -> String {
    let (minutes, isLate) = minutes(until: deadline, now: now)
    return (isLate ? "-" : "") + text(minutes)
  }

  /// How long ago, in whole minutes: `0m` in the first.
  package static func ago(_ moment: Timestamp, now: Timestamp) -> String {
    text(max(0, now.milliseconds - moment.milliseconds) / 60_000)
  }

  /// Seconds while they are few: `3 s`, else as `ago`.
  package static func shortly(_ moment: Timestamp, now: Timestamp) -> String {
    let seconds = max(0, now.milliseconds - moment.milliseconds) / 1000
    return seconds < 60 ? "\(seconds) s" : text(seconds / 60)
  }

  /// The first moment after `now` at which `left` reads differently.
  package static func nextChange(until deadline: Timestamp, now: Timestamp) -> Timestamp {
    let (minutes, isLate) = minutes(until: deadline, now: now)
    let unit = unit(minutes)
    let whole = minutes / unit
    // Before the deadline the number falls, after it it grows; the new number begins one millisecond into its minute.
    let distance = isLate ? ((whole + 1) * unit - 1) * 60_000 : (whole * unit - 1) * 60_000
    return Timestamp(milliseconds: deadline.milliseconds + (isLate ? distance : -distance))
  }

  /// The first moment after `now` at which `ago` reads differently.
  package static func nextChange(since moment: Timestamp, now: Timestamp) -> Timestamp {
    let minutes = max(0, now.milliseconds - moment.milliseconds) / 60_000
    let unit = unit(minutes)
    return Timestamp(milliseconds: moment.milliseconds + (minutes / unit + 1) * unit * 60_000)
  }

  private static func minutes(until deadline: Timestamp, now: Timestamp) -> (Int64, isLate: Bool) {
    let left = deadline.milliseconds - now.milliseconds
    return left > 0 ? ((left + 59_999) / 60_000, false) : (-left / 60_000 + 1, true)
  }

  /// How many minutes one step of the text is.
  private static func unit(_ minutes: Int64) -> Int64 {
    if minutes < 1440 { return 1 }
    return minutes < 14_400 ? 60 : 1440
  }

  private static func text(_ minutes: Int64) -> String {
    let hours = minutes / 60
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 1440 { return minutes % 60 < 10 ? "\(hours)h0\(minutes % 60)" : "\(hours)h\(minutes % 60)" }
    return minutes < 14_400 ? "\(hours / 24)d\(hours % 24)" : "\(hours / 24)d"
  }
}
