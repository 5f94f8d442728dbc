// What ran at a target and what runs there now, read from the health checks that followed deploys: a deploy that never answered
// never ran. Pure but for the one read.
import FactoryContracts

struct DeployHistory: Sendable, Hashable {
  /// What ran, each above what it replaced; the last one runs now. Going back takes off what was above.
  private(set) var versions: [String] = []
  /// Everything that ever ran there, also what was taken back.
  private(set) var ran: [String] = []

  var current: String? { versions.last }
  /// What a rollback without a wish goes back to.
  var before: String? { versions.dropLast().last }

  mutating func note(_ version: String, isRollback: Bool) {
    ran.removeAll { $0 == version }
    ran.append(version)
    if isRollback, let place = versions.lastIndex(of: version) {
      versions.removeSubrange((place + 1)...)
    } else if versions.last != version {
      versions.append(version)
    }
  }

  /// Of the newest hundred health checks: what lies further back is not gone back to.
  static func read(_ reader: any FactoryReader, _ pipeline: EntityID, _ target: DeployTarget) throws -> DeployHistory {
    var query = JobQuery(pipelineId: pipeline)
    query.kind = .health
    query.status = .succeeded
    let page = try reader.jobs(query, PageRequest(limit: 100))
    var history = DeployHistory()
    for row in page.rows.reversed() {
      let job = try FactoryJSON.decode(Job.self, from: row)
      guard job.payload[JobPayload.deployJob]?.string != nil,
        job.payload[JobPayload.target]?.string == target.rawValue,
        let version = job.result?[JobPayload.version]?.string ?? job.payload[JobPayload.version]?.string
      else { continue }
      history.note(version, isRollback: job.isRollback)
    }
    return history
  }
}
