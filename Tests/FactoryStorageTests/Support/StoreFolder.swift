// A folder of its own for each test's store, removed when the test lets go of it.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport

final class StoreFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/storage-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/factory.db" }

  func open(queueBound: Int = 4096) throws -> SQLiteStore {
    try SQLiteStore(.file(database), queueBound: queueBound)
  }

  /// Runs a test on a fresh store and closes it.
  static func withStore<Value>(
    queueBound: Int = 4096, _ body: (SQLiteStore) async throws -> Value
  ) async throws -> Value {
    let folder = try StoreFolder()
    let store = try folder.open(queueBound: queueBound)
    do {
      let value = try await body(store)
      await store.close()
      return value
    } catch {
      await store.close()
      throw error
    }
  }
}

/// An error of a rule, for transactions that are meant to fail.
struct RuleRefusal: Error, Equatable {}

/// Numbers that look random and are the same in every run.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state
    mixed = (mixed ^ mixed >> 33) &* 0xff51_afd7_ed55_8ccd
    return mixed ^ mixed >> 33
  }
}

/// Tasks of every kind.
enum Crowd {
  static let pipelines = (1...4).map { Sample.id(1000 + $0) }
  static let people = (1...3).map { Sample.id(9100 + $0) }

  static func task(_ number: Int, _ dice: inout Dice) -> FactoryTask {
    var task = Sample.task(
      number, title: "\(["Ship", "review", "Fix", "ärger"][Int.random(in: 0..<4, using: &dice)]) \(number % 97)",
      type: pick(TaskType.declared, &dice), priority: pick(Priority.declared, &dice),
      pipelineId: Bool.random(using: &dice) ? pick(pipelines, &dice) : nil,
      createdAt: Sample.start.adding(seconds: Double(Int.random(in: 0..<500, using: &dice))),
      slaMinutes: Int.random(in: 0..<4, using: &dice) == 0 ? nil : Double(Int.random(in: 1..<90, using: &dice)))
    change(&task, &dice)
    return task
  }

  /// Any change that a rule might make.
  static func change(_ task: inout FactoryTask, _ dice: inout Dice) {
    task.status = pick(TaskStatus.declared, &dice)
    task.priority = pick(Priority.declared, &dice)
    task.assigneeId = Bool.random(using: &dice) ? pick(people, &dice) : nil
    task.slaBreached = Int.random(in: 0..<4, using: &dice) == 0
    task.blocksStageAdvance = Bool.random(using: &dice)
    task.deferredAt = Int.random(in: 0..<5, using: &dice) == 0 ? Sample.start : nil
    task.updatedAt = Sample.start.adding(seconds: Double(Int.random(in: 500..<2000, using: &dice)))
  }

  static func pick<Element>(_ values: [Element], _ dice: inout Dice) -> Element {
    values[Int.random(in: 0..<values.count, using: &dice)]
  }

  static func fill(_ store: SQLiteStore, count: Int, seed: UInt64) async throws -> [FactoryTask] {
    var dice = Dice(seed: seed)
    let tasks = (1...count).map { task($0, &dice) }
    try await store.write { transaction in
      for task in tasks { try transaction.insert(task) }
    }
    return tasks
  }
}
