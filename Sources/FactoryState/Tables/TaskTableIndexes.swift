// What is kept beside the rows: order, SLA moments, counts, the pipelines' tallies.
import FactoryContracts

extension TaskTable {
  mutating func index(_ row: TaskRow, at slot: Int32) {
    bits[Int(slot)] = SectionBits(of: row, me: me, now: now)
    count(row, at: slot, by: 1)
    noteTests(row)
    guard row.isOpen else { return }
    add(QueueKey(row, slot: slot))
    guard let deadline = row.slaDeadline, let warning = row.warningAt else { return }
    add(SLAMoment(at: warning.milliseconds, slot: slot))
    add(SLAMoment(at: deadline.milliseconds, slot: slot))
  }

  mutating func unindex(_ row: TaskRow, at slot: Int32) {
    count(row, at: slot, by: -1)
    guard row.isOpen else { return }
    drop(QueueKey(row, slot: slot))
    guard let deadline = row.slaDeadline, let warning = row.warningAt else { return }
    drop(SLAMoment(at: warning.milliseconds, slot: slot))
    drop(SLAMoment(at: deadline.milliseconds, slot: slot))
  }

  private mutating func add(_ key: QueueKey) {
    if batch == nil { order.insert(key) } else { batch?.insertedKeys.append(key) }
  }

  private mutating func add(_ moment: SLAMoment) {
    if batch == nil { moments.insert(moment) } else { batch?.insertedMoments.append(moment) }
  }

  private mutating func drop(_ key: QueueKey) {
    if batch == nil { order.remove(key) } else { batch?.removedKeys.append(key) }
  }

  private mutating func drop(_ moment: SLAMoment) {
    if batch == nil { moments.remove(moment) } else { batch?.removedMoments.append(moment) }
  }

  private mutating func count(_ row: TaskRow, at slot: Int32, by amount: Int) {
    guard row.isOpen else { return }
    let bits = bits[Int(slot)]
    if row.isWaiting {
      counts.add(amount, to: bits)
      if row.slaBreached { breachedCount += amount }
    }
    guard let pipelineId = row.pipelineId else { return }
    var tally = tallies[pipelineId] ?? PipelineTally()
    tally.open += amount
    if row.isWaiting { tally.waiting += amount }
    if bits.contains(.init(.late)) { tally.late += amount }
    if bits.contains(.init(.soon)) { tally.soon += amount }
    if row.blocksStageAdvance { tally.blocking += amount }
    tallies[pipelineId] = tally
  }

  /// The latest run of a pipeline's tasks is its own.
  private mutating func noteTests(_ row: TaskRow) {
    guard let pipelineId = row.pipelineId, let tests = row.tests else { return }
    var tally = tallies[pipelineId] ?? PipelineTally()
    guard row.createdAt >= tally.testsAt ?? row.createdAt else { return }
    tally.tests = tests
    tally.testsAt = row.createdAt
    tallies[pipelineId] = tally
  }
}

extension TaskTable {
  /// Collects the changes of the sorted arrays and merges them at the end.
  mutating func inBatch(_ work: (inout TaskTable) -> [TaskChange]) -> [TaskChange] {
    batch = Batch()
    let changes = work(&self)
    if let batch {
      order.apply(removing: batch.removedKeys, inserting: batch.insertedKeys)
      moments.apply(removing: batch.removedMoments, inserting: batch.insertedMoments)
    }
    batch = nil
    return changes
  }

  /// Moves the clock: rows whose SLA moment has come change their section. Costs only those rows.
  mutating func advance(to moment: Timestamp) -> [TaskChange] {
    guard moment > now else { return [] }
    let first = moments.lowerBound(SLAMoment(at: now.milliseconds, slot: .max))
    let end = moments.lowerBound(SLAMoment(at: moment.milliseconds, slot: .max))
    now = moment
    guard first < end else { return [] }
    return moments[first..<end].compactMap { recount($0.slot) }
  }

  /// Whose tasks are "mine" has changed.
  mutating func setOperator(_ id: EntityID?) {
    guard me != id else { return }
    me = id
    for slot in rows.indices { _ = recount(Int32(slot)) }
  }

  private mutating func recount(_ slot: Int32) -> TaskChange? {
    let row = rows[Int(slot)]
    guard row.id != TaskRow.vacant.id else { return nil }
    let fresh = SectionBits(of: row, me: me, now: now)
    guard fresh != bits[Int(slot)] else { return nil }
    count(row, at: slot, by: -1)
    bits[Int(slot)] = fresh
    count(row, at: slot, by: 1)
    let key = QueueKey(row, slot: slot)
    return TaskChange(id: row.id, old: row, new: row, oldKey: key, newKey: key)
  }

  /// The earliest moment after `moment` at which a section's count changes by itself.
  package func nextMoment(after moment: Timestamp) -> Timestamp? {
    let index = moments.lowerBound(SLAMoment(at: moment.milliseconds, slot: .max))
    return index < moments.count ? Timestamp(milliseconds: moments[index].at) : nil
  }

  func belongs(_ key: QueueKey, to section: QueueSection) -> Bool {
    bits[Int(key.slot)].contains(.init(section))
  }
}
