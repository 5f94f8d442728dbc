// lcov tracefiles (`.info`), as gcov, llvm-cov, c8 and others write them, to covered and possible lines.
import Foundation

enum Lcov {
  /// Whether a file begins as a tracefile does: with the name of a test or of a source.
  static func looksLike(_ file: EvidenceFile) -> Bool {
    let start = String(decoding: file.data.prefix(64), as: UTF8.self).drop { $0.isWhitespace }
    return start.hasPrefix("TN:") || start.hasPrefix("SF:")
  }

  /// Covered lines as a share, 0–1. Lines are counted from `DA`, so that a source that several records tell of counts once, a
  /// line of it as covered when any of them ran it; a record without lines counts by its totals.
  static func rate(_ file: EvidenceFile) throws(EvidenceError) -> Double {
    var tally = Tally()
    for (number, line) in file.data.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      try tally.add(String(decoding: line, as: UTF8.self), file.path, number + 1)
    }
    guard tally.possible > 0 else {
      throw EvidenceError("\(file.path): no line that can be covered is in it; DA or LF records of lcov were expected.")
    }
    return Double(tally.covered) / Double(tally.possible)
  }

  private struct Tally {
    /// Whether a line ran, by source.
    private var lines: [String: [Int: Bool]] = [:]
    private var totals = (covered: 0, possible: 0)
    private var source = ""
    private var own = (found: 0, hit: 0, hasLines: false)

    var possible: Int { totals.possible + lines.values.reduce(0) { $0 + $1.count } }
    var covered: Int { totals.covered + lines.values.reduce(0) { $0 + $1.values.count { $0 } } }

    mutating func add(_ text: String, _ path: String, _ number: Int) throws(EvidenceError) {
      let line = text.hasSuffix("\r") ? String(text.dropLast()) : text
      if line == "end_of_record" { return finish() }
      guard let colon = line.firstIndex(of: ":") else { return }
      let value = line[line.index(after: colon)...]
      switch line[..<colon] {
      case "SF": source = String(value)
      case "DA": try addLine(value, path, number)
      case "LF": own.found = try count(value, path, number)
      case "LH": own.hit = try count(value, path, number)
      default: break
      }
    }

    private mutating func addLine(_ value: Substring, _ path: String, _ number: Int) throws(EvidenceError) {
      let parts = value.split(separator: ",")
      guard parts.count >= 2, let line = Int(parts[0]), let hits = Double(parts[1]) else {
        throw EvidenceError(
          "\(path), line \(number): DA:\(value.prefix(40)); a line and how often it ran were expected.")
      }
      own.hasLines = true
      lines[source, default: [:]][line] = (lines[source]?[line] ?? false) || hits > 0
    }

    private func count(_ value: Substring, _ path: String, _ number: Int) throws(EvidenceError) -> Int {
      guard let count = Int(value), count >= 0 else {
        throw EvidenceError("\(path), line \(number): a number of lines was expected, found \(value.prefix(40)).")
      }
      return count
    }

    private mutating func finish() {
      if !own.hasLines {
        totals.possible += own.found
        totals.covered += min(own.hit, own.found)
      }
      (source, own) = ("", (0, 0, false))
    }
  }
}
