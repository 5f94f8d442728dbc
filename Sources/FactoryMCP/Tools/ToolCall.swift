// What a running tool has at hand: the factory, the time, and a way to say how far it is. Worker threads.
import FactoryContracts

package struct ToolCall: Sendable {
  let office: Office
  /// Tells the client how far the call is; nil where it did not ask.
  let progress: (@Sendable (Double, String) -> Void)?
  /// Whether nobody waits for the answer any more.
  let signal: CallSignal
  /// Asks the person at the client and waits; nil: no answer came. Absent where the client cannot ask.
  var askPerson: (@Sendable (JSONValue) -> JSONValue?)?
  /// What the client calls itself.
  var client: String?
  /// What the caller says of the agent it asks for.
  var claim = AgentClaim()
  /// The tool that runs; every change it makes carries its name.
  var tool: String?

  var now: Timestamp { office.now() }

  /// Asks the factory; a refusal becomes words for the model.
  func ask<Body, Reply>(
    _ endpoint: Endpoint<Body, Reply>, _ body: Body, path: [EntityID] = [], query: [(String, String)] = [],
    ifMatch: Int? = nil
  ) throws(ToolFailure) -> (data: Reply, meta: ResponseMeta?) {
    let key = endpoint.description.idempotent ? office.freshId() : nil
    return try office.tell { api throws(APIFailure) in
      try api.request(
        endpoint, body, path: path.map(\.description), query: query, ifMatch: ifMatch, key: key,
        tool: tool)
    }
  }

  func read<Reply>(
    _ endpoint: Endpoint<Empty, Reply>, _ id: EntityID? = nil, query: [(String, String)] = []
  ) throws(ToolFailure) -> Reply {
    try ask(endpoint, Empty(), path: id.map { [$0] } ?? [], query: query).data
  }

  /// The same, where the caller may lack the scope or the thing may be gone.
  func readIfAllowed<Reply>(
    _ endpoint: Endpoint<Empty, Reply>, _ id: EntityID? = nil, query: [(String, String)] = []
  ) throws(ToolFailure) -> Reply? {
    try office.tell { api throws(APIFailure) -> Reply? in
      do throws(APIFailure) {
        return try api.request(endpoint, path: id.map { [$0.description] } ?? [], query: query).data
      } catch {
        guard case .refused(let refusal) = error, refusal.code == .forbidden || refusal.code == .notFound else {
          throw error
        }
        return nil
      }
    }
  }
}
