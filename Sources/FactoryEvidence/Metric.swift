// Numbers that a caller gives by hand: `latency_ms=12.5`.

package enum Metric {
  /// What a decimal number is written with: `0x10` and `nan` are none.
  private static let decimal = Set("0123456789+-.eE".utf8)

  private static func nonZero(_ character: Character) -> Bool { ("1"..."9").contains(character) }

  /// Reads `name=number`.
  package static func parse(_ text: String) throws(EvidenceError) -> (name: String, value: Double) {
    guard let equals = text.firstIndex(of: "=") else {
      throw EvidenceError("The metric \"\(text)\" has no value; name=number was expected, such as latency_ms=12.5.")
    }
    let name = String(text[..<equals])
    let number = text[text.index(after: equals)...]
    guard !name.isEmpty, name.utf8.count <= 64, name.allSatisfy({ !$0.isWhitespace && !$0.isNewline }) else {
      throw EvidenceError(
        "The metric \"\(text)\" has no plain name; name=number was expected, such as latency_ms=12.5.")
    }
    guard number.utf8.allSatisfy(decimal.contains), let value = Double(number) else {
      throw EvidenceError("The metric \(name) is \"\(number)\"; a number was expected, such as \(name)=12.5.")
    }
    let digits = number.prefix { $0 != "e" && $0 != "E" }
    guard value.isFinite, value != 0 || !digits.contains(where: nonZero) else {
      throw EvidenceError(
        "The metric \(name) is \"\(number)\"; a number from 1e-323 to 1e308, or 0, was expected.")
    }
    return (name, value)
  }

  /// Reads several; a name given twice is an error.
  package static func table(_ texts: [String]) throws(EvidenceError) -> [String: Double] {
    var table: [String: Double] = [:]
    for text in texts {
      let (name, value) = try parse(text)
      guard table.updateValue(value, forKey: name) == nil else {
        throw EvidenceError("The metric \(name) is given twice; one value was expected.")
      }
    }
    return table
  }
}
