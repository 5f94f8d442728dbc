// Looks into boxes without touching them: for `factory status` and the dialog before quitting. Blocking; worker threads.
import FactoryContracts
import Foundation

/// What waits in one box.
package struct OutboxContents: Sendable, Hashable {
  package var origin: String
  package var principal: String
  /// In order of creation.
  package var entries: [OutboxEntry]
  /// Paths of files that could not be read, set aside or still in the box.
  package var damaged: [String]
}

package struct OutboxInspector: Sendable {
  private let root: String

  /// `stateFolder`: the program's own folder below the XDG state directory.
  package init(stateFolder: String) { root = stateFolder + "/outbox" }

  /// Every box that holds something.
  package func boxes() -> [OutboxContents] {
    SafeFiles.names(in: root).map { contents(OutboxFolder(path: "\(root)/\($0)")) }
      .filter { !$0.entries.isEmpty || !$0.damaged.isEmpty }
  }

  /// The box of one origin and principal.
  package func box(origin: String, principal: String) -> OutboxContents {
    let stateFolder = String(root.dropLast("/outbox".count))
    var found = contents(OutboxFolder(stateFolder: stateFolder, origin: origin, principal: principal))
    found.origin = origin
    found.principal = principal
    return found
  }

  /// How many decisions are not confirmed, over all boxes.
  package func count() -> Int { boxes().reduce(0) { $0 + $1.entries.count } }

  private func contents(_ folder: OutboxFolder) -> OutboxContents {
    let about = (try? SafeFiles.read(folder.path + "/about.json", limit: 65_536))
      .flatMap { $0 }.flatMap { try? FactoryJSON.decode(OutboxFolder.About.self, from: $0) }
    var found = OutboxContents(origin: about?.origin ?? "", principal: about?.principal ?? "", entries: [], damaged: [])
    for name in folder.names() {
      if let entry = try? folder.read(name) { found.entries.append(entry) }
    }
    let foreign = SafeFiles.names(in: folder.entries).filter { EntryName($0) == nil }
    found.damaged =
      SafeFiles.names(in: folder.damaged).map { "\(folder.damaged)/\($0)" } + foreign.map { "\(folder.entries)/\($0)" }
    return found
  }
}
