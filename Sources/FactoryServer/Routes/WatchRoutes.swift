// What is only looked at: agents, audit, dashboard, people, events (contract §1.5, ruling R53).
import FactoryContracts
import FactoryEngine
import Foundation
import NIOCore

extension RouteBuilder {
  mutating func addWatching() {
    value(Endpoints.listAgents) { reader, _ in (try FactoryJSON.encode(try reader.agents()), nil) }
    page(Endpoints.listAudit, sortFields: AuditQuery.sortFields, kept: false) { query, _ in
      let filter = Self.auditFilter(&query)
      return { reader, paging in try reader.audit(filter, paging) }
    }
    value(Endpoints.dashboardSummary) { reader, request in
      (try FactoryJSON.encode(try Reads.dashboard(reader, now: request.now)), nil)
    }
    let owner = services.owner
    value(Endpoints.listUsers) { reader, _ in
      var names = try reader.users().map(\.user).filter { $0.status == .active }
        .map { UserName(id: $0.id, name: $0.name, role: $0.role) }
      if let owner, !names.contains(where: { $0.id == owner.actor.id }) {
        names.append(UserName(id: owner.actor.id, name: owner.actor.name, role: owner.actor.role))
      }
      return (try FactoryJSON.encode(names), nil)
    }
    addEvents()
  }

  private mutating func addEvents() {
    let engine = services.engine
    raw(Endpoints.listEvents, body: .none) { request, _ in
      let caller = try request.caller()
      var query = QueryReader(request.query, Endpoints.listEvents.description.query)
      let after = query.number("after", 0...Int.max) ?? 0
      let limit = query.number("limit", 1...1000) ?? 100
      try query.finish()
      let (events, seq) = try await engine.read { reader in
        try EventHistory.mustReach(Int64(after), reader)
        return (try reader.events(after: Int64(after), limit: limit), try reader.seq())
      }
      let rows = events.compactMap { event in
        ChannelMatcher.everything(for: caller.actor).channel(for: event, user: caller.actor.id).map { channel in
          EventText.json(event, channel: channel)
        }
      }
      return Reply(status: 200, json: EnvelopeWriter.all(rows, for: request, seq: seq))
    }
  }
}
