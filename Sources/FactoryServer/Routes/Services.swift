// What handlers work with. Made once; everything in it may be used from any thread.
import FactoryContracts
import FactoryEngine

struct Services: Sendable {
  let engine: Engine
  let signIn: SignIn
  let owner: LocalOwner?
  let log: ServerLog
  let limits: ServerLimits
  let snapshots: SnapshotGate
  let pages: PageCache
  let version: String
  var metrics = Metrics()
  /// What only the running server knows: its connections.
  var figures: @Sendable () -> [StoreFigure] = { [] }
  /// The bytes of assets, the most that one upload may have, and who compares two versions.
  var blobs: any BlobStore = MemoryBlobs()
  var assetBytes = 2 << 30
  var comparer: AssetComparer?
}
