// The box on disk: one folder for each origin and principal, one file for each entry. Blocking; the outbox's threads.
//   about.json          whose box it is            lock            held by the process that sends
//   entries/*.json      what is not confirmed      owners/<id>     locked while its process lives
//   damaged/*           what could not be read
// Invariant: an entry's file is whole or not there, and goes only when its outcome is known.
import FactoryContracts
import FactoryCrypto
import Foundation

struct OutboxFolder: Sendable {
  struct About: Codable, Hashable {
    var origin: String
    var principal: String
  }

  let path: String
  private static let entryLimit = 16 << 20

  init(path: String) { self.path = path }

  init(stateFolder: String, origin: String, principal: String) {
    let name = SHA256.hex(Array("\(origin)\n\(principal)".utf8)).prefix(32)
    path = "\(stateFolder)/outbox/\(name)"
  }

  var entries: String { path + "/entries" }
  var owners: String { path + "/owners" }
  var damaged: String { path + "/damaged" }
  var lockFile: String { path + "/lock" }

  func prepare(_ about: About) throws(FileTrouble) {
    for folder in [entries, owners, damaged] { try SafeFiles.makeFolder(folder) }
    guard !FileManager.default.fileExists(atPath: path + "/about.json") else { return }
    guard let data = try? FactoryJSON.canonical(about) else { return }
    try SafeFiles.write(data, to: path + "/about.json", in: path)
  }

  /// In order of creation.
  func names() -> [EntryName] { SafeFiles.names(in: entries).compactMap(EntryName.init).sorted { $0.order < $1.order } }

  func write(_ entry: OutboxEntry, as name: EntryName) throws(FileTrouble) {
    guard let data = try? FactoryJSON.canonical(entry) else {
      throw FileTrouble("The decision \"\(entry.title)\" cannot be written as JSON.")
    }
    try SafeFiles.write(data, to: file(name), in: entries)
  }

  /// Refuses a file whose content does not belong to its name.
  func read(_ name: EntryName) throws(FileTrouble) -> OutboxEntry {
    guard let data = try SafeFiles.read(file(name), limit: Self.entryLimit) else {
      throw FileTrouble("\(file(name)) is gone.")
    }
    guard let entry = try? FactoryJSON.decode(OutboxEntry.self, from: data), entry.key == name.key else {
      throw FileTrouble("\(file(name)) is damaged: \(data.count) bytes that are not the decision \(name.key).")
    }
    return entry
  }

  /// false when it was not possible; the old name stays.
  func rename(_ old: EntryName, to new: EntryName) -> Bool { Foundation.rename(file(old), file(new)) == 0 }

  /// A file that stays because removing failed is sent again with its key, which changes nothing (ruling R8).
  func remove(_ name: EntryName, durably: Bool = false) {
    unlink(file(name))
    if durably { try? SafeFiles.sync(folder: entries) }
  }

  /// Moves a file that cannot be read out of the way; the sentence says where it is.
  func setAside(_ fileName: String, because trouble: String) -> String {
    let target = "\(damaged)/\(fileName)"
    guard Foundation.rename("\(entries)/\(fileName)", target) == 0 else { return trouble }
    return "\(trouble) It was set aside as \(target)."
  }

  private func file(_ name: EntryName) -> String { "\(entries)/\(name.text)" }
}
