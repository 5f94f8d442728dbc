// The pure parts: diffs, layouts, words, fuzzy finding, reasons, mailbox, outside programs.
import FactoryContracts
import FactoryState
import FactoryTUI
import Dispatch
import Foundation
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct DiffDocumentTests {
  /// What cannot be seen and is the whole change is shown; where every line ends so, it is noise.
  @Test(arguments: [
    ("@@ -1,2 +1,2 @@\n-a\r\n-b \r\n+a\n+b\n", ["a␍", "b·␍", "a", "b"]),
    ("@@ -1,1 +1,2 @@\n-a\r\n+b\r\n+c\t\r\n", ["a", "b", "c→"]),
    ("@@ -1,1 +1,1 @@\n-x  \n+x\n", ["x··", "x"]), ("@@ -1,2 +1,2 @@\n same  \n-\n+ \n", ["same  ", "", "·"]),
  ])
  func whatCannotBeSeenIsShown(_ patch: String, _ texts: [String]) {
    let shown = document(patch).lines.filter { [.add, .delete, .context].contains($0.kind) }
    #expect(shown.map(\.text.plain) == texts)
  }

  private func document(_ patch: String) -> DiffDocument {
    DiffDocument(
      DiffSummary(
        filesChanged: 1, insertions: 0, deletions: 0,
        files: [DiffFile(path: "f", status: .modified, insertions: 0, deletions: 0, patch: patch)]))
  }

  /// The page is as full as whole lines make it and ends with the last one; a line longer than a page still shows.
  @Test(arguments: [(30, 5), (30, 12), (44, 7), (90, 9), (200, 3), (20, 2)])
  func theLastPageOfWrappedLinesEndsWithTheLastLine(_ width: Int, _ height: Int) throws {
    let long = (1...30).map { "+" + String(repeating: "word ", count: $0 * 7 % 23) + "end\($0)\n" }.joined()
    let made = document("@@ -1,0 +1,30 @@\n" + long)
    var place = DiffPlace()
    place.wraps = true
    func shown(from row: Int) -> [Substring] {
      let screen = CellBuffer(columns: width, rows: 400)
      place.row = row
      DiffView.draw(DiffRows(made), at: place, in: screen.canvas)
      return ScreenText.plain(screen).split(separator: "\n")
    }
    let last = DiffView.lastPage(DiffRows(made), place, width: width, height: height)
    let tail = shown(from: last)
    #expect(tail.count <= height || last == made.lines.count - 1)
    #expect(tail.last?.contains("end30") == true)
    #expect(shown(from: last - 1).count > height)
  }

  @Test(arguments: [
    ("let limit = 10", "let limit = 25", "10", "25"),
    ("retry(after: 5)", "retry(after: 5, jitter: true)", "", ", jitter: true"),
    ("fooBar(x)", "fooBaz(x)", "fooBar", "fooBaz"), ("a 日本 b", "a 日語 b", "日本", "日語"),
    ("  same end", "  some end", "same", "some"),
    ("one two", "one two three", "", " three"),
  ]) func whatChangedInsideALineIsWholeWords(_ old: String, _ new: String, _ before: String, _ after: String) throws {
    let made = document("@@ -1,1 +1,1 @@\n-\(old)\n+\(new)\n")
    let ranges = (made.changed(at: 2), made.changed(at: 3))
    func text(_ row: Int, _ range: Range<Int>?) -> String? {
      range.map { made.lines[row].text.dropping(columns: $0.lowerBound).prefix(columns: $0.count).plain }
    }
    #expect(text(2, ranges.0) == before && text(3, ranges.1) == after)
  }

  /// Nothing is gained by marking what is new as a whole; lines without a counterpart have nothing to be compared with.
  @Test func linesThatShareLittleAreNotMarked() {
    let made = document("@@ -1,2 +1,3 @@\n-alpha beta gamma\n+entirely other words\n same\n+alone\n")
    #expect(made.lines.indices.allSatisfy { made.changed(at: $0) == nil })
    #expect(made.lines[2].mate == 3 && made.lines[3].mate == 2 && made.lines[5].mate == nil)
  }

  @Test func linesThatLookLikeHeadersAreCountedAsLines() {
    let made = document("--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n--- old comment\n+++ new comment\n same\n")
    #expect(made.lines.map(\.kind) == [.file, .hunk, .delete, .add, .context])
    #expect(made.lines[2].text == "-- old comment" && made.lines[2].old == 1 && made.lines[2].new == nil)
    #expect(made.lines[4].old == 2 && made.lines[4].new == 2)
  }

  @Test(arguments: [
    "", "@@", "@@ -x +y @@\n+a", "@@ -1,99999999999999999999 +1 @@\n+a", "@@ -1 +1,5 @@\n+a", "\\ No newline",
    "\u{0}\u{1b}[2J",
    "@@ -9223372036854775807,9 +9223372036854775807,9 @@\n a\n+b\n-c",
  ]) func brokenPatchesAreShownAsTheyAre(_ patch: String) {
    let made = document(patch)
    #expect(made.lines.first?.kind == .file && made.files.map(\.start) == [0])
    for line in made.lines { #expect(line.text.plain.unicodeScalars.allSatisfy { $0.value >= 0x20 }) }
  }

  @Test func filesAndHunksCanBeJumpedTo() {
    let made = DiffRows(DiffDocument(Scenes.change))
    #expect(made.fileStarts.count == 2 && made.hunkStarts.count == 3)
    #expect(made.document.lines[made.fileStarts[1]].text.plain.contains("CHANGES.md"))
    #expect(made.file(at: made.hunkStarts[2]) == 1)
    #expect(made.document.isComplete)
  }

  private static let block = "@@ -1,5 +1,4 @@\n a\n-one\n-\ttwo\n-three\n+uno\n+  two\n b\n"

  private func rows(_ change: (inout DiffOptions) -> Void) -> DiffRows {
    var options = DiffOptions()
    change(&options)
    return DiffRows(document(Self.block), options)
  }

  /// Every line is in a row, in its order; beside each other stand those that replace each other.
  @Test func sideBySide() {
    let made = rows { $0.isSideBySide = true }
    #expect(
      made.rows.dropFirst(2).map { [$0.left ?? -1, $0.right ?? -1] } == [[2, 2], [3, 6], [4, 7], [5, -1], [8, 8]])
    #expect(made.row(ofLine: 7) == 4 && made.hunkStarts == [1])
  }

  @Test func changesOfBlanksCanBeLeftOut() {
    let made = rows { $0.ignoresBlanks = true }
    #expect(
      made.rows.dropFirst(2).map { [$0.left ?? -1, $0.right ?? -1] } == [
        [2, 2], [3, 3], [6, 6], [4, 7], [5, 5], [8, 8],
      ])
    #expect(made.blankOnly == 1 && made.isBlankOnly(made.rows[5]))
  }

  @Test func foldedFilesLeaveTheirHead() {
    let whole = DiffRows(DiffDocument(Scenes.change))
    var options = DiffOptions()
    options.folded = [whole.document.files[0].mark]
    let made = DiffRows(whole.document, options)
    #expect(made.fileStarts == [2, 3] && made.rows.count < whole.rows.count)
    #expect(made.row(ofLine: whole.document.files[0].start + 4) == 2)
    #expect(made.row(ofLine: whole.document.files[1].start) == 3)
  }

  /// The mark is of the change itself: another patch or another path has another.
  @Test func aMarkIsOfPathAndPatch() {
    let (one, two) = (document("@@ -1 +1 @@\n-a\n+b\n"), document("@@ -1 +1 @@\n-a\n+c\n"))
    #expect(one.files[0].mark != two.files[0].mark)
    #expect(one.files[0].mark == document("@@ -1 +1 @@\n-a\n+b\n").files[0].mark)
  }

  @Test func carriageReturnsAtLineEndsAreNotText() {
    #expect(document("@@ -1 +1 @@\r\n-a\r\n+b\r\n").lines.map(\.text) == ["M f  +0 −0", "@@ -1 +1 @@", "a", "b"])
  }
}

@Suite struct PageLayoutTests {
  @Test func partsLieInsideAndDoNotOverlap() {
    for columns in stride(from: 1, through: 301, by: 10) {
      for rows in stride(from: 1, through: 101, by: 5) {
        let layout = PageLayout(columns: columns, rows: rows)
        var parts = [layout.header, layout.topRule, layout.columns, layout.list, layout.bottomRule, layout.footer]
        if layout.showsBoth { parts += [layout.divider, layout.context] }
        parts.removeAll(where: \.isEmpty)
        for (index, part) in parts.enumerated() {
          #expect(part.intersection(layout.screen) == part, "\(columns)×\(rows)")
          for other in parts[(index + 1)...] { #expect(part.intersection(other).isEmpty, "\(columns)×\(rows)") }
        }
        if layout.form != .tooSmall { #expect(layout.list.height >= 1 && layout.footer.height == 1) }
      }
    }
  }

  @Test func anyShareLeavesBothPanes() {
    for (columns, rows) in [(100, 14), (120, 40), (300, 100), (60, 80), (40, 40)] {
      for share in stride(from: 20, through: 80, by: 5) {
        let layout = PageLayout(columns: columns, rows: rows, PaneState(share: share))
        let parts = [layout.header, layout.columns, layout.list, layout.divider, layout.context, layout.footer]
        for (index, part) in parts.enumerated() {
          #expect(part.intersection(layout.screen) == part && !part.isEmpty, "\(columns)×\(rows) \(share)")
          for other in parts[(index + 1)...] { #expect(part.intersection(other).isEmpty, "\(columns)×\(rows)") }
        }
        #expect(layout.form == .stacked ? layout.list.height >= 4 : layout.list.width >= 26)
      }
    }
  }

  @Test(arguments: [
    (120, 40, PageLayout.Form.split), (80, 24, .single), (40, 10, .compact), (200, 60, .split), (60, 80, .stacked),
    (19, 40, .tooSmall), (100, 4, .tooSmall), (100, 14, .split), (99, 39, .single), (300, 100, .split),
  ]) func formsBySize(_ columns: Int, _ rows: Int, _ form: PageLayout.Form) {
    #expect(PageLayout(columns: columns, rows: rows).form == form)
  }

  @Test func columnsFillTheRow() {
    for width in 0...300 {
      let columns = QueueColumns(width: width)
      let sum = columns.title + columns.type + columns.place + columns.tests + columns.age
      #expect(sum <= width)
      if width >= 26 { #expect(columns.title >= 14) }
    }
  }
}

@Suite struct WordsTests {
  @Test(arguments: [
    (4.0, "4s"), (240, "4m"), (7980, "2h13"), (-2280, "-38m"), (3600, "1h00"), (180_000, "2d2h"), (1e15, "11574074d"),
  ])
  func spansAreShort(_ seconds: Double, _ text: String) { #expect(Words.span(seconds: seconds) == text) }

  @Test(arguments: [(91.2, "91.2 %"), (100, "100 %"), (.nan, "– %"), (71.25, "71.3 %")])
  func percents(_ value: Double, _ text: String) { #expect(Words.percent(value) == text) }

  @Test(arguments: [(41.5, "41.5"), (182, "182"), (0.125, "0.13"), (-1.5, "-1.5"), (.infinity, "–")])
  func numbers(_ value: Double, _ text: String) { #expect(Words.number(value) == text) }

  @Test(arguments: [("", 0.0), ("30m", 1800), ("2h", 7200), ("1d12h", 129_600)])
  func deferralTimes(_ text: String, _ seconds: Double) throws {
    let parsed = try DeferralTime.parse(text, now: Scenes.now).get()
    #expect(parsed == (seconds == 0 ? nil : Scenes.now.adding(seconds: seconds)))
  }

  @Test(arguments: ["soon", "2", "h2", "2001-01-01T00:00:00Z", "-3h"]) func noDeferralTimes(_ text: String) {
    #expect(throws: ProgramProblem.self) { try DeferralTime.parse(text, now: Scenes.now).get() }
  }

  @Test func fuzzyFindsBeginningsFirst() throws {
    let names = ["approve", "approve-selected", "palette", "drop-kept"]
    func best(_ pattern: String) -> String? {
      names.compactMap { name in FuzzyMatch.score(pattern, in: name).map { ($0, name) } }.max { $0.0 < $1.0 }?.1
    }
    #expect(best("appsel") == "approve-selected" && best("pal") == "palette" && best("dk") == "drop-kept")
    #expect(FuzzyMatch.score("xyz", in: "approve") == nil)
  }
}

@Suite struct ReasonsTests {
  @Test func reasonsAreKeptNewestFirstAndForTheOwnerOnly() throws {
    let folder = NSTemporaryDirectory() + "reasons-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/sub/reasons"
    #expect(RecentReasons.load(from: path).isEmpty)
    var reasons: [String] = []
    for reason in ["naming", "tests\nmissing", "naming", "  "] { reasons = RecentReasons.adding(reason, to: reasons) }
    #expect(reasons == ["naming", "tests missing"])
    #expect(RecentReasons.save(reasons, to: path) == nil)
    #expect(RecentReasons.load(from: path) == reasons)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(RecentReasons.save(reasons, to: "/proc/none/reasons")?.contains("/proc/none") == true)
  }
}

@Suite struct MailboxTests {
  @Test func nothingIsLostOrDoubledAndOrderIsKept() {
    let wakes = Atomic(0)
    let mailbox = Mailbox<(sender: Int, number: Int)> { wakes.add(1, ordering: .relaxed) }
    let each = 5_000
    let group = DispatchGroup()
    for sender in 0..<4 {
      DispatchQueue.global().async(group: group) {
        for number in 0..<each { mailbox.post((sender, number)) }
      }
    }
    var received = [[Int]](repeating: [], count: 4)
    var isOver = false
    while !isOver {
      isOver = group.wait(timeout: .now()) == .success
      for message in mailbox.drain(limit: 100) { received[message.sender].append(message.number) }
    }
    while true {
      let rest = mailbox.drain(limit: 1000)
      if rest.isEmpty { break }
      for message in rest { received[message.sender].append(message.number) }
    }
    for list in received { #expect(list == Array(0..<each)) }
    #expect(wakes.load(ordering: .relaxed) >= 1)
  }

  @Test func aPostIntoAnEmptyBoxWakes() {
    let wakes = Atomic(0)
    let mailbox = Mailbox<Int> { wakes.add(1, ordering: .relaxed) }
    mailbox.post([1, 2, 3])
    mailbox.post(4)
    #expect(wakes.load(ordering: .relaxed) == 1)
    #expect(mailbox.drain(limit: 3) == [1, 2, 3] && wakes.load(ordering: .relaxed) == 2)
    #expect(mailbox.drain() == [4])
    mailbox.close()
    mailbox.post(5)
    #expect(mailbox.drain().isEmpty)
  }
}

@Suite struct ExternalProgramTests {
  @Test func thePagerGetsAPrivateFileThatIsGoneAfterwards() throws {
    let seen = NSTemporaryDirectory() + "seen-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: seen) }
    let pager = "sh -c 'stat -c %a \"$0\" > \(seen); echo \"$0\" >> \(seen); cat \"$0\" >> \(seen)'"
    let programs = ExternalProgram(environment: ["PAGER": pager, "PATH": "/usr/bin:/bin"])
    #expect(programs.page("two\nlines\n", name: "evil $(touch x).txt") == nil)
    let lines = try String(contentsOfFile: seen, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(lines[0] == "600" && Array(lines[2...]) == ["two", "lines"])
    #expect(!FileManager.default.fileExists(atPath: lines[1]))
  }

  @Test func whatTheEditorWroteComesBack() throws {
    let programs = ExternalProgram(environment: ["EDITOR": "sh -c 'echo more >> \"$0\"'", "PATH": "/usr/bin:/bin"])
    #expect(try programs.edit("draft\n", name: "reason.txt").get() == "draft\nmore\n")
  }

  @Test func aProgramThatFailsIsNamed() {
    let programs = ExternalProgram(environment: ["PAGER": "false", "EDITOR": "exit 3;", "PATH": "/usr/bin:/bin"])
    #expect(programs.page("x", name: "x.txt") == "false ended with code 1.")
    #expect(throws: ProgramProblem.self) { try programs.edit("x", name: "x.txt").get() }
  }
}

@Suite struct ThemeCatalogTests {
  @Test func shippedAndOwnThemesByName() throws {
    let folder = NSTemporaryDirectory() + "themes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("name: mine\ninherits: dark\n".utf8).write(to: URL(fileURLWithPath: folder + "/mine.yaml"))
    try Data("name: [".utf8).write(to: URL(fileURLWithPath: folder + "/broken.yaml"))
    let catalog = ThemeCatalog(folder: folder)
    #expect(try catalog.theme(named: "mine").get().name == "mine")
    #expect(try catalog.theme(named: "light").get().kind == .light)
    guard case .failure(let missing) = catalog.theme(named: "../../etc/passwd") else {
      Issue.record("a path is no theme")
      return
    }
    #expect(missing.sentence.contains("expected"))
    #expect(throws: ProgramProblem.self) { try catalog.theme(named: "broken").get() }
  }
}

@Suite struct TimelineTests {
  @Test func whatSomethingWasMadeWithIsNotRepeated() {
    let made = AuditEntry(
      id: Sample.id(1), actorType: .user, actorName: "Bo", action: "task.created", entityType: "task",
      entityId: Sample.id(2),
      changes: ["title": AuditChange(to: "x"), "priority": AuditChange(from: "low", to: "high")],
      createdAt: Scenes.before(3))
    let claimed = AuditEntry(
      id: Sample.id(3), actorType: .system, action: "task.claim_expired", entityType: "task", entityId: Sample.id(2),
      changes: ["claimedBy": AuditChange(from: .string(Sample.id(9).description), to: .null)],
      createdAt: Scenes.before(1))
    let lines = TimelineView.lines([claimed, made], now: Scenes.now, width: 80)
      .map { $0.map(\.text.plain).joined() }
    #expect(
      lines == [
        "     1m  · factory  claim expired", "         claimedBy: \(Sample.id(9).short) → none",
        "     3m  ● Bo  created",
        "         priority: low → high",
      ])
  }
}
