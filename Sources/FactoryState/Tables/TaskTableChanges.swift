// Putting and removing rows; see TaskTable for the invariants.
import FactoryContracts

extension TaskTable {
  /// Puts a row where it is newer than what is there. `seq`: the number that the state includes; 0 for an answer to a
  /// request, which counts only by its `updatedAt`. nil: nothing changed.
  mutating func put(_ row: TaskRow, seq: Int64) -> TaskChange? {
    guard let slot = slots[row.id] else { return add(row, seq: seq) }
    let old = rows[Int(slot)]
    stamps[Int(slot)] = generation
    guard row.updatedAt > old.updatedAt || (row.updatedAt == old.updatedAt && seq >= seqs[Int(slot)]) else {
      return nil
    }
    seqs[Int(slot)] = max(seq, seqs[Int(slot)])
    return row == old ? nil : replace(old, with: row, at: slot)
  }

  /// Changes a row by what an event without the whole entity says. nil: unknown, older, or nothing changed.
  mutating func patch(_ id: EntityID, seq: Int64, _ change: (inout TaskRow) -> Void) -> TaskChange? {
    guard let slot = slots[id], seq >= seqs[Int(slot)] else { return nil }
    let old = rows[Int(slot)]
    seqs[Int(slot)] = seq
    var row = old
    change(&row)
    return row == old ? nil : replace(old, with: row, at: slot)
  }

  mutating func remove(_ id: EntityID) -> TaskChange? {
    guard let slot = slots.removeValue(forKey: id) else { return nil }
    let old = rows[Int(slot)]
    unindex(old, at: slot)
    rows[Int(slot)] = .vacant
    freeSlots.append(slot)
    return TaskChange(id: id, old: old, new: nil, oldKey: QueueKey(old, slot: slot), newKey: nil)
  }

  private mutating func add(_ row: TaskRow, seq: Int64) -> TaskChange {
    let slot = freeSlots.popLast() ?? grow()
    rows[Int(slot)] = keeping(row)
    seqs[Int(slot)] = seq
    stamps[Int(slot)] = generation
    slots[row.id] = slot
    index(row, at: slot)
    noteClosed(row, before: nil)
    return TaskChange(id: row.id, old: nil, new: row, oldKey: nil, newKey: QueueKey(row, slot: slot))
  }

  private mutating func replace(_ old: TaskRow, with row: TaskRow, at slot: Int32) -> TaskChange {
    let change = TaskChange(
      id: row.id, old: old, new: row, oldKey: QueueKey(old, slot: slot), newKey: QueueKey(row, slot: slot))
    unindex(old, at: slot)
    rows[Int(slot)] = keeping(row)
    index(row, at: slot)
    noteClosed(row, before: old)
    return change
  }

  /// The row with texts of its own, and the asker's name once for all: texts lie among what reading a snapshot leaves behind, and would
  /// keep all of that from going back to the system.
  private mutating func keeping(_ row: TaskRow) -> TaskRow {
    var row = row
    row.title = Self.copy(row.title)
    row.summary = Self.copy(row.summary)
    row.askedByName = row.askedByName.map { shared($0) }
    return row
  }

  private static func copy(_ text: String) -> String { String(decoding: Array(text.utf8), as: UTF8.self) }

  private mutating func shared(_ name: String) -> String {
    if let index = askers.firstIndex(of: name) { return askers[index] }
    // Names that programs make up must not pile up.
    if askers.count >= Self.askersLimit { askers.removeAll() }
    return askers.insert(Self.copy(name)).memberAfterInsert
  }

  private mutating func grow() -> Int32 {
    // An eighth more, not twice as much: rows are what memory goes to.
    if rows.count == rows.capacity { rows.reserveCapacity(rows.count + max(256, rows.count / 8)) }
    rows.append(.vacant)
    seqs.append(0)
    bits.append([])
    stamps.append(0)
    return Int32(rows.count - 1)
  }

  private mutating func noteClosed(_ row: TaskRow, before old: TaskRow?) {
    if !row.isOpen, old?.isOpen ?? true { closed.append(row.id) }
  }

  /// Lets the oldest decided tasks go.
  mutating func trimClosed() -> [TaskChange] {
    var changes: [TaskChange] = []
    while closed.count - closedHead > Self.closedLimit {
      let id = closed[closedHead]
      closedHead += 1
      if let row = self[id], !row.isOpen, let change = remove(id) { changes.append(change) }
    }
    if closedHead > Self.closedLimit {
      closed.removeFirst(closedHead)
      closedHead = 0
    }
    return changes
  }
}
