// Lists over a state in memory: filters, orders, pages and cursors (ruling R49). Pure.
import FactoryContracts
import FactoryCrypto
import Foundation

/// One part of a row's place in a list.
enum ListKey: Sendable, Hashable, Comparable, Codable {
  case number(Int64)
  case text(String)

  static func < (left: ListKey, right: ListKey) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left < right
    case (.text(let left), .text(let right)): Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
    case (.number, .text): true
    case (.text, .number): false
    }
  }

  static func time(_ moment: Timestamp?) -> ListKey { .number(moment?.milliseconds ?? .max) }
}

/// How a list is ordered: by keys, all in one direction; the last key is unique.
struct MemoryOrder<Row> {
  let name: String
  let isDescending: Bool
  let keys: (Row) -> [ListKey]

  init(_ name: String, descending: Bool, _ keys: @escaping (Row) -> [ListKey]) {
    self.name = name
    isDescending = descending
    self.keys = keys
  }

  func page(_ rows: [Row], _ page: PageRequest, _ encode: (Row) throws -> Data) throws -> EncodedPage {
    let sorted = rows.map { (keys: keys($0), row: $0) }.sorted { precedes($0.keys, $1.keys) }
    var rest = sorted[...]
    if let cursor = page.cursor {
      let last = try decode(cursor)
      rest = rest.drop { !precedes(last, $0.keys) }
    } else {
      rest = rest.dropFirst(max(0, page.page - 1) * page.limit)
    }
    let shown = rest.prefix(page.limit)
    let next = rest.count > shown.count ? try shown.last.map { try self.cursor($0.keys) } : nil
    return EncodedPage(rows: try shown.map { try encode($0.row) }, total: rows.count, nextCursor: next)
  }

  private func precedes(_ left: [ListKey], _ right: [ListKey]) -> Bool {
    isDescending ? right.lexicographicallyPrecedes(left) : left.lexicographicallyPrecedes(right)
  }

  private struct Cursor: Codable {
    var order: String
    var keys: [ListKey]
  }

  private var tag: String { name + (isDescending ? "-" : "+") }

  private func cursor(_ keys: [ListKey]) throws -> String {
    Base64URL.encode(try FactoryJSON.canonical(Cursor(order: tag, keys: keys)))
  }

  private func decode(_ text: String) throws -> [ListKey] {
    guard let bytes = Base64URL.decode(text), let cursor = try? FactoryJSON.decode(Cursor.self, from: Data(bytes)),
      cursor.order == tag
    else {
      throw APIError.validation(
        "cursor", "cursor is no nextCursor of this list in this order.", received: .string(String(text.prefix(80))),
        expected: "the nextCursor of an earlier page")
    }
    return cursor.keys
  }
}

extension MemoryReading {
  func tasks(_ query: TaskQuery, _ page: PageRequest) throws -> EncodedPage {
    let rows = state.tasks.values.filter { query.matches($0) }
    return try TaskOrders.of(page.sort).page(rows, page) { try FactoryJSON.canonical($0) }
  }

  func pipelines(_ query: PipelineQuery, _ page: PageRequest) throws -> EncodedPage {
    let rows = state.pipelines.values.filter { query.matches($0) }
    return try PipelineOrders.of(page.sort).page(rows, page) { try FactoryJSON.canonical($0) }
  }

  func approvals(_ query: ApprovalQuery, _ page: PageRequest) throws -> EncodedPage {
    let rows = state.approvals.filter { approval in
      (query.status.map { $0 == approval.status } ?? true)
        && (query.pipelineId.map { $0 == approval.pipelineId } ?? true)
        && (query.assigneeId.map { $0 == state.tasks[approval.taskId]?.assigneeId } ?? true)
    }
    let down = page.sort?.descending ?? true
    let order: MemoryOrder<Approval> =
      switch page.sort?.field ?? "createdAt" {
      case "createdAt": MemoryOrder("createdAt", descending: down) { [.time($0.createdAt), .id($0.id)] }
      case "status": MemoryOrder("status", descending: down) { [.place($0.status), .id($0.id)] }
      case let other: throw APIError.unknownSort(other, ApprovalQuery.sortFields)
      }
    return try order.page(rows, page) { try FactoryJSON.canonical($0) }
  }

  func audit(_ query: AuditQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" {
      throw APIError.unknownSort(field, AuditQuery.sortFields)
    }
    let rows = state.audit.enumerated().filter { query.matches($0.element) }.map { (place: $0.offset, row: $0.element) }
    let order = MemoryOrder<(place: Int, row: MemoryState.AuditRow)>(
      "audit", descending: page.sort?.descending ?? true
    ) { [.number(Int64($0.place))] }
    return try order.page(rows, page) { try FactoryJSON.canonical($0.row.entry) }
  }

  /// What is open in the order of the queue, what it belongs to, then what is done, newest first.
  func snapshot(_ request: SnapshotRequest, line: (Data) throws -> Bool) throws {
    var lines: [SnapshotLine] = []
    if request.tasks { lines += TaskOrders.queue.sorted(inOrder(\.isOpen)).map { SnapshotLine(task: $0) } }
    if request.pipelines {
      let rows = state.pipelines.values.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
      lines += rows.map { SnapshotLine(pipeline: $0) }
    }
    if request.agents { lines += state.agents.map { SnapshotLine(agent: $0) } }
    if request.tasks, !request.openOnly {
      let done = inOrder { !$0.isOpen }.sorted { ($0.updatedAt, $0.id) > ($1.updatedAt, $1.id) }
      lines += done.map { SnapshotLine(task: $0) }
    }
    for row in lines { guard try line(FactoryJSON.canonical(row)) else { return } }
  }
}

extension MemoryOrder {
  func sorted(_ rows: [Row]) -> [Row] {
    rows.map { (keys: keys($0), row: $0) }.sorted { precedes($0.keys, $1.keys) }.map(\.row)
  }
}

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
  fileprivate static func unknownSort(_ field: String, _ known: [String]) -> APIError {
    .validation(
      "sort", "The list cannot be sorted by \(field).", received: .string(field),
      expected: "one of " + known.joined(separator: ", "))
  }
}
