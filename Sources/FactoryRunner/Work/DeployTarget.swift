// A target as a folder: versions/V beside each other and the link `current`, which is switched in one step. A version is checked before
// it becomes current and after; what does not answer then goes back (issue of deploys, contract Appendix A).
import FactoryContracts
import Foundation
import Glibc

struct FolderTarget: Sendable {
  /// Below the target, of one product.
  let folder: String

  init(_ folders: AgentFolders, target: String, slug: String) { folder = "\(folders.deploys(target))/\(slug)" }

  var current: String { folder + "/current" }
  func place(_ version: String) -> String { folder + "/versions/" + version }

  /// The version that `current` leads to.
  var currentVersion: String? {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: current)).map { ($0 as NSString).lastPathComponent }
  }

  /// A new link beside, renamed over the old one: whoever starts the server finds the one or the other.
  func point(to version: String) throws {
    let fresh = folder + "/.current.\(getpid()).\(UInt32.random(in: .min ... .max))"
    guard symlink("versions/" + version, fresh) == 0, rename(fresh, current) == 0 else {
      unlink(fresh)
      throw RunnerError("\(current) cannot be switched: \(String(cString: strerror(errno))).")
    }
  }

  func unpoint() { unlink(current) }

  /// The version that was current before; noted so that whoever finds the new one broken later can go back.
  var previousVersion: String? {
    (try? String(contentsOfFile: folder + "/previous", encoding: .utf8))
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  func note(previous version: String?) throws {
    try Data("\(version ?? "")\n".utf8).write(to: URL(fileURLWithPath: folder + "/previous"), options: .atomic)
  }

  /// - Returns: the version that is current then; nil for none.
  @discardableResult
  func goBack(to version: String?) -> String? {
    guard let version, version != currentVersion, access(place(version), F_OK) == 0 else {
      unpoint()
      return nil
    }
    guard (try? point(to: version)) != nil else { return currentVersion }
    return version
  }

  /// The oldest versions beyond what is kept go; never the current one or the one before it.
  func prune(keeping count: Int, _ needed: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/versions")) ?? []
    let dated = names.filter { !$0.hasPrefix(".") && !needed.contains($0) }.map { name in
      (name: name, at: modified(place(name)))
    }
    for old in dated.sorted(by: { $0.at > $1.at }).dropFirst(max(0, count - needed.count)) {
      try? FileManager.default.removeItem(atPath: place(old.name))
    }
  }

  private func modified(_ path: String) -> Date {
    (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date) ?? .distantPast
  }
}

/// What is deployed somewhere, found by looking.
package struct Deployment: Hashable, Sendable {
  package var target: String
  package var slug: String
  package var path: String
  package var version: String
  package var pipelineId: EntityID?
}

extension AgentFolders {
  /// Everything that is current on a target.
  package func deployments(_ target: String) -> [Deployment] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: deploys(target))) ?? []
    return names.sorted().compactMap { slug in
      let place = FolderTarget(self, target: target, slug: slug)
      guard let version = place.currentVersion else { return nil }
      let owner = try? String(contentsOfFile: place.folder + "/pipeline", encoding: .utf8)
      return Deployment(
        target: target, slug: slug, path: place.current, version: version,
        pipelineId: owner.flatMap { EntityID($0.trimmingCharacters(in: .whitespacesAndNewlines)) })
    }
  }
}
