// Lines of the snapshot and results of an import (rulings R55, R56).

package struct SnapshotHead: Codable, Hashable, Sendable {
  package var seq: Int64

  package init(seq: Int64) {
    self.seq = seq
  }
}

/// The first member says what an import or snapshot line holds: `task`, `pipeline` or `agent`.
package struct SnapshotLine: Codable, Hashable, Sendable {
  package var pipeline: Pipeline?
  package var task: FactoryTask?
  package var agent: Agent?

  package init(pipeline: Pipeline? = nil, task: FactoryTask? = nil, agent: Agent? = nil) {
    self.pipeline = pipeline
    self.task = task
    self.agent = agent
  }
}

/// One answer line for one line of an import (ruling R55).
package struct ImportResult: Codable, Hashable, Sendable {
  package var line: Int
  package var ok: Bool
  package var id: EntityID?
  package var error: APIError?

  package init(line: Int, ok: Bool, id: EntityID? = nil, error: APIError? = nil) {
    self.line = line
    self.ok = ok
    self.id = id
    self.error = error
  }
}
