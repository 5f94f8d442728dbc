// Cobertura XML or an lcov tracefile to a percentage of covered lines.

/// Reads coverage reports.
package enum Coverage {
  /// Covered lines in percent, 0–100, to two places: from the root element of XML, or from the lines of a tracefile.
  package static func read(_ path: String) throws(EvidenceError) -> Double {
    let file = try EvidenceFile.read(path)
    if Lcov.looksLike(file) { return (try Lcov.rate(file) * 10_000).rounded() / 100 }
    let reader = CoberturaReader(path)
    try XMLWalk.walk(file, reader)
    guard let rate = reader.rate else { throw EvidenceError("\(path): no element was found; <coverage> was expected.") }
    return (rate * 10_000).rounded() / 100
  }
}

final class CoberturaReader: XMLVisitor {
  private(set) var rate: Double?
  private let path: String

  init(_ path: String) { self.path = path }

  func open(_ name: String, _ attributes: [String: String], path around: [String]) throws(EvidenceError) {
    guard around.isEmpty else { return }
    guard name == "coverage" else {
      throw EvidenceError("\(path): the root element is <\(name)>; <coverage> of Cobertura XML was expected.")
    }
    rate = try declared(attributes) ?? counted(attributes)
    guard rate != nil else {
      throw EvidenceError("\(path): <coverage> has no line-rate; a number from 0 to 1 was expected.")
    }
  }

  func close(_ name: String, text: String) {}

  private func declared(_ attributes: [String: String]) throws(EvidenceError) -> Double? {
    guard let text = attributes["line-rate"] else { return nil }
    guard let value = Double(text), (0...1).contains(value) else {
      throw EvidenceError("\(path): line-rate is \"\(text.prefix(40))\"; a number from 0 to 1 was expected.")
    }
    return value
  }

  private func counted(_ attributes: [String: String]) -> Double? {
    guard let covered = attributes["lines-covered"].flatMap({ Double($0) }),
      let valid = attributes["lines-valid"].flatMap({ Double($0) }), valid > 0, (0...valid).contains(covered)
    else { return nil }
    return covered / valid
  }
}
