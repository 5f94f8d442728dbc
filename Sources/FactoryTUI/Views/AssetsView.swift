// The assets of a pipeline: a row for each version, or two versions beside each other. Draws on the terminal's thread, in the opened item
// and on a pipeline's screen. Invariants: only rows on the screen are drawn; names of others are data.
import FactoryContracts
import FactoryState
import TerminalKit

package enum AssetsView {
  package static func draw(_ app: AppState, _ diff: DiffRows?, in canvas: Canvas) {
    let (head, rest) = canvas.bounds.splitTop(1)
    let body = canvas.sub(rest)
    if let open = app.shownComparison {
      title(open, diff, in: canvas.sub(head))
      return compare(open, diff, in: body)
    }
    guard let list = app.shownAssets, !list.assets.isEmpty else { return empty(app, in: canvas) }
    columns(list, in: canvas.sub(head))
    let selected = app.selectedAsset?.id
    let isKnown = selected == app.assets.cursor.selectedId
    let top = isKnown ? min(app.assets.cursor.top, max(0, list.assets.count - body.height)) : 0
    for (line, asset) in list.assets.dropFirst(top).prefix(body.height).enumerated() {
      row(asset, now: app.now, line, in: body)
      guard asset.id == selected, app.hasAssetKeys else { continue }
      body.put(0, line, "▌", .accent)
      body.lay(Rect(x: 0, y: line, width: body.width, height: 1), on: .selection)
    }
  }

  /// What the state has to know for scrolling: the rows of the list, and where a comparison ends.
  package static func viewport(_ app: AppState, _ diff: DiffRows?, _ layout: PageLayout) -> Viewport {
    let region = region(app, layout)
    let height = max(1, region.height - 1)
    guard app.shownComparison?.isReady == true, let diff else { return .assets(rows: height, lastTop: 0) }
    return .assets(
      rows: height, lastTop: DiffView.lastPage(diff, place(0), width: region.width, height: height))
  }

  /// Where the assets are drawn.
  private static func region(_ app: AppState, _ layout: PageLayout) -> Rect {
    if case .pipeline = app.screen { return PipelineView.parts(layout.body).right }
    let pane = layout.showsBoth ? layout.context : layout.body
    let head = ContextView.headHeight(pane.height)
    return Rect(x: 0, y: 0, width: pane.width - 2, height: max(1, pane.height - head))
  }

  private static func place(_ top: Int) -> DiffPlace {
    var place = DiffPlace()
    place.row = top
    place.wraps = true
    return place
  }

  // MARK: The list

  private static func empty(_ app: AppState, in canvas: Canvas) {
    let words: SafeText
    var role = ThemeRole.muted
    if app.assetsPipeline == nil {
      words = "This item belongs to no pipeline, and only pipelines have assets."
    } else if app.shownAssets != nil {
      words = "The pipeline has no assets yet; agents and `factory assets upload` bring them."
    } else if let failure = app.assetsPipeline.flatMap({ app.assets.failures[$0] }) {
      words = "Not fetched: \(SafeText(failure))"
      role = .error
    } else {
      words = "fetching the assets …"
    }
    for (row, line) in TextBlock.wrap(words, columns: max(8, canvas.width - 1)).enumerated() {
      canvas.put(1, row, line, role)
    }
  }

  private static func columns(_ list: AssetList, in canvas: Canvas) {
    var line = AssetLine(canvas.width)
    line.put("ver", "size", "age", "type", "sha-256", name: "name", in: canvas, 0, isHead: true)
    let hidden = list.total - list.assets.count
    if hidden > 0 { canvas.put(6, 0, "(newest \(list.assets.count) of \(list.total))", .faint) }
  }

  private static func row(_ asset: Asset, now: Timestamp, _ y: Int, in canvas: Canvas) {
    var line = AssetLine(canvas.width)
    line.put(
      "v\(asset.version)", SafeText(Words.size(asset.sizeBytes)), SafeText(TimeText.ago(asset.createdAt, now: now)),
      SafeText(asset.type.rawValue), SafeText(String(asset.checksumSha256.prefix(8))), name: SafeText(asset.name),
      in: canvas, y, isHead: false)
  }

  // MARK: The comparison

  private static func title(_ open: AssetComparison, _ diff: DiffRows?, in canvas: Canvas) {
    let versions: SafeText = "  v\(open.older) → v\(open.asset.version)"
    let room = max(4, canvas.width - versions.width - 1)
    let x = canvas.put(0, 0, SafeText(open.asset.name).truncated(to: room), Style(.title, .bold))
    canvas.put(x, 0, versions, .muted)
  }

  private static func compare(_ open: AssetComparison, _ diff: DiffRows?, in canvas: Canvas) {
    if let failure = open.failure {
      for (row, line) in TextBlock.wrap("Not compared: \(SafeText(failure))", columns: max(8, canvas.width))
        .enumerated()
      {
        canvas.put(0, row, line, .error)
      }
      return
    }
    if open.isReady, let diff {
      DiffView.draw(diff, at: place(open.top), in: canvas)
    } else {
      canvas.put(0, 0, "comparing …", .muted)
    }
  }
}

/// Columns of a row, from the right; what there is no room for is left out, the name last.
private struct AssetLine {
  private var right: Int
  private let width: Int

  init(_ width: Int) {
    self.width = width
    right = width
  }

  mutating func put(
    _ version: SafeText, _ size: SafeText, _ age: SafeText, _ type: SafeText, _ sha: SafeText, name: SafeText,
    in canvas: Canvas, _ y: Int, isHead: Bool
  ) {
    let style = Style(.muted)
    column(sha, 8, from: 58, in: canvas, y, Style(isHead ? .muted : .faint))
    column(age, 5, from: 36, in: canvas, y, style)
    column(size, 9, from: 28, in: canvas, y, style)
    column(version, 4, from: 20, in: canvas, y, style)
    column(type, 11, from: 48, in: canvas, y, style)
    canvas.put(1, y, name.truncated(to: max(1, right - 2)), isHead ? style : Style(.strong))
  }

  private mutating func column(
    _ text: SafeText, _ columns: Int, from least: Int, in canvas: Canvas, _ y: Int, _ style: Style
  ) {
    guard width >= least else { return }
    let shown = text.truncated(to: columns)
    canvas.put(right - columns + (columns - shown.width), y, shown, style)
    right -= columns + 1
  }
}

package enum SaveView {
  package static func draw(_ dialog: SaveDialog, in canvas: Canvas) -> CursorPlace? {
    let size = SafeText(Words.size(dialog.asset.sizeBytes))
    let box = DialogBox(
      canvas, title: "Save “\(SafeText(dialog.asset.name))” v\(dialog.asset.version)",
      rows: dialog.problem == nil ? 2 : 3)
    let cursor = box.input("Where ", dialog.place.editor(), placeholder: "a folder, or the name of a file")
    if let problem = dialog.problem { box.line(SafeText(problem), .error) }
    box.line("\(size), \(SafeText(dialog.asset.contentType)); checked by its SHA-256 before it has its name", .muted)
    return cursor
  }
}
