// Assets over the network: lists and comparisons in the lane of items, files in a lane of their own, so that a gigabyte holds up nothing.
// Worker threads.
import FactoryContracts
import FactoryState

/// Brings an asset into a folder, or into the file of that name: the path it has now, or a sentence why not. Any thread; blocks.
package typealias KeepAsset = @Sendable (_ asset: Asset, _ place: String) -> Result<String, ProgramProblem>

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
    run(.files) { runner in
      let kept = keep?(asset, place) ?? .failure(ProgramProblem(sentence: "This screen keeps no files."))
      let result: FetchResult =
        switch kept {
        case .success(let path): .saved(asset.name, path: path)
        case .failure(let problem): .saveFailed(asset.name, reason: problem.sentence)
        }
      runner.tell(.fetched(result, now: runner.clock()))
    }
  }
}
