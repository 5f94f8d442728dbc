// What stands in the way: one list over every pipeline, or of one (ruling R53).
import FactoryContracts
import FactoryEngine
import Foundation

extension RouteBuilder {
  mutating func addBlockers() {
    let settings = services.engine.settings
    value(Endpoints.listBlockers) { reader, request in
      var query = QueryReader(request.query, Endpoints.listBlockers.description.query)
      let pipeline = query.id("pipelineId")
      try query.finish()
      let blockers = try Blockers(reader, settings: settings, now: request.now)
      return (try FactoryJSON.encode(try pipeline.map { try blockers.all(of: $0) } ?? blockers.all()), nil)
    }
  }
}
