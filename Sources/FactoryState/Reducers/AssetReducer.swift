// Assets: reading a pipeline's list when it is looked at, moving in it, comparing versions, keeping a file. Pure, main thread.
// Invariant: keys reach the assets only while they are what the keys of the moment are about (`hasAssetKeys`).
import FactoryContracts

extension AppState {
  /// The pipeline whose assets are on the screen; nil: none are.
  package var assetsPipeline: EntityID? {
    if case .pipeline(let id) = screen { return pipeline.focus == .assets ? id : nil }
    return screen.isList && context.tab == .assets ? selectedRow?.pipelineId : nil
  }

  /// Whether keys that move and open are about assets.
  package var hasAssetKeys: Bool { assetsPipeline != nil && (!screen.isList || focus == .context) }

  package var shownAssets: AssetList? { assetsPipeline.flatMap { assets.lists[$0] } }

  package var selectedAsset: Asset? {
    let list = shownAssets?.assets ?? []
    return list.first { $0.id == assets.cursor.selectedId } ?? list.first
  }

  /// The comparison that is read in place of the list.
  package var shownComparison: AssetComparison? {
    assets.comparison.flatMap { $0.asset.pipelineId == assetsPipeline ? $0 : nil }
  }

  // MARK: Reading

  mutating func fetchAssetsIfShown() -> [Effect] {
    guard let id = assetsPipeline, assets.lists[id] == nil, assets.loading.insert(id).inserted else { return [] }
    assets.failures[id] = nil
    return [.fetchAssets(id)]
  }

  mutating func takeAssets(_ pipeline: EntityID, _ list: AssetList) {
    assets.loading.remove(pipeline)
    assets.lists.put(list, for: pipeline)
    if pipeline == assetsPipeline { assets.cursor.keep(in: list.assets.map(\.id)) }
  }

  mutating func noteAssetsFailure(_ pipeline: EntityID, _ reason: String) {
    assets.loading.remove(pipeline)
    assets.failures[pipeline] = reason
  }

  /// What was read before may be old; what is on the screen is read again.
  mutating func forgetAssets() -> [Effect] {
    assets.lists = RecentCache(limit: assets.lists.limit)
    assets.loading = []
    assets.failures = [:]
    return fetchAssetsIfShown()
  }

  /// A new version is in the list at once; a list that was never read is left alone.
  mutating func noteAsset(_ event: FactoryEvent) {
    let asset: Asset
    switch event {
    case .assetCreated(let payload), .assetUpdated(let payload): asset = payload.asset
    default: return
    }
    guard var list = assets.lists[asset.pipelineId], !list.assets.contains(where: { $0.id == asset.id }) else { return }
    list.assets.insert(asset, at: 0)
    list.total += 1
    takeAssets(asset.pipelineId, list)
  }

  mutating func showPane(_ focus: DetailFocus) -> [Effect] {
    pipeline.focus = focus
    return fetchAssetsIfShown()
  }

  // MARK: Moving

  mutating func moveInAssets(_ move: Move) -> [Effect] {
    guard var open = shownComparison else {
      assets.cursor.move(move, in: (shownAssets?.assets ?? []).map(\.id))
      return []
    }
    let page = max(1, assets.cursor.height)
    let target =
      switch move {
      case .by(let lines): open.top + lines
      case .halfPage(let count): open.top + count * max(1, page / 2)
      case .page(let count): open.top + count * max(1, page - 1)
      case .first: 0
      case .last: assets.lastTop
      case .toRow(let number): number - 1
      case .oldestUnseen: open.top
      }
    open.top = min(max(0, target), assets.lastTop)
    assets.comparison = open
    return []
  }

  mutating func fitAssets(rows: Int, lastTop: Int) {
    assets.lastTop = lastTop
    assets.cursor.fit(rows, (shownAssets?.assets ?? []).map(\.id))
  }

  // MARK: Comparing and keeping

  mutating func compareAsset(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    guard let asset = selectedAsset else { return [] }
    guard asset.version > 1 else {
      return noted(.info, "“\(asset.name)” has no version before this one.", moment)
    }
    assets.comparison = AssetComparison(asset: asset)
    return [.compareAsset(asset)]
  }

  mutating func noteCompared(_ id: EntityID, failure: String?) {
    guard assets.comparison?.asset.id == id else { return }
    assets.comparison?.isReady = failure == nil
    assets.comparison?.failure = failure
  }

  mutating func openSave() -> [Effect] {
    guard let asset = selectedAsset else { return noted(.info, "No asset is selected.", now) }
    dialogs.append(.save(SaveDialog(asset: asset, place: LineField(assets.folder))))
    return []
  }

  mutating func confirm(_ dialog: SaveDialog) -> [Effect] {
    let place = dialog.place.text.trimmed
    guard !place.isEmpty else {
      var dialog = dialog
      dialog.problem = "A folder or the name of a file was expected."
      dialogs[dialogs.count - 1] = .save(dialog)
      return []
    }
    dialogs.removeLast()
    assets.folder = place
    assets.saving.append(AssetSaving(asset: dialog.asset))
    return [.saveAsset(dialog.asset, place: place)]
  }

  mutating func noteSaved(_ asset: Asset, _ kind: Toast.Kind, _ words: String) {
    if let index = assets.saving.firstIndex(where: { $0.asset.id == asset.id }) { assets.saving.remove(at: index) }
    note(kind, words)
  }

  mutating func stopSaving(_ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    return assets.saving.isEmpty ? noted(.info, "Nothing is being saved.", now) : [.stopSaving]
  }
}
