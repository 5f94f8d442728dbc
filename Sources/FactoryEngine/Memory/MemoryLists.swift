// Lists over a state in memory: what the filters let through, in the list's order, one page of it. Pure.
import FactoryContracts
import Foundation

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

  func users(_ query: UserQuery, _ page: PageRequest) throws -> EncodedPage {
    let wanted = query.search?.lowercased()
    let rows = state.users.enumerated().map { (place: $0.offset, user: $0.element.user) }.filter { row in
      (query.role.map { $0 == row.user.role } ?? true) && (query.status.map { $0 == row.user.status } ?? true)
        && (wanted.map { row.user.email.contains($0) || row.user.name.lowercased().contains($0) } ?? true)
    }
    let down = page.sort?.descending ?? false
    let order: MemoryOrder<(place: Int, user: User)> =
      switch page.sort?.field ?? "createdAt" {
      case "createdAt": MemoryOrder("createdAt", descending: down) { [.number(Int64($0.place))] }
      case "email": MemoryOrder("email", descending: down) { [.text($0.user.email.lowercased())] }
      case let other: throw APIError.unknownSort(other, UserQuery.sortFields)
      }
    return try order.page(rows, page) { try FactoryJSON.canonical($0.user) }
  }

  func apiKeys(_ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, ["createdAt"]) }
    let order = MemoryOrder<APIKey>("keys", descending: page.sort?.descending ?? true) {
      [.time($0.createdAt), .id($0.id)]
    }
    return try order.page(state.keys.map(\.key), page) { try FactoryJSON.canonical($0) }
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
