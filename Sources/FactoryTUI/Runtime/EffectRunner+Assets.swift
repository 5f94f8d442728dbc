// Assets over the network: lists and comparisons in the lane of items, files in a lane of their own, so that a gigabyte holds up nothing.
// Worker threads.
import FactoryContracts
import FactoryState
import Synchronization

/// Brings an asset into a folder, or into the file of that name: the path it has now, or a sentence why not. Any thread; blocks.
/// `goesOn` is told the bytes so far, and ends it by false.
package typealias KeepAsset =
  @Sendable (_ asset: Asset, _ place: String, _ goesOn: (Int64) -> Bool) -> Result<
    String, ProgramProblem
  >

extension EffectRunner {
  /// The newest hundred versions.
  package func fetchAssets(_ pipeline: EntityID) {
    run(.item) { runner in
      do throws(APIFailure) {
        let (list, meta) = try runner.api.request(
          Endpoints.listAssets, path: [pipeline.description], query: [("limit", "100")])
        let total = meta?.pagination?.total ?? list.count
        runner.tell(.fetched(.assets(pipeline: pipeline, AssetList(assets: list, total: total)), now: runner.clock()))
      } catch {
        runner.tell(
          .fetched(.assetsFailed(pipeline: pipeline, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  /// A version beside the one before it, made ready for drawing here.
  package func compare(_ asset: Asset) {
    run(.item) { runner in
      do throws(APIFailure) {
        let query = [("fromVersion", "\(asset.version - 1)"), ("toVersion", "\(asset.version)")]
        let summary = try runner.api.request(Endpoints.diffAsset, path: [asset.id.description], query: query).data
        runner.tell(
          .prepared(asset.id, version: asset.version, DiffDocument(summary)),
          .action(.fetched(.compared(asset.id), now: runner.clock())))
      } catch {
        runner.tell(.fetched(.compareFailed(asset.id, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  package func save(_ asset: Asset, _ place: String, _ keep: KeepAsset?) {
    let wishes = saves.stops
    run(.files) { runner in
      var told: Int64 = 0
      let goesOn = { (bytes: Int64) in
        let now = runner.clock()
        if now.milliseconds - told >= Self.progressMilliseconds {
          told = now.milliseconds
          runner.tell(.fetched(.saving(asset.id, bytes: bytes), now: now))
        }
        return !runner.stopped && runner.saves.stops == wishes
      }
      let kept = keep?(asset, place, goesOn) ?? .failure(ProgramProblem(sentence: "This screen keeps no files."))
      let result: FetchResult =
        switch kept {
        case .success(let path): .saved(asset, path: path)
        case .failure where runner.saves.stops != wishes: .saveFailed(asset, reason: nil)
        case .failure(let problem): .saveFailed(asset, reason: problem.sentence)
        }
      runner.tell(.fetched(result, now: runner.clock()))
    }
  }

  /// Ends what is being kept and what waits for it.
  package func stopSaving() { saves.stop() }

  /// Between two messages about one file.
  private static let progressMilliseconds: Int64 = 250
}

/// How often somebody said that no more is to be kept: a file that was begun before the last time ends. Any thread.
package final class SaveWishes: Sendable {
  private let count = Atomic(0)
  package init() {}
  var stops: Int { count.load(ordering: .acquiring) }
  func stop() { count.add(1, ordering: .acquiringAndReleasing) }
}
