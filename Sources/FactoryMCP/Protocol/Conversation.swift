// One client's side of the protocol: which era it speaks, what it may ask now, which requests are under way. A value: messages in,
// steps out; it does no work itself. Whoever holds it runs the steps and reports `finished`.
import FactoryContracts

/// What is to be done about a message.
package enum Step: Sendable {
  /// Nothing to do or say.
  case none
  case answer(RPCID, RPCResult)
  case fault(RPCID?, RPCFault)
  /// Needs the factory; answered later, unless it is cancelled.
  case work(RPCID, Work)
  case cancel(RPCID)
  /// What a question of ours was answered with; nil: it could not be asked.
  case heard(RPCID, JSONValue?)
  /// The client wants to hear about a resource, or no more.
  case subscribe(RPCID, uri: String)
  case unsubscribe(RPCID, uri: String)
  /// A stream of changes (stateless revisions); it has no result until it ends.
  case listen(RPCID, ListenFilter)
}

/// What needs the factory.
package struct Work: Sendable {
  package enum Kind: Sendable {
    case tool(Tool, [String: JSONValue])
    case resources(cursor: String?)
    case read(uri: String)
    case prompt(Prompt, [String: JSONValue])
    case completion(CompletionRequest)
  }

  package var kind: Kind
  package var method: Method
  package var progressToken: JSONValue?
  /// How the person at the client is asked.
  package var person = PersonWay.nobody
  /// What the client calls itself.
  package var client: String?
}

/// How a question to the person at the client goes; only where the client has declared that it can ask (elicitation).
package enum PersonWay: Hashable, Sendable {
  case nobody
  /// As a request of its own (handshake revisions).
  case request
  /// As the call's result; the client calls again with the answers (stateless revisions).
  case result(answers: JSONValue?)
}

/// What a client wants to hear of (stateless revisions).
package struct ListenFilter: Hashable, Sendable {
  package var uris: [String]
  package var resources: Bool

  package init(uris: [String], resources: Bool) {
    self.uris = uris
    self.resources = resources
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [:]
    if !uris.isEmpty { members["resourceSubscriptions"] = .array(uris.map { .string($0) }) }
    if resources { members["resourcesListChanged"] = true }
    return .object(members)
  }
}

package struct Conversation: Sendable {
  package private(set) var era = Era.undecided
  /// What the client calls itself.
  package private(set) var client: String?
  private let identity: ServerIdentity
  private var running: Set<RPCID> = []
  /// Of the handshake revisions, where each request has no envelope.
  private var canAsk = false

  package init(_ identity: ServerIdentity) { self.identity = identity }

  /// A conversation that goes on in an era agreed on before.
  package init(_ identity: ServerIdentity, era: Era) {
    self.identity = identity
    self.era = era
  }

  package mutating func receive(_ message: RPCMessage) -> Step {
    switch message {
    case .reply(let id, let result): return id.map { .heard($0, result) } ?? .none
    case .faulty(let fault, let id): return .fault(id, fault)
    case .notification(let method, let params): return note(method, params)
    case .request(let request):
      do throws(RPCFault) { return try take(request) } catch { return .fault(request.id, error) }
    }
  }

  /// The request was answered, or needs no answer any more. False: it was cancelled, so nobody waits for it.
  package mutating func finished(_ id: RPCID) -> Bool { running.remove(id) != nil }

  /// Whether batches belong to the revision; they came and went.
  package var takesBatches: Bool { era == .handshake(.batches) || era == .handshake(.first) }

  private func note(_ method: String, _ params: JSONValue) -> Step {
    guard method == "notifications/cancelled", let id = RPCID(params["requestId"]), running.contains(id) else {
      return .none
    }
    return .cancel(id)
  }

  private mutating func take(_ request: RPCRequest) throws(RPCFault) -> Step {
    guard let method = Method(rawValue: request.method), method.isKnown(in: era) else {
      // A modern connection names what it speaks where the old handshake is tried on it.
      if era == .stateless, request.method == Method.initialize.rawValue {
        throw .unsupportedRevision(request.params["protocolVersion"]?.string ?? "")
      }
      throw .unknownMethod(request.method)
    }
    guard !running.contains(request.id) else {
      throw .invalid("the id of a request that is still under way was used again")
    }
    try settle(method, request)
    let step = try Steps.make(method, request, identity, era)
    if case .work(let id, var work) = step {
      running.insert(id)
      work.person = person(request.params)
      work.client = request.params["_meta"]?[MetaKey.clientInfo]?["name"]?.string ?? client
      return .work(id, work)
    }
    if case .listen(let id, _) = step { running.insert(id) }
    return step
  }

  private func person(_ params: JSONValue) -> PersonWay {
    guard era == .stateless else { return canAsk ? .request : .nobody }
    let isDeclared = Elicitation.isDeclared(params["_meta"]?[MetaKey.capabilities])
    return isDeclared ? .result(answers: params["inputResponses"]) : .nobody
  }

  /// Decides the era with the first request, and holds later ones to it.
  private mutating func settle(_ method: Method, _ request: RPCRequest) throws(RPCFault) {
    let meta = request.params["_meta"]
    switch era {
    case .stateless: try Envelope.check(meta)
    case .handshake:
      guard method == .initialize || meta?[MetaKey.revision] == nil else {
        throw .invalid("this connection began with initialize; a request with its own protocol version was sent")
      }
      if method == .initialize { throw .invalid("initialize was sent twice") }
    case .undecided:
      if method == .initialize {
        let wanted = request.params["protocolVersion"]?.string
        guard let wanted else { throw .invalidParams("protocolVersion: a text was expected") }
        let revision = Revision.handshakes.first { $0.rawValue == wanted } ?? .latestHandshake
        era = .handshake(revision)
        client = request.params["clientInfo"]?["name"]?.string
        canAsk = revision >= .structured && Elicitation.isDeclared(request.params["capabilities"])
      } else if meta?[MetaKey.revision] != nil {
        try Envelope.check(meta)
        era = .stateless
        client = meta?[MetaKey.clientInfo]?["name"]?.string
      } else if method != .ping {
        guard method.isKnown(in: .handshake(.latestHandshake)) else { throw .unknownMethod(method.rawValue) }
        throw .invalid("initialize comes first, or _meta with \(MetaKey.revision) in each request")
      }
    }
  }
}

/// What each request of the stateless revisions carries.
package enum Envelope {
  package static func check(_ meta: JSONValue?) throws(RPCFault) {
    guard case .object(let members)? = meta else {
      throw .invalidParams("_meta: an object with \(MetaKey.revision) and \(MetaKey.capabilities) was expected")
    }
    for key in [MetaKey.revision, MetaKey.capabilities] where members[key] == nil {
      throw .invalidParams("_meta.\(key) is missing")
    }
    guard let wanted = members[MetaKey.revision]?.string else {
      throw .invalidParams("_meta.\(MetaKey.revision): a text was expected")
    }
    guard wanted == Revision.stateless.rawValue else { throw .unsupportedRevision(wanted) }
  }
}
