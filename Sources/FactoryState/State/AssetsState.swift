// The assets of pipelines as the screen shows them: in a tab of the opened item and on a pipeline's screen, which share one cursor.
// Main thread. Invariants: lists are read when they are first looked at; a comparison is of two versions that follow each other.
import FactoryContracts

package struct AssetsState: Sendable {
  /// By pipeline, the last looked at.
  package internal(set) var lists = RecentCache<EntityID, AssetList>(limit: 20)
  /// Asked for and not answered.
  package internal(set) var loading: Set<EntityID> = []
  package internal(set) var failures: [EntityID: String] = [:]
  package internal(set) var cursor = ListCursor()
  /// What is read in place of the list.
  package internal(set) var comparison: AssetComparison?
  /// Where files were kept last; what the dialog offers.
  package internal(set) var folder = "."
  /// Files on their way here, the one that grows first.
  package internal(set) var saving: [AssetSaving] = []
  /// The highest line that may be the first one of the comparison.
  var lastTop = 0
}

/// A file on its way to this machine.
package struct AssetSaving: Hashable, Sendable {
  package var asset: Asset
  package internal(set) var bytes: Int64 = 0

  /// 0–100; a file without bytes is whole.
  package var percent: Int { asset.sizeBytes > 0 ? Int(min(100, bytes * 100 / asset.sizeBytes)) : 100 }
}

extension AssetsState {
  mutating func note(_ id: EntityID, _ bytes: Int64) {
    guard let index = saving.firstIndex(where: { $0.asset.id == id }) else { return }
    saving[index].bytes = bytes
  }
}

package struct AssetList: Hashable, Sendable {
  /// Each version a row, newest first.
  package var assets: [Asset]
  /// How many there are; only the newest hundred are listed.
  package var total: Int

  package init(assets: [Asset], total: Int) {
    self.assets = assets
    self.total = total
  }
}

/// A version beside the one before it.
package struct AssetComparison: Hashable, Sendable {
  package var asset: Asset
  package internal(set) var isReady = false
  package internal(set) var failure: String?
  /// First line on the screen.
  package internal(set) var top = 0

  package var older: Int { asset.version - 1 }
}

/// Where a file is to be kept.
package struct SaveDialog: Hashable, Sendable {
  package var asset: Asset
  package var place: LineField
  package var problem: String?
}
