// The pipelines of `FactoryState`: whole entities by id, with what events tell beside them (deploys, what blocks them), and the columns of the
// kanban kept in order. Main thread. An older state of a pipeline never replaces a newer one.
import FactoryContracts

package struct PipelineRecord: Hashable, Sendable {
  package var pipeline: Pipeline
  /// Sequence number that it includes.
  var seq: Int64
  /// The last deploy that an event told of.
  package var deploy: DeployPayload?
  package var blocked: PipelineBlockedPayload?
}

package struct PipelineTable: Sendable {
  var records: [EntityID: PipelineRecord] = [:]
  /// What filters and rows read most, without the rest.
  private(set) var names: [EntityID: String] = [:]
  /// Ids by stage, most urgent first, then by name; archived ones are in none.
  package internal(set) var columns: [PipelineStage: SortedArray<CardKey>] = [:]

  package init() {}

  package var count: Int { records.count }
  package subscript(id: EntityID) -> PipelineRecord? { records[id] }
  package var ids: some Sequence<EntityID> { records.keys }
  package func name(of id: EntityID?) -> String? { id.flatMap { names[$0] } }

  /// Whether it was newer than what is there.
  @discardableResult
  mutating func put(_ pipeline: Pipeline, seq: Int64) -> Bool {
    guard let old = records[pipeline.id] else {
      records[pipeline.id] = PipelineRecord(pipeline: pipeline, seq: seq)
      place(nil, pipeline)
      return true
    }
    let isNewer =
      pipeline.updatedAt > old.pipeline.updatedAt
      || (pipeline.updatedAt == old.pipeline.updatedAt && seq >= old.seq)
    guard isNewer else { return false }
    records[pipeline.id]?.seq = max(seq, old.seq)
    records[pipeline.id]?.pipeline = pipeline
    if pipeline.currentStage != old.blocked?.blockedAt { records[pipeline.id]?.blocked = nil }
    place(old.pipeline, pipeline)
    return true
  }

  mutating func patch(_ id: EntityID, seq: Int64, _ change: (inout PipelineRecord) -> Void) {
    guard let old = records[id], seq >= old.seq else { return }
    var record = old
    change(&record)
    record.seq = seq
    records[id] = record
    place(old.pipeline, record.pipeline)
  }

  mutating func remove(_ id: EntityID) {
    guard let old = records.removeValue(forKey: id) else { return }
    place(old.pipeline, nil)
  }

  private mutating func place(_ old: Pipeline?, _ new: Pipeline?) {
    if let old, new == nil { names[old.id] = nil }
    if let new { names[new.id] = new.name }
    if let old { columns[old.currentStage]?.remove(CardKey(old)) }
    guard let new, new.status != .archived else { return }
    columns[new.currentStage, default: SortedArray()].insert(CardKey(new))
  }
}

/// Where a card stands in its column.
package struct CardKey: Comparable, Hashable, Sendable {
  let urgency: UInt8
  let name: String
  package let id: EntityID

  init(_ pipeline: Pipeline) {
    urgency = pipeline.priority.urgency
    name = pipeline.name
    id = pipeline.id
  }

  package static func < (left: CardKey, right: CardKey) -> Bool {
    if left.urgency != right.urgency { return left.urgency < right.urgency }
    return left.name != right.name ? left.name < right.name : left.id < right.id
  }
}
