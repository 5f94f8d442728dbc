// When notifications go out: batches of similar ones, and hours of quiet (contract §5.3, `notifications`). Pure: the time is
// passed in, the time zone is part of the value.
import FactoryContracts
import Foundation

package struct NotificationSettings: Sendable, Hashable {
  /// Similar ones that come within so many seconds of one that went out go out together; 0: each by itself.
  package var batchSeconds: Double
  /// In these hours only what is critical goes out; nil: at any hour.
  package var quiet: QuietHours?
  /// How long a notification that was read is kept, in seconds.
  package var readRetentionSeconds: Double

  package init(
    batchSeconds: Double = 300, quiet: QuietHours? = .contract, readRetentionSeconds: Double = 30 * 86_400
  ) {
    self.batchSeconds = batchSeconds
    self.quiet = quiet
    self.readRetentionSeconds = readRetentionSeconds
  }

  /// Until when something that is not critical is held back; nil: it goes out now.
  /// - Parameter last: when one of its kind went out to the same person last.
  package func holds(at now: Timestamp, last: Timestamp?) -> Timestamp? {
    if let end = quiet?.end(at: now) { return end }
    guard let batch = last.map({ $0.adding(seconds: batchSeconds) }), batch > now else { return nil }
    return quiet?.end(at: batch) ?? batch
  }
}

/// Hours of the day in which people are left alone.
package struct QuietHours: Sendable, Hashable {
  /// Minutes since midnight, 0–1439. The end is not part of them; over midnight the end is the smaller one.
  package var start: Int
  package var end: Int
  package var timeZone: TimeZone

  package init(start: Int, end: Int, timeZone: TimeZone = .gmt) {
    self.start = start
    self.end = end
    self.timeZone = timeZone
  }

  /// From ten in the evening to eight in the morning.
  package static let contract = QuietHours(start: 22 * 60, end: 8 * 60)

  /// Reads `22:00-08:00`.
  package init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
    guard ends.count == 2, let start = ends[0], let end = ends[1], start != end else { return nil }
    self.init(start: start, end: end)
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  /// When the quiet that holds at this moment ends, on the clock of the time zone; nil: it does not hold.
  package func end(at moment: Timestamp) -> Timestamp? {
    let offset = self.offset(moment)
    let day: Int64 = 86_400_000
    let local = (moment.milliseconds + offset) % day
    let minute = Int(local / 60_000)
    let isQuiet = start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    guard isQuiet else { return nil }
    let rest = (Int64(end) * 60_000 - local + day) % day
    let first = Timestamp(milliseconds: moment.milliseconds + rest)
    // Where the clock is put forward or back meanwhile, the end is still that of the clock on the wall.
    return max(moment, Timestamp(milliseconds: first.milliseconds + offset - self.offset(first)))
  }

  /// Of the zone's clock, in milliseconds.
  private func offset(_ moment: Timestamp) -> Int64 {
    let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
    return Int64(timeZone.secondsFromGMT(for: date)) * 1000
  }
}
