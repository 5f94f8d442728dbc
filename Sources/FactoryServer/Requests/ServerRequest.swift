// One request with everything a handler may ask for. A value: made by the responder, read by steps and handlers.
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import NIOCore

struct ServerRequest: Sendable {
  /// The caller's X-Request-Id if it was a UUID, else a new one (ruling R4).
  let id: String
  let now: Timestamp
  let method: String
  /// Without the query.
  let path: String
  /// Behind the question mark, still encoded.
  let query: String
  let headers: HTTPFields
  let peer: Peer
  var principal: Principal?
  /// Values of the `:name` parts of the path, in their order.
  var parameters: [Substring] = []
  var body = ByteBuffer()
  /// The descriptor's name; empty where the path is none.
  var endpoint = ""
  var rateLimit: RateLimitMeta?
  /// How fast the body must come; only where the route takes it as it arrives.
  var pace: BodyPace?

  /// The caller; only behind the authentication step.
  func caller() throws -> Principal {
    guard let principal else { throw Refusal.unauthorized("A credential is needed.") }
    return principal
  }

  /// The entity that the path names; what is no UUID names nothing (ruling R6).
  func id(_ index: Int = 0, of kind: EntityKind) throws -> EntityID {
    guard index < parameters.count, let id = EntityID(parameters[index]) else { throw kind.notFound }
    return id
  }

  /// The version that the caller saw (ruling R32): `"3"`, `3` or `W/"3"`; nil without the header or for `*`.
  func ifMatch() throws -> Int? {
    guard let text = headers[.ifMatch]?.trimmingCharacters(in: .whitespaces), text != "*" else { return nil }
    var digits = text[...]
    if digits.hasPrefix("W/") { digits = digits.dropFirst(2) }
    if digits.count >= 2, digits.first == "\"", digits.last == "\"" { digits = digits.dropFirst().dropLast() }
    guard let version = Int(digits), version >= 0 else {
      throw APIError(
        code: .badRequest, message: "The header If-Match must be a version such as \"3\".", field: "If-Match")
    }
    return version
  }

  /// The tool of an MCP session that makes this call (contract §5.2, ruling R19).
  func tool() throws -> String? {
    guard let name = headers[.tool] else { return nil }
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ (97...122).contains($0) || $0 == 95 }) else {
      throw APIError(
        code: .badRequest, message: "The header X-Factory-Tool must be a tool's name, such as factory_deploy.",
        field: "X-Factory-Tool")
    }
    return name
  }

  /// The Idempotency-Key (ruling R8).
  func idempotencyKey() throws -> EntityID? {
    guard let text = headers[.idempotencyKey] else { return nil }
    guard let key = EntityID(text) else {
      throw APIError(
        code: .badRequest, message: "The header Idempotency-Key must be a UUID.", field: "Idempotency-Key")
    }
    return key
  }
}

/// What a path parameter names.
enum EntityKind: String, Sendable, CaseIterable {
  case pipeline, task, approval, job, agent, user, key, notification, asset, rule

  /// As descriptors write it in paths.
  var parameter: String { ":\(rawValue)Id" }

  var notFound: APIError {
    APIError(code: .notFound, message: "There is no \(self == .key ? "API key" : rawValue) with this id.")
  }

  /// Throws as a use case would when the entity is missing or gone: asked before a body's faults are told (ruling R6).
  func mustExist(_ id: EntityID, _ reader: any FactoryReader) throws {
    let exists =
      switch self {
      case .pipeline: try reader.pipeline(id) != nil
      case .task: try reader.task(id) != nil
      case .approval: try reader.approval(id) != nil
      case .job: try reader.job(id) != nil
      case .asset: try reader.asset(id) != nil
      case .agent: try reader.agent(id) != nil
      case .user: try reader.user(id) != nil
      case .key: try reader.apiKey(id) != nil
      case .rule: try reader.rule(id) != nil
      case .notification: try reader.notification(id) != nil
      }
    if exists { return }
    if self == .pipeline, try reader.pipelineIsDeleted(id) {
      throw APIError(code: .gone, message: "This pipeline was deleted.")
    }
    throw notFound
  }
}

extension HTTPField.Name {
  static let requestId = fixed("X-Request-Id")
  static let apiVersion = fixed("X-API-Version")
  static let idempotencyKey = fixed("Idempotency-Key")
  static let idempotentReplayed = fixed("Idempotent-Replayed")
  static let apiKey = fixed("X-API-Key")
  static let tool = fixed("X-Factory-Tool")

  private static func fixed(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("a fixed header name") }
    return name
  }
}
