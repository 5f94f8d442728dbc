// Durations as people write them: 90, 90s, 30m, 2h, 1h30m.
import ArgumentParser

/// A length of time in seconds.
struct Duration: ExpressibleByArgument, Equatable, Sendable {
  let seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  /// As it may be typed: `90s`, `1h30m`.
  var defaultValueDescription: String {
    let units = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
    var rest = Int(seconds)
    return units.map { name, size in
      defer { rest %= size }
      return rest >= size ? "\(rest / size)\(name)" : ""
    }.joined()
  }

  init?(argument: String) {
    var rest = argument[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.popFirst()
      switch unit {
      case nil:
        guard total == 0 else { return nil }
        total += number
      case "s": total += number
      case "m": total += number * 60
      case "h": total += number * 3600
      case "d": total += number * 86_400
      default: return nil
      }
    }
    guard !argument.isEmpty, total > 0, total < 366 * 86_400 else { return nil }
    seconds = total
  }
}
