// Jobs and their logs.
import FactoryContracts
import FactoryEngine
import Foundation
import GRDB

extension SQLiteReading {
  func agent(_ id: EntityID) throws -> Agent? {
    try db.first("SELECT json FROM agent WHERE id = ?", [id]) { try FactoryJSON.decode(Agent.self, from: $0[0]) }
  }

  func job(_ id: EntityID) throws -> Job? {
    try db.first("SELECT json FROM job WHERE id = ?", [id]) { try Self.job($0) }
  }

  func jobs(_ query: JobQuery, _ page: PageRequest) throws -> EncodedPage {
    if let field = page.sort?.field, field != "createdAt" { throw APIError.unknownSort(field, JobQuery.sortFields) }
    var conditions = Conditions()
    conditions.add("pipeline = ?", query.pipelineId)
    if let status = query.status { conditions.add("status = ?", Codes.of(status)) }
    if let kind = query.kind { conditions.add("kind = ?", Codes.of(kind)) }
    let order = ListOrder(50, [("created", .integer), ("id", .blob)], descending: page.sort?.descending ?? true)
    let list = ListQuery(source: "job", conditions: conditions, order: order, page: page)
    return try list.run(db, total: ListQuery.count(db, "job", conditions))
  }

  func openJobs(pipeline: EntityID) throws -> [Job] {
    try db.all("SELECT json FROM job WHERE pipeline = ? AND status < 2 ORDER BY n", [pipeline]) { try Self.job($0) }
  }

  func latestJob(pipeline: EntityID, kind: JobKind) throws -> Job? {
    let sql = "SELECT json FROM job WHERE pipeline = ? AND kind = ? ORDER BY n DESC LIMIT 1"
    return try db.first(sql, [pipeline, Codes.of(kind)]) { try Self.job($0) }
  }

  /// Walks the queue from its front; jobs of pipelines that do not run are passed over.
  func nextJob(kinds: Set<JobKind>) throws -> Job? {
    let wanted = kinds.map { Codes.of($0) }.sorted()
    let marks = wanted.map { _ in "?" }.joined(separator: ", ")
    let working = PipelineStatus.declared.filter(\.handsOutJobs).map { "\(Codes.of($0))" }.joined(separator: ", ")
    let sql = """
      SELECT job.json FROM job CROSS JOIN pipeline ON pipeline.id = job.pipeline
      WHERE job.status = 0 AND pipeline.status IN (\(working)) \(wanted.isEmpty ? "" : "AND job.kind IN (\(marks))")
      ORDER BY job.rank, job.n LIMIT 1
      """
    return try db.first(sql, wanted.map { $0 as Bind }) { try Self.job($0) }
  }

  func lapsedLeases(now: Timestamp, limit: Int) throws -> [EntityID] {
    try db.all("SELECT id FROM job WHERE lease <= ? ORDER BY lease, n LIMIT ?", [now, limit]) { $0[0] }
  }

  func silentAgents(now: Timestamp, limit: Int) throws -> [EntityID] {
    try db.all("SELECT id FROM agent WHERE silent <= ? ORDER BY silent LIMIT ?", [now, limit]) { $0[0] }
  }

  func jobTally(agent: EntityID, since: Timestamp) throws -> JobTally {
    let sql = """
      SELECT ifnull(sum(status = 1), 0), ifnull(sum(status = 2), 0), ifnull(sum(status = 3), 0)
      FROM job WHERE agent = ?1 AND (completed IS NULL OR completed > ?2)
      """
    return try db.first(sql, [agent, since]) { JobTally(running: $0[0], succeeded: $0[1], failed: $0[2]) }
      ?? JobTally()
  }

  func activity(of agent: EntityID, since: Timestamp?, limit: Int) throws -> [Data] {
    try db.all(Self.activitySQL, [agent, since?.milliseconds ?? 0, limit]) { $0[1] }
  }

  /// Two walks from the end of an index each, put together.
  static var activitySQL: String {
    let walks = ["actor", "entity"].map { column in
      "SELECT * FROM (SELECT n, json FROM audit WHERE \(column) = ?1 AND created >= ?2 ORDER BY n DESC LIMIT ?3)"
    }
    return walks.joined(separator: " UNION ") + " ORDER BY n DESC LIMIT ?3"
  }

  func jobLog(_ query: JobLogQuery) throws -> [JobLogLine] {
    let (column, id) = query.jobId.map { ("job", $0) } ?? ("pipeline", query.pipelineId)
    let sql = "SELECT n, text, bytes, pipeline FROM job_log WHERE \(column) = ? AND n > ? ORDER BY n"
    let rows = try Row.fetchCursor(
      db.cachedStatement(sql: sql), arguments: StatementArguments([id, query.after] as [Bind]))
    var lines: [JobLogLine] = []
    var left = query.bytes
    while left > 0, let row = try rows.next() {
      guard row[3] == query.pipelineId else { continue }
      left -= row[2] as Int
      lines.append(JobLogLine(number: row[0], text: row[1]))
    }
    return lines
  }

  private static func job(_ row: Row) throws -> Job { try FactoryJSON.decode(Job.self, from: row[0]) }
}

extension SQLiteTransaction {
  func insert(_ job: Job) throws {
    try change(
      """
      INSERT INTO job (pipeline, kind, status, rank, agent, lease, created, completed, json, id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, try columns(job))
  }

  func update(_ job: Job) throws {
    try change(
      """
      UPDATE job SET pipeline = ?, kind = ?, status = ?, rank = ?, agent = ?, lease = ?, created = ?, completed = ?,
      json = ? WHERE id = ?
      """, try columns(job))
    guard db.changesCount == 1 else { throw APIError.missing("job", job.id) }
  }

  private func columns(_ job: Job) throws -> [Bind] {
    [
      job.pipelineId, Codes.of(job.kind), Codes.of(job.status), Codes.of(job.priority ?? .unknown), job.agentId,
      job.leaseExpiresAt, job.createdAt, job.completedAt, try FactoryJSON.canonical(job), job.id,
    ]
  }

  func appendLog(_ text: String, to job: Job, at: Timestamp, keeping: Int) throws {
    let bytes = text.utf8.count
    try change(
      "INSERT INTO job_log (job, pipeline, at, bytes, text) VALUES (?, ?, ?, ?, ?)",
      [job.id, job.pipelineId, at, bytes, text])
    let last = db.lastInsertedRowID
    try change("UPDATE job SET logged = logged + ? WHERE id = ?", [bytes, job.id])
    var kept = Int(try db.integer("SELECT logged FROM job WHERE id = ?", [job.id]) ?? 0)
    while kept > keeping, let oldest = try oldestLine(of: job, before: last) {
      try change("DELETE FROM job_log WHERE n = ?", [oldest.number])
      try change("UPDATE job SET logged = logged - ? WHERE id = ?", [oldest.bytes, job.id])
      kept -= oldest.bytes
    }
  }

  private func oldestLine(of job: Job, before last: Int64) throws -> (number: Int64, bytes: Int)? {
    try db.first("SELECT n, bytes FROM job_log WHERE job = ? AND n < ? ORDER BY n LIMIT 1", [job.id, last]) {
      (number: $0[0], bytes: $0[1])
    }
  }

  func trimJobLogs(before: Timestamp) throws { try change("DELETE FROM job_log WHERE at < ?", [before]) }
}
