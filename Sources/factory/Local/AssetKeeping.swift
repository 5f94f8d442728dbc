// Files that the command center keeps: where an asset goes, and what is said when it cannot. A worker thread; blocks.
// Invariant: no file that is there is replaced.
import FactoryClient
import FactoryContracts
import FactoryTUI
import Foundation

enum AssetKeeping {
  /// - Returns: the whole path of the file, or a sentence.
  static func keep(_ asset: Asset, _ place: String, _ api: RESTClient, goesOn: (Int64) -> Bool) -> Result<
    String, ProgramProblem
  > {
    let path = AssetFileName.target(asset, absolute((place as NSString).expandingTildeInPath))
    if FileManager.default.fileExists(atPath: path) {
      return .failure(ProgramProblem(sentence: "\(path) is there already; give another name."))
    }
    do {
      try api.download(asset, to: path, replacing: false, goesOn: goesOn)
      return .success(path)
    } catch let failure as APIFailure {
      return .failure(ProgramProblem(sentence: FailureWords.sentence(failure)))
    } catch { return .failure(ProgramProblem(sentence: "\(error)")) }
  }

  private static func absolute(_ path: String) -> String {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return (whole as NSString).standardizingPath
  }
}
