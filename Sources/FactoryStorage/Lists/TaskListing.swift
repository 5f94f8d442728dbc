// How a list of tasks is read. The counters say how many rows each filter leaves, and with that the cheapest way is chosen:
// walk an index that has the order, skipping what the other filters refuse, or gather the few rows that one filter leaves and
// sort them. At worst that is about the square root of (all tasks × page) rows, however many tasks there are.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

struct TaskListing {
  let query: TaskQuery
  let page: PageRequest

  /// A filter whose index has its rows in the order of the queue.
  private struct Base {
    var index: String
    var count: Int
    var range: (Data, Data)?
  }

  func run(_ reader: some SQLiteReading) throws -> EncodedPage {
    let order = try Self.order(page.sort)
    if let cursor = page.cursor { _ = try order.values(of: cursor) }
    let hits = try hits(reader)
    let total = try total(reader, hits)
    guard total > 0 else { return EncodedPage(rows: [], total: 0) }
    return try listQuery(reader, order, total, hits).run(reader.db, total: total)
  }

  /// The chosen statement; tests explain it.
  func listQuery(
    _ reader: some SQLiteReading, _ order: ListOrder, _ total: Int, _ hits: SearchHits? = nil
  ) throws -> ListQuery {
    if let hits, hits.areFew {
      return ListQuery(source: SearchHits.source, conditions: conditions(hits: hits), order: order, page: page)
    }
    let base = try base(reader)
    var conditions = conditions(rankByRange: base.range != nil)
    if let range = base.range { conditions.add("ord >= ? AND ord < ?", range.0, range.1) }
    let source = try source(base, order, total, everything: reader.allTaskCounts().total())
    return ListQuery(source: source, conditions: conditions, order: order, page: page)
  }

  private func source(_ base: Base, _ order: ListOrder, _ total: Int, everything: Int) -> String {
    guard let own = Self.index(order) else { return "task INDEXED BY \(base.index)" }
    let rows = page.limit + (page.cursor == nil ? (page.page - 1) * page.limit : 0)
    let walked = rows * (everything / max(1, total))
    return walked <= base.count ? "task INDEXED BY \(own)" : "task INDEXED BY \(base.index)"
  }

  // MARK: - Orders

  private static let everything = "task_ord"

  static func order(_ sort: FactoryEngine.SortOrder?) throws -> ListOrder {
    guard let sort else { return ListOrder(0, [("ord", .blob)], descending: false) }
    let down = sort.descending
    switch sort.field {
    case "createdAt": return ListOrder(1, [("created", .integer), ("id", .blob)], descending: down)
    case "updatedAt": return ListOrder(2, [("updated", .integer), ("id", .blob)], descending: down)
    case "slaDeadline": return ListOrder(3, [("sla", .integer), ("id", .blob)], descending: down)
    case "title": return ListOrder(4, [("title", .text), ("id", .blob)], descending: down)
    case "status": return ListOrder(5, [("status", .integer), ("ord", .blob)], descending: down)
    case "type": return ListOrder(6, [("type", .integer), ("ord", .blob)], descending: down)
    // By urgency: critical first when descending (ruling R49), and that is the queue.
    case "priority": return ListOrder(7, [("ord", .blob)], descending: !down)
    default: throw APIError.unknownSort(sort.field, TaskQuery.sortFields)
    }
  }

  /// The index that has this order over all tasks; nil for the queue's, which every filter's index has.
  private static func index(_ order: ListOrder) -> String? {
    switch order.tag {
    case 1: "task_created"
    case 2: "task_updated"
    case 3: "task_sla"
    case 4: "task_title"
    case 5: "task_status"
    case 6: "task_type"
    default: nil
    }
  }

  // MARK: - Filters

  private func conditions(rankByRange: Bool = false, hits: SearchHits? = nil) -> Conditions {
    var all = Conditions()
    if let hits { all.add(SearchHits.condition, hits.list) }
    if let status = query.status { all.add("status = ?", Codes.of(status)) }
    if let open = query.open { all.add(open ? "open = 1" : "open = 0") }
    if let priority = query.priority, !rankByRange { all.add("rank = ?", Codes.of(priority)) }
    if let type = query.type { all.add("type = ?", Codes.of(type)) }
    if let pipeline = query.pipelineId { all.add("pipeline = ?", pipeline) }
    if let assignee = query.assigneeId { all.add("assignee = ?", assignee) }
    if let breached = query.slaBreached { all.add(breached ? "breached = 1" : "breached = 0") }
    if let search, hits == nil {
      all.add("instr((SELECT text FROM task_search AS words WHERE words.n = task.n), ?) > 0", search)
    }
    return all
  }

  private var search: String? { query.search.flatMap { $0.isEmpty ? nil : $0.lowercased() } }

  /// The filter that leaves the fewest rows.
  private func base(_ reader: some SQLiteReading) throws -> Base {
    let counts = try reader.allTaskCounts()
    var bases = [Base(index: Self.everything, count: counts.total())]
    if let status = query.status.map(Codes.of) {
      bases.append(Base(index: "task_status", count: counts.total { $0.status == status }))
    }
    if query.open == true { bases.append(Base(index: "task_open", count: counts.total(where: \.isOpen))) }
    if let type = query.type.map(Codes.of) {
      bases.append(Base(index: "task_type", count: counts.total { $0.type == type }))
    }
    if query.slaBreached == true {
      bases.append(Base(index: "task_breached", count: counts.total(where: \.isBreached)))
    }
    if let rank = query.priority.map(Codes.of) {
      let count = counts.total { $0.rank == rank }
      bases.append(Base(index: Self.everything, count: count, range: QueueKey.range(rank: rank)))
    }
    if let id = query.pipelineId {
      bases.append(Base(index: "task_pipeline", count: try reader.taskCounts(.pipeline(id)).total()))
    }
    if let id = query.assigneeId {
      bases.append(Base(index: "task_assignee", count: try reader.taskCounts(.assignee(id)).total()))
    }
    return bases.min { $0.count < $1.count } ?? bases[0]
  }

  // MARK: - Totals

  /// From the counters, unless the filters ask for what they do not tell apart.
  private func total(_ reader: some SQLiteReading, _ hits: SearchHits?) throws -> Int {
    switch (query.pipelineId, query.assigneeId, search) {
    case (nil, nil, nil): try reader.allTaskCounts().total(where: matches)
    case (let pipeline?, nil, nil): try reader.taskCounts(.pipeline(pipeline)).total(where: matches)
    case (nil, let assignee?, nil): try reader.taskCounts(.assignee(assignee)).total(where: matches)
    default: try exactTotal(reader, hits)
    }
  }

  private func exactTotal(_ reader: some SQLiteReading, _ hits: SearchHits?) throws -> Int {
    if let hits, conditions().count == 1 { return hits.rows.count }
    if let hits, hits.areFew { return try ListQuery.count(reader.db, SearchHits.source, conditions(hits: hits)) }
    return try ListQuery.count(reader.db, "task INDEXED BY \(base(reader).index)", conditions())
  }

  /// Where other filters leave few rows, each of those is looked at instead.
  private func hits(_ reader: some SQLiteReading) throws -> SearchHits? {
    guard let search, try base(reader).count > SearchHits.few else { return nil }
    return try SearchHits(reader.db, search)
  }

  private func matches(_ cell: TaskCell) -> Bool {
    (query.status.map { Codes.of($0) == cell.status } ?? true) && (query.open.map { $0 == cell.isOpen } ?? true)
      && (query.priority.map { Codes.of($0) == cell.rank } ?? true)
      && (query.type.map { Codes.of($0) == cell.type } ?? true)
      && (query.slaBreached.map { $0 == cell.isBreached } ?? true)
  }
}

/// The tasks whose text holds the words: one pass over a narrow table that holds nothing but the texts.
struct SearchHits {
  static let few = 4000
  static let source = "task NOT INDEXED"
  static let condition = "n IN (SELECT value FROM json_each(?))"

  let rows: [Int64]

  init(_ db: Database, _ words: String) throws {
    rows = try db.all("SELECT n FROM task_search WHERE instr(text, ?) > 0", [words]) { $0[0] }
  }

  /// Whether it is cheaper to look these rows up than to walk all in order.
  var areFew: Bool { rows.count <= Self.few }
  var list: String { "[" + rows.map(\.description).joined(separator: ",") + "]" }
}

extension APIError {
  /// For a list that cannot be sorted by this.
  static func unknownSort(_ field: String, _ known: [String]) -> APIError {
    let message = "sort: one of \(known.joined(separator: ", ")) was expected, found \(field)."
    return APIError(code: .validationError, message: message, field: "sort")
  }
}
