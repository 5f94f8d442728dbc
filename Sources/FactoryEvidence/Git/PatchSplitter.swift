// Cuts a stream of patches into one for each file while it arrives, holding no more than a limit.
// Inside a hunk every line starts with a space, +, - or \, so `diff --git` at the start of a line begins a file.

/// Fed with pieces of `git diff-tree -p`; sections come out in git's order.
struct PatchSplitter {
  /// One section: its text unless it was over the limit, its size in any case.
  struct Section {
    var bytes: [UInt8] = []
    var size = 0
    var isKept = true
  }

  /// Bytes kept over all sections.
  let limit: Int
  private(set) var sections: [Section] = []
  private var line: [UInt8] = []
  private var kept = 0
  private static let mark = Array("diff --git ".utf8)

  init(limit: Int) { self.limit = limit }

  mutating func feed(_ chunk: UnsafeRawBufferPointer) {
    var start = 0
    while let end = chunk[start...].firstIndex(of: 10) {
      line.append(contentsOf: chunk[start...end])
      finishLine()
      start = end + 1
    }
    line.append(contentsOf: chunk[start...])
    // A line longer than a header's mark is known for what it is: no need to hold a minified file's only line twice.
    if line.count > 65_536, !line.starts(with: Self.mark), !sections.isEmpty { finishPart() }
  }

  /// The last line, where it has no end.
  mutating func finish() { if !line.isEmpty { finishLine() } }

  private var isMidLine = false

  private mutating func finishLine() {
    if !isMidLine, line.starts(with: Self.mark) { sections.append(Section()) }
    finishPart()
    isMidLine = false
  }

  private mutating func finishPart() {
    defer { line.removeAll(keepingCapacity: true) }
    isMidLine = true
    guard !sections.isEmpty else { return }
    let last = sections.count - 1
    sections[last].size += line.count
    guard sections[last].isKept else { return }
    if kept + line.count > limit {
      kept -= sections[last].bytes.count
      sections[last].bytes = []
      sections[last].isKept = false
    } else {
      kept += line.count
      sections[last].bytes.append(contentsOf: line)
    }
  }
}
