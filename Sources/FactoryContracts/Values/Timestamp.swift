// A moment: milliseconds since 1970 in UTC, written as RFC 3339 with milliseconds and Z (ruling R1).
// Own calendar arithmetic, because Foundation's formatters dominate the cost of a list.

/// A moment in UTC with a resolution of one millisecond.
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  package init(seconds: Double) { milliseconds = Int64((seconds * 1000).rounded()) }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

  /// This moment moved by so many seconds.
  package func adding(seconds: Double) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64((seconds * 1000).rounded()))
  }
  package func adding(minutes: Double) -> Timestamp { adding(seconds: minutes * 60) }

  /// Seconds from `earlier` to this moment; negative when this moment is earlier.
  package func seconds(since earlier: Timestamp) -> Double { Double(milliseconds - earlier.milliseconds) / 1000 }

  /// `2026-01-31T09:05:00.123Z`
  package var description: String {
    let days = Self.floorDivide(milliseconds, 86_400_000)
    let rest = milliseconds - days * 86_400_000
    let (year, month, day) = Self.civil(fromDays: days)
    return String(unsafeUninitializedCapacity: 24) { buffer in
      Self.write(year, digits: 4, to: buffer, at: 0, then: UInt8(ascii: "-"))
      Self.write(month, digits: 2, to: buffer, at: 5, then: UInt8(ascii: "-"))
      Self.write(day, digits: 2, to: buffer, at: 8, then: UInt8(ascii: "T"))
      Self.write(rest / 3_600_000, digits: 2, to: buffer, at: 11, then: UInt8(ascii: ":"))
      Self.write(rest / 60_000 % 60, digits: 2, to: buffer, at: 14, then: UInt8(ascii: ":"))
      Self.write(rest / 1000 % 60, digits: 2, to: buffer, at: 17, then: UInt8(ascii: "."))
      Self.write(rest % 1000, digits: 3, to: buffer, at: 20, then: UInt8(ascii: "Z"))
      return 24
    }
  }

  /// Reads RFC 3339: fractional seconds of any length (cut to milliseconds), `Z` or a numeric offset. nil for anything else.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 40,
      let year = Self.number(bytes, 0, 4), bytes[4] == UInt8(ascii: "-"),
      let month = Self.number(bytes, 5, 2), (1...12).contains(month), bytes[7] == UInt8(ascii: "-"),
      let day = Self.number(bytes, 8, 2), day >= 1, day <= Self.daysInMonth(year, month),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t") || bytes[10] == UInt8(ascii: " "),
      let hour = Self.number(bytes, 11, 2), hour < 24, bytes[13] == UInt8(ascii: ":"),
      let minute = Self.number(bytes, 14, 2), minute < 60, bytes[16] == UInt8(ascii: ":"),
      let second = Self.number(bytes, 17, 2), second < 61
    else { return nil }
    guard let (fraction, zoneStart) = Self.fraction(bytes, from: 19),
      let offset = Self.offset(bytes, from: zoneStart)
    else { return nil }
    let days = Self.days(year, month, day)
    let clock = (hour * 3600 + minute * 60 + second - offset * 60) * 1000 + fraction
    self.init(milliseconds: days * 86_400_000 + clock)
  }

  private static func fraction(_ bytes: [UInt8], from start: Int) -> (Int64, Int)? {
    guard start < bytes.count else { return nil }
    guard bytes[start] == UInt8(ascii: ".") else { return (0, start) }
    var value: Int64 = 0
    var digits = 0
    var at = start + 1
    while at < bytes.count, (48...57).contains(bytes[at]) {
      if digits < 3 {
        value = value * 10 + Int64(bytes[at] - 48)
        digits += 1
      }
      at += 1
    }
    guard at > start + 1 else { return nil }
    while digits < 3 {
      value *= 10
      digits += 1
    }
    return (value, at)
  }

  private static func offset(_ bytes: [UInt8], from start: Int) -> Int64? {
    guard start < bytes.count else { return nil }
    if bytes[start] == UInt8(ascii: "Z") || bytes[start] == UInt8(ascii: "z") {
      return start + 1 == bytes.count ? 0 : nil
    }
    let negative = bytes[start] == UInt8(ascii: "-")
    guard negative || bytes[start] == UInt8(ascii: "+"), bytes.count == start + 6,
      bytes[start + 3] == UInt8(ascii: ":"),
      let hours = number(bytes, start + 1, 2), let minutes = number(bytes, start + 4, 2), hours < 24, minutes < 60
    else { return nil }
    return (negative ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
    guard start + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[start..<start + count] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 48)
    }
    return value
  }

  private static func write(
    _ value: Int64, digits: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int, then separator: UInt8
  ) {
    var rest = value
    for index in stride(from: digits - 1, through: 0, by: -1) {
      buffer[start + index] = UInt8(48 + rest % 10)
      rest /= 10
    }
    buffer[start + digits] = separator
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }

  private static func daysInMonth(_ year: Int64, _ month: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  // Days since 1970-01-01 of a civil date and back; eras of 400 years start in March, so that the leap day is last.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(fromDays days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
  }
}

extension Timestamp: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let moment = Timestamp(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a time such as 2026-01-31T09:05:00.000Z was expected"))
    }
    self = moment
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
