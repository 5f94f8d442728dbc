// What a build brings back: version, commit, and the real change since the people at the review last saw it.
import FactoryContracts
import FactoryEvidence
import Foundation

struct BuildReport {
  /// Bytes of JSON; a job's result may have 256 KiB.
  static let room = 200 << 10
  let context: JobContext
  let checkout: Checkout
  let version: String
  let notes: BuildNotes

  init(_ context: JobContext, _ checkout: Checkout, version: String, notes: BuildNotes) {
    self.context = context
    self.checkout = checkout
    self.version = version
    self.notes = notes
  }

  func result() throws -> [String: JSONValue] {
    var result: [String: JSONValue] = ["version": .string(version), "commit": .string(try checkout.head())]
    // Nothing changed is no error here: the review says so.
    if let change = try? GitRepository(checkout.folder).change("\(Checkout.baseTag)..HEAD", trim: true) {
      let diff = try Self.fitting(change.diff)
      result["diffSummary"] = try JSONValue(encoding: diff)
      result["metrics"] = [
        "files": .integer(Int64(diff.filesChanged)), "lines": .integer(Int64(diff.insertions + diff.deletions)),
      ]
    }
    if !notes.lines.isEmpty { result["details"] = .string(notes.lines.joined(separator: "\n")) }
    return result
  }

  /// The largest patches are left out until the rest fits; their files stay in the list.
  static func fitting(_ diff: DiffSummary, room: Int = room) throws -> DiffSummary {
    var diff = diff
    while try FactoryJSON.encode(diff).count > room {
      let sizes = diff.files.indices.map { (index: $0, size: diff.files[$0].patch?.utf8.count ?? 0) }
      guard let largest = sizes.max(by: { $0.size < $1.size }), largest.size > 0 else { break }
      diff.files[largest.index].patch = nil
    }
    return diff
  }
}
