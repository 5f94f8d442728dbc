// The name of an entry's file carries what must be known without reading it: order, key, owner, and whether it may have been
// sent. Pure. `00000001700000000000000_<key>_<owner>_new.json`
import FactoryContracts

/// Parsed name of an entry's file.
struct EntryName: Hashable, Sendable {
  /// Grows with every entry of a box; the order of creation even when a clock goes back.
  var order: Int64
  var key: EntityID
  /// The process that answers for it.
  var owner: String
  /// The server may have it. Changed by renaming, before the first try.
  var maybeSent: Bool

  init(order: Int64, key: EntityID, owner: String, maybeSent: Bool) {
    self.order = order
    self.key = key
    self.owner = owner
    self.maybeSent = maybeSent
  }

  init?(_ text: String) {
    guard text.hasSuffix(".json") else { return nil }
    let parts = text.dropLast(5).split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 4, let order = Int64(parts[0]), order >= 0, let key = EntityID(parts[1]), !parts[2].isEmpty,
      parts[3] == "new" || parts[3] == "sent"
    else { return nil }
    self.init(order: order, key: key, owner: String(parts[2]), maybeSent: parts[3] == "sent")
  }

  var text: String {
    let digits = String(order)
    let padded = String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    return "\(padded)_\(key)_\(owner)_\(maybeSent ? "sent" : "new").json"
  }
}

/// An entry in the box of this process.
struct OutboxSlot: Sendable {
  var name: EntryName
  var entry: OutboxEntry
  /// Was shown as stale.
  var staleTold = false
  /// Goes out although it is old.
  var released = false

  var isUndo: Bool { entry.path.hasSuffix("/undo") }
}
