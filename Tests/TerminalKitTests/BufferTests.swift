// Cells, canvas and rectangles: clipping, wide characters, splitting.
import TerminalKit
import Testing

@Suite struct BufferTests {
  private func screen(_ columns: Int, _ rows: Int, _ draw: (Canvas) -> Void) -> String {
    let buffer = CellBuffer(columns: columns, rows: rows)
    draw(buffer.canvas)
    return ScreenText.plain(buffer)
  }

  @Test func clipsAtEveryEdge() {
    let text = screen(6, 3) { canvas in
      canvas.put(-2, 0, "abcdefghij")
      canvas.put(4, 1, "xyz")
      canvas.put(0, 7, "never")
      canvas.put(0, -1, "never")
    }
    #expect(text == "cdefgh\n    xy\n")
  }

  @Test func wideCharactersAreNeverCutInHalf() {
    #expect(screen(5, 1) { $0.put(0, 0, "日本語") } == "日本")
    #expect(screen(5, 1) { $0.put(-1, 0, "日本") } == " 本")
    let overwritten = screen(6, 1) { canvas in
      canvas.put(0, 0, "日本語")
      canvas.put(1, 0, "x")
    }
    #expect(overwritten == " x本語")
    let covered = screen(6, 1) { canvas in
      canvas.put(0, 0, "日本語")
      canvas.put(2, 0, "a")
      canvas.put(3, 0, "語")
    }
    #expect(covered == "日a語")
  }

  /// Random drawing: continuation cells always follow a wide one, and nothing leaves its canvas.
  @Test func holdsForAnyDrawing() {
    var random = SeededRandom(seed: 3)
    let buffer = CellBuffer(columns: 12, rows: 4)
    let inner = buffer.canvas.sub(Rect(x: 2, y: 1, width: 7, height: 2))
    for _ in 0..<3_000 {
      let x = Int.random(in: -4...10, using: &random)
      let y = Int.random(in: -1...3, using: &random)
      inner.put(x, y, SafeText(hostileText(&random)))
      for row in 0..<4 {
        for column in 0..<12 {
          let cell = buffer[column, row]
          let isInside = inner.region.contains(x: column, y: row)
          #expect(isInside || cell == .blank)
          if cell.isContinuation { #expect(buffer[column - 1, row].glyph.width == 2) }
          if cell.glyph.width == 2 { #expect(column + 1 < 9 && buffer[column + 1, row].isContinuation) }
        }
      }
    }
  }

  @Test func spansAreCutWithAnEllipsis() {
    let spans = [Span("abc", .accent), Span("def", .muted), Span("ghi")]
    #expect(screen(20, 1) { $0.put(0, 0, spans, limit: 9) } == "abcdefghi")
    #expect(screen(20, 1) { $0.put(0, 0, spans, limit: 8) } == "abcdefg…")
    #expect(screen(20, 1) { $0.put(0, 0, spans, limit: 6) } == "abcde…")
    #expect(screen(4, 1) { $0.put(0, 0, spans) } == "abc…")
  }

  @Test func rightAlignsAndLays() {
    let buffer = CellBuffer(columns: 8, rows: 1)
    buffer.canvas.putRight(8, 0, "-38m", Style(.slaLate))
    buffer.canvas.lay(Rect(columns: 8, rows: 1), on: .selection)
    #expect(ScreenText.plain(buffer) == "    -38m")
    #expect(buffer[0, 0].style.surface == .selection)
    #expect(buffer[7, 0].style == Style(.slaLate, on: .selection))
  }

  @Test func splitsCoverTheWhole() {
    let whole = Rect(x: 3, y: 2, width: 20, height: 10)
    for cut in [-5, 0, 7, 20, 99] {
      let (left, rest) = whole.splitLeft(cut)
      #expect(left.width + rest.width == 20 && rest.x == left.right && rest.right == whole.right)
      let (top, below) = whole.splitTop(cut)
      #expect(top.height + below.height == 10 && below.y == top.bottom)
      #expect(whole.splitBottom(cut).bottom.height == min(max(0, cut), 10))
      #expect(whole.splitRight(cut).right.right == whole.right)
    }
    #expect(whole.centered(width: 10, height: 4) == Rect(x: 8, y: 5, width: 10, height: 4))
    #expect(whole.inset(horizontal: 30).isEmpty)
  }

  @Test(arguments: [
    ([Extent.fixed(4), .flexible()], 10, 0, [4, 6]),
    ([.flexible(weight: 1), .flexible(weight: 2)], 10, 1, [3, 6]),
    ([.fixed(8), .fixed(8)], 10, 0, [8, 2]),
    ([.flexible(weight: 1, minimum: 6), .flexible(weight: 1, minimum: 2)], 10, 0, [7, 3]),
    ([.fixed(3), .flexible()], 0, 2, [0, 0]),
  ])
  func dividesLengths(extents: [Extent], total: Int, gap: Int, lengths: [Int]) {
    #expect(Split.lengths(extents, total: total, gap: gap) == lengths)
    let rects = Split.columns(Rect(columns: total, rows: 1), extents, gap: gap)
    #expect(rects.allSatisfy { $0.isEmpty || $0.right <= total })
  }
}
