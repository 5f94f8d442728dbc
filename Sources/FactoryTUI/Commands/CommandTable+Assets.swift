// Commands of the assets: the tab of the opened item and the third pane of a pipeline.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let assets: [Command] = [
    Command(
      "assets-pane", [], "Assets", help: "The files of the pipeline, in its third pane.", .read,
      unless: { situation in
        if case .pipeline = situation.app.screen { return nil }
        return "No pipeline is open; `P` opens the item's."
      }
    ) { _, _ in [.app(.detailFocus(.assets))] },
    Command(
      "save", [ScopedKeys(.context, "s", "<Enter>"), ScopedKeys(.pipeline, "s")], "Save the asset",
      help: "Asks where, and keeps the asset as a file once its SHA-256 is right; nothing is replaced.", .read,
      footer: FooterEntry(2, "save"), argument: "a folder or a file", unless: Availability.asset
    ) { situation, call in
      let open = Intent.app(.requestDialog(.save, now: situation.now))
      guard !call.argument.isEmpty else { return [open] }
      return [
        open, .app(.dialog(.text(LineField(call.argument)), now: situation.now)),
        .app(.dialog(.confirm(key: situation.key()), now: situation.now)),
      ]
    },
    Command(
      "stop-saving", [], "Stop saving",
      help: "Ends the file that is being saved, and those that wait; nothing of them stays.",
      .read, unless: { $0.app.assets.saving.isEmpty ? "Nothing is being saved." : nil },
      run: app { .stopSaving(now: $0.now) }),
    Command(
      "compare", [ScopedKeys(.context, "V"), ScopedKeys(.pipeline, "V")], "Compare versions",
      help: "What changed in the asset since the version before it; Esc goes back to the list.", .read,
      footer: FooterEntry(3, "compare"), unless: Availability.asset, run: app { .compareAsset(now: $0.now) }),
  ]
}

extension Availability {
  /// There is an asset under the cursor.
  package static func asset(_ situation: Situation) -> String? {
    if let reason = missing(.assetsRead, situation) { return reason }
    let app = situation.app
    guard app.hasAssetKeys else {
      return "No asset is chosen here; they are the last tab of an item, and a pipeline's third pane."
    }
    return app.selectedAsset == nil ? "There is no asset here." : nil
  }
}
