// Golden texts: what a screen or a transcript looked like when a person last looked at it and found it right.
// Invariants: a missing or different golden fails the test; FACTORY_RECORD=1 writes it anew instead.
import Foundation
import Testing

/// Compares a text with `Golden/NAME.txt` beside the calling test file. With `FACTORY_RECORD=1` in the environment the
/// file is written. A failure prints both texts and names the first place where they differ.
package func expectGolden(
  _ text: String, named name: String, filePath: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
  let folder = URL(fileURLWithPath: filePath).deletingLastPathComponent().appendingPathComponent("Golden")
  let file = folder.appendingPathComponent(name + ".txt")
  let found = text.hasSuffix("\n") ? text : text + "\n"
  if ProcessInfo.processInfo.environment["FACTORY_RECORD"] == "1" {
    record(found, to: file, sourceLocation)
    return
  }
  guard let golden = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record(
      "There is no golden \(name).txt; look at this and record it with FACTORY_RECORD=1:\n\(found)",
      sourceLocation: sourceLocation)
    return
  }
  guard golden != found else { return }
  Issue.record(
    "\(name): \(firstDifference(golden, found))\n--- golden\n\(golden)--- found\n\(found)---",
    sourceLocation: sourceLocation)
}

private func record(_ text: String, to file: URL, _ sourceLocation: SourceLocation) {
  do {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  } catch {
    Issue.record("\(file.lastPathComponent) could not be written: \(error)", sourceLocation: sourceLocation)
  }
}

/// The first row and column (from 0) where two texts differ, with what stands there.
package func firstDifference(_ golden: String, _ found: String) -> String {
  let left = golden.split(separator: "\n", omittingEmptySubsequences: false)
  let right = found.split(separator: "\n", omittingEmptySubsequences: false)
  for (row, (before, after)) in zip(left, right).enumerated() where before != after {
    let column = zip(before, after).prefix { $0 == $1 }.count
    let signs = [before, after].map { line in line.dropFirst(column).first.map { "\"\($0)\"" } ?? "the line's end" }
    return "first difference in row \(row), column \(column): golden \(signs[0]), found \(signs[1])"
  }
  return "golden has \(left.count) rows, found has \(right.count)"
}
