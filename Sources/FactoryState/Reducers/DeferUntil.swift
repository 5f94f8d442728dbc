// How long an item is put off: `30m`, `2h`, `1d`, `2h30m`, or a time of RFC 3339.
import FactoryContracts

enum DeferUntil: Hashable {
  case never
  case until(Timestamp)
  case problem(String)

  static func read(_ text: String, now: Timestamp) -> DeferUntil {
    let text = text.trimmed
    if text.isEmpty { return .never }
    guard let moment = Timestamp(text) ?? minutes(text).map({ now.adding(minutes: Double($0)) }) else {
      return .problem("“\(text)” is not a time; 30m, 2h, 1d or 2026-01-31T09:00:00Z was expected.")
    }
    return moment > now ? .until(moment) : .problem("“\(text)” is not in the future.")
  }

  /// At most a year.
  private static func minutes(_ text: String) -> Int? {
    var total = 0
    var digits = ""
    for character in text.lowercased() {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      guard let unit = units[character], let number = Int(digits), number <= 525_600 else { return nil }
      total += number * unit
      digits = ""
    }
    return digits.isEmpty && total > 0 && total <= 525_600 ? total : nil
  }

  private static let units: [Character: Int] = ["m": 1, "h": 60, "d": 1440, "w": 10_080]
}
