// Rules that let calls of agents go on without asking.
import FactoryContracts
import FactoryEngine
import Foundation

extension RouteBuilder {
  mutating func addRules() {
    let engine = services.engine
    raw(Endpoints.listRules, body: .none) { request, _ in
      var query = QueryReader(request.query, Endpoints.listRules.description.query)
      let paging = query.page(sortFields: RuleQuery.sortFields)
      var wanted = RuleQuery()
      wanted.liveAt = query.flag("live") == true ? request.now : nil
      wanted.number = query.number("number", 1...Int(Int32.max))
      try query.finish()
      let asked = wanted
      let (page, seq) = try await engine.read { (try $0.rules(asked, paging), try $0.seq()) }
      return Reply(
        status: 200, json: EnvelopeWriter.list(EnvelopeWriter.listed(page, paging, seq: seq), for: request))
    }
    value(Endpoints.getRule) { reader, request in
      let id = try request.id(of: .rule)
      guard let rule = try reader.rule(id) else { throw EntityKind.rule.notFound }
      return (try FactoryJSON.encode(rule), nil)
    }
    change(Endpoints.createRule) { useCases, change in try .json(useCases.createRule(change.body)) }
    change(Endpoints.checkRules) { useCases, change in try .json(useCases.checkRules(change.body)) }
    change(Endpoints.revokeRule, on: .rule) { useCases, change in try .json(useCases.revokeRule(change.id)) }
  }
}
