// Prose that its writer broke by hand, as commit messages are, joined again where a narrower place would break each line twice. Pure.
// Invariant: lines that look set on purpose (lists, quotes, code, tables, trailers) stay as they are.

package enum TextFlow {
  /// A line is broken by hand, not ended, from this length on.
  private static let brokenAt = 50

  /// Joined only where some line is too wide; what fits stays as it was written.
  package static func joined(_ text: String, columns: Int) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { $0.count > columns }) else { return text }
    var result: [String] = []
    var last: Substring = ""
    for line in lines {
      if goesOn(last, with: line) { result[result.count - 1] += " " + line } else { result.append(String(line)) }
      last = line
    }
    return result.joined(separator: "\n")
  }

  private static func goesOn(_ line: Substring, with next: Substring) -> Bool {
    guard line.count >= brokenAt, let first = next.first, first.isLetter || "(\"'“‘`".contains(first) else {
      return false
    }
    return !isTrailer(next) && !isSet(line)
  }

  /// `Signed-off-by: …`: one word with a hyphen or a capital and a colon.
  private static func isTrailer(_ line: Substring) -> Bool {
    guard let word = line.split(separator: " ").first, word.last == ":" else { return false }
    return word.contains("-") || word.first?.isUppercase == true
  }

  private static func isSet(_ line: Substring) -> Bool {
    guard let first = line.first else { return true }
    return first.isWhitespace || ">|#".contains(first)
  }
}
