// Finding by a few letters. Pure. Invariant: an empty pattern matches everything equally.

package enum FuzzyMatch {
  /// How well `pattern` is found in `text` as a subsequence, without regard to case; nil when it is not.
  /// Beginnings of words and runs of letters count more, so that `appsel` finds `approve-selected` first.
  package static func score(_ pattern: String, in text: String) -> Int? {
    let wanted = Array(pattern.lowercased().filter { !$0.isWhitespace })
    guard !wanted.isEmpty else { return 0 }
    let letters = Array(text.lowercased())
    var best: Int?
    for start in letters.indices where letters[start] == wanted[0] {
      if let score = score(wanted, letters, from: start) { best = max(best ?? .min, score) }
    }
    return best.map { $0 - letters.count / 8 }
  }

  private static func score(_ wanted: [Character], _ letters: [Character], from start: Int) -> Int? {
    var total = 0
    var place = start
    var last = start - 2
    for letter in wanted {
      guard let found = letters[place...].firstIndex(of: letter) else { return nil }
      if found == last + 1 { total += 6 }
      if found == 0 || !letters[found - 1].isLetter { total += 8 }
      total -= min(3, max(0, found - last - 1))
      last = found
      place = found + 1
    }
    return total
  }
}
