// What the behaviour suite writes and reads in its tests.
import FactoryContracts
import FactoryEngine
import Foundation
import TestSupport
import Testing

extension StoreSuite {
  static func fill(_ tx: any FactoryTransaction) throws {
    try tx.insert(Sample.pipeline(1))
    for number in 1...2 { try ask(tx, number) }
    try tx.set("x", to: 1)
  }

  @discardableResult
  static func ask(_ tx: any FactoryTransaction, _ number: Int) throws -> EntityID {
    let task = Sample.task(number)
    try tx.insert(task)
    try tx.append(Sample.auditEntry(number), pipelineId: nil)
    try tx.append(EventDraft(.taskCreated(TaskPayload(task: task)), at: Sample.start, taskId: task.id))
    return task.id
  }

  static func tell(_ tx: any FactoryTransaction, _ number: Int, minutes: Double) throws {
    let event = FactoryEvent.taskUpdated(TaskPayload(task: Sample.task(number)))
    try tx.append(EventDraft(event, at: Sample.start.adding(minutes: minutes)))
  }

  static func ids(_ page: EncodedPage) throws -> [EntityID] {
    try page.rows.map { try FactoryJSON.decode(FactoryTask.self, from: $0).id }
  }

  static func ids(_ store: any FactoryStore, _ page: PageRequest) async throws -> [EntityID] {
    try ids(try await store.read { try $0.tasks(TaskQuery(), page) })
  }

  static func walk(_ store: any FactoryStore, _ sort: FactoryEngine.SortOrder?) async throws -> [EntityID] {
    try await store.read { reader in
      let rows: [FactoryTask] = try StoreImage.all {
        var page = $0
        page.limit = 2
        page.sort = sort
        return try reader.tasks(TaskQuery(), page)
      }
      return rows.map(\.id)
    }
  }
}
