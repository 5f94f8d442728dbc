// What a search found: kind, title, and the words around the find; two lines each where there is room. Draws on the terminal's thread.
import FactoryContracts
import FactoryState
import TerminalKit

package enum SearchView {
  /// Lines of one find.
  package static func rowHeight(_ body: Rect) -> Int { body.height >= 14 ? 2 : 1 }
  package static func capacity(_ body: Rect) -> Int { max(1, (body.height - 1) / rowHeight(body)) }

  package static func draw(_ app: AppState, in canvas: Canvas) {
    head(app, in: canvas)
    let height = rowHeight(canvas.bounds)
    let results = app.search.results ?? []
    if results.isEmpty { return empty(app, in: canvas) }
    let shown = results.dropFirst(app.search.cursor.top).prefix(capacity(canvas.bounds))
    for (row, found) in shown.enumerated() {
      let region = Rect(x: 0, y: 1 + row * height, width: canvas.width, height: height)
      canvas.hit(region, PageTarget.rows(first: app.search.cursor.top + row))
      draw(found, app, in: canvas.sub(region))
    }
  }

  private static func head(_ app: AppState, in canvas: Canvas) {
    var spans = [Span("Search", Style(.title, .bold)), Span("  \(SafeText(app.search.text))", .accent)]
    if let count = app.search.results?.count { spans.append(Span("  \(count) found", .muted)) }
    canvas.put(1, 0, spans, limit: canvas.width - 2)
  }

  private static func empty(_ app: AppState, in canvas: Canvas) {
    if let failure = app.search.failure {
      for (row, line) in TextBlock.wrap(SafeText(failure), columns: max(8, canvas.width - 2)).enumerated() {
        canvas.put(1, 2 + row, line, .warning)
      }
      return
    }
    let words: SafeText =
      app.search.results == nil ? "Searching …" : "Nothing is found; / changes the words, \"…\" looks for a phrase."
    canvas.put(1, 2, words.truncated(to: canvas.width - 2), .strong)
  }

  private static func draw(_ found: SearchResult, _ app: AppState, in canvas: Canvas) {
    let kind = SafeText(found.entityType.rawValue).padded(to: canvas.width >= 60 ? 9 : 2).truncated(to: 9)
    var x = canvas.put(1, 0, canvas.width >= 60 ? kind : kind.prefix(columns: 1) + " ", .muted) + 1
    let place = found.entityType == .pipeline ? nil : app.factory.pipelines.name(of: found.pipelineId)
    let note = canvas.width >= 60 ? SafeText(place ?? "").truncated(to: 24) : .empty
    let room = max(8, canvas.width - x - note.width - 3)
    x = canvas.put(x, 0, SafeText(found.title).truncated(to: room), .strong)
    canvas.putRight(canvas.width - 1, 0, note, Style(.muted))
    if canvas.height > 1 {
      canvas.put(11, 1, SafeText(found.snippet).truncated(to: max(8, canvas.width - 12)), .text)
    }
    guard found.id == app.search.cursor.selectedId else { return }
    for y in 0..<canvas.height { canvas.put(0, y, "▌", .accent) }
    canvas.lay(canvas.bounds, on: .selection)
  }
}
