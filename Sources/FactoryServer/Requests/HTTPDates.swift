// The Date header, made once a second.
import FactoryContracts
import NIOConcurrencyHelpers

final class HTTPDates: Sendable {
  private let last = NIOLockedValueBox((second: Int64.min, text: ""))
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  func text(_ now: Timestamp) -> String {
    let second = now.milliseconds / 1000
    return last.withLockedValue { last in
      if last.second != second { last = (second, Self.text(second: second)) }
      return last.text
    }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`
  static func text(second: Int64) -> String {
    let iso = Array(Timestamp(milliseconds: second * 1000).description)
    let day = days[Int((second / 86_400) % 7)]
    let month = months[(Int(String(iso[5...6])) ?? 1) - 1]
    return "\(day), \(String(iso[8...9])) \(month) \(String(iso[0...3])) \(String(iso[11...18])) GMT"
  }
}
