// In which order the lists of a store in memory come (ruling R49). Pure.
import FactoryContracts
import Foundation

extension ListKey {
  static func id(_ id: EntityID) -> ListKey { .text(id.description) }
  /// The place of a value in its declaration.
  static func place<Value: WireEnum>(_ value: Value) -> ListKey {
    .number(Int64(Value.declared.firstIndex(of: value) ?? Value.declared.count))
  }
}

enum TaskOrders {
  /// The order of the queue (ruling R49).
  static var queue: MemoryOrder<FactoryTask> { MemoryOrder("queue", descending: false, key) }

  private static func key(_ task: FactoryTask) -> [ListKey] {
    [
      .number(Int64(task.priority.rank)), .number(task.deferredAt == nil ? 0 : 1), .time(task.slaDeadline),
      .time(task.createdAt), .id(task.id),
    ]
  }

  static func of(_ sort: SortOrder?) throws -> MemoryOrder<FactoryTask> {
    guard let sort else { return queue }
    let down = sort.descending
    switch sort.field {
    case "createdAt": return MemoryOrder("createdAt", descending: down) { [.time($0.createdAt), .id($0.id)] }
    case "updatedAt": return MemoryOrder("updatedAt", descending: down) { [.time($0.updatedAt), .id($0.id)] }
    case "slaDeadline": return MemoryOrder("slaDeadline", descending: down) { [.time($0.slaDeadline), .id($0.id)] }
    case "title": return MemoryOrder("title", descending: down) { [.text($0.title.lowercased()), .id($0.id)] }
    case "status": return MemoryOrder("status", descending: down) { [.place($0.status)] + key($0) }
    case "type": return MemoryOrder("type", descending: down) { [.place($0.type)] + key($0) }
    // By urgency: critical first when descending.
    case "priority": return MemoryOrder("priority", descending: !down, key)
    default: throw APIError.unknownSort(sort.field, TaskQuery.sortFields)
    }
  }
}

enum PipelineOrders {
  /// Newest first unless asked otherwise.
  static func of(_ sort: SortOrder?) throws -> MemoryOrder<Pipeline> {
    let down = sort?.descending ?? true
    switch sort?.field ?? "createdAt" {
    case "createdAt": return MemoryOrder("createdAt", descending: down) { [.time($0.createdAt), .id($0.id)] }
    case "updatedAt": return MemoryOrder("updatedAt", descending: down) { [.time($0.updatedAt), .id($0.id)] }
    case "slaDeadline": return MemoryOrder("slaDeadline", descending: down) { [.time($0.slaDeadline), .id($0.id)] }
    case "name": return MemoryOrder("name", descending: down) { [.text($0.name.lowercased()), .id($0.id)] }
    case "currentStage": return MemoryOrder("currentStage", descending: down) { [.place($0.currentStage), .id($0.id)] }
    case "priority": return MemoryOrder("priority", descending: !down) { [.place($0.priority), .id($0.id)] }
    case let other: throw APIError.unknownSort(other, PipelineQuery.sortFields)
    }
  }
}

extension APIError {
  static func unknownSort(_ field: String, _ known: [String]) -> APIError {
    .validation(
      "sort", "The list cannot be sorted by \(field).", received: .string(field),
      expected: "one of " + known.joined(separator: ", "))
  }
}
