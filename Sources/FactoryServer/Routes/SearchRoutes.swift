// Searching everything that one may see (rulings R51, R53).
import FactoryContracts
import FactoryEngine
import Foundation

extension RouteBuilder {
  mutating func addSearch() {
    let engine = services.engine
    raw(Endpoints.search, body: .none) { request, _ in
      let caller = try request.caller()
      var query = QueryReader(request.query, Endpoints.search.description.query)
      let limit = query.number("limit", 1...100) ?? 10
      let named = query.text("types").map { Set($0.split(separator: ",").compactMap { SearchType.named($0) }) }
      for type in SearchType.declared where named?.contains(type) == true {
        try Permission.require(type.scope, caller)
      }
      try query.finish()
      let types = named ?? Set(SearchType.declared.filter { caller.actor.scopes.contains($0.scope) })
      let results = try await engine.search(SearchQuery(query.text("query") ?? "", types: types, limit: limit))
      return Reply(
        status: 200, json: EnvelopeWriter.one(try FactoryJSON.encode(SearchReply(results: results)), for: request))
    }
  }
}
