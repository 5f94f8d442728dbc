// Which handler answers which endpoint. Handlers are registered by descriptor: method, path, access and status are written
// once, in FactoryContracts. Built once at start, then only read.
import FactoryContracts
import Foundation
import HummingbirdCore

/// How a route takes its body.
enum BodyRule: Sendable, Hashable {
  /// Ignored but for its size.
  case none
  /// JSON up to so many bytes.
  case json(Int)
  /// Handed over as it arrives.
  case stream
}

struct Route: Sendable {
  typealias Handler = @Sendable (ServerRequest, RequestBody) async throws -> Reply
  let endpoint: EndpointDescription
  let body: BodyRule
  let handler: Handler
}

struct RouteTable: Sendable {
  private(set) var routes: [Route] = []
  private var root = Node()

  private struct Node: Sendable {
    var literals: [Substring: Node] = [:]
    var parameter: [Node] = []
    var routes: [String: Route] = [:]
  }

  enum Match: Sendable {
    case found(Route, parameters: [Substring])
    /// The path exists with these methods.
    case otherMethods([String])
    case nothing
  }

  mutating func add(_ endpoint: EndpointDescription, body: BodyRule, _ handler: @escaping Route.Handler) {
    let route = Route(endpoint: endpoint, body: body, handler: handler)
    routes.append(route)
    Self.insert(route, endpoint.path.split(separator: "/", omittingEmptySubsequences: false)[...], &root)
  }

  private static func insert(_ route: Route, _ path: ArraySlice<Substring>, _ node: inout Node) {
    guard let part = path.first else {
      node.routes[route.endpoint.method.rawValue] = route
      return
    }
    if part.hasPrefix(":") {
      if node.parameter.isEmpty { node.parameter.append(Node()) }
      insert(route, path.dropFirst(), &node.parameter[0])
    } else {
      insert(route, path.dropFirst(), &node.literals[part, default: Node()])
    }
  }

  /// Literal parts go before parameters.
  func match(_ method: String, _ path: String) -> Match {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let (node, parameters) = Self.find(parts[...], root, []), !node.routes.isEmpty else { return .nothing }
    if let route = node.routes[method] { return .found(route, parameters: parameters) }
    return .otherMethods(node.routes.keys.sorted())
  }

  private static func find(
    _ path: ArraySlice<Substring>, _ node: Node, _ parameters: [Substring]
  ) -> (Node, [Substring])? {
    guard let part = path.first else { return (node, parameters) }
    if let next = node.literals[part], let found = find(path.dropFirst(), next, parameters) { return found }
    if let next = node.parameter.first, !part.isEmpty { return find(path.dropFirst(), next, parameters + [part]) }
    return nil
  }
}
