// The moments of SLA steps beside the task rows follow from a policy that can be set. A store opened with another policy than the
// one its rows were kept by is brought to it before anyone reads. Called once, while the store opens.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

enum SLAMoments {
  private static let settingName = "slaPolicy"

  /// Recomputes what differs, in the caller's transaction. Nothing that a client sees changes, so there is no event.
  /// - Parameter wanted: nil keeps the store's own.
  /// - Returns: what the rows are kept by from now on.
  static func adopt(_ wanted: SLAPolicy?, _ db: Database) throws -> SLAPolicy {
    let stored = try db.first("SELECT json FROM setting WHERE name = ?", [settingName]) {
      try FactoryJSON.decode(SLAPolicy.self, from: $0[0])
    }
    let kept = stored ?? .contract
    guard let policy = wanted, policy != kept else { return kept }
    // The numbers first: a walk along an index must not meet the rows that it moved.
    let numbers = try db.all("SELECT n FROM task WHERE open = 1 AND warn IS NOT NULL") { $0[0] as Int64 }
    for number in numbers {
      let stored = try db.first("SELECT json FROM task WHERE n = ?", [number]) {
        try FactoryJSON.decode(FactoryTask.self, from: $0[0])
      }
      guard let task = stored else { continue }
      try db.run(
        "UPDATE task SET step = ?, warn = ? WHERE n = ?",
        [SLASteps.next(for: task, policy), TaskColumns.warning(task, policy), number])
    }
    try db.run(
      "INSERT INTO setting (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json",
      [settingName, try FactoryJSON.canonical(policy)])
    return policy
  }
}
