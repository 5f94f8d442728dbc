// One client: its conversation, the calls it has under way, what it subscribed to. Transports hand messages in and take lines out.
// Any thread may call in; `sink` is called from any thread and must not block on this object.
// Invariants: a request is answered once, or not at all when it was cancelled; what belongs to a request says so, so that a transport
// can put it on that request's stream.
import FactoryContracts
import Foundation
import Synchronization

/// A message on its way to the client.
package struct Outgoing: Sendable {
  package var bytes: Data
  /// The request it belongs to; nil: it stands for itself.
  package var request: RPCID?
  /// The last of its request.
  package var isLast: Bool
  /// The code, where it is an error.
  package var code: Int?
  /// Sent by a thread that worked for this request alone: it may write it out itself, and wait for a client that does not read.
  package var mayWait = false
}

package final class Peer: Sendable {
  package typealias Sink = @Sendable (Outgoing) -> Void

  private struct State {
    var conversation: Conversation
    var signals: [RPCID: CallSignal] = [:]
    /// Of the handshake revisions.
    var subscriptions: Set<String> = []
    /// Of the stateless revisions: what each open stream wants.
    var streams: [RPCID: ListenFilter] = [:]
    var news: Updates?
    /// Questions to the person at the client, with their answers.
    var questions: [RPCID: Question] = [:]
    var questionsAsked = 0
  }

  private struct Question {
    let signal: CallSignal
    /// Null: the client could not ask.
    var answer: JSONValue?
  }

  /// How long a person at the client may take, in seconds.
  private static let patience = 600.0

  let office: Office
  let lanes: Lanes
  private let identity: ServerIdentity
  private let claim: AgentClaim
  private let sink: Sink
  private let state: Mutex<State>

  package init(
    office: Office, lanes: Lanes, identity: ServerIdentity, era: Era = .undecided, claim: AgentClaim = AgentClaim(),
    sink: @escaping Sink
  ) {
    self.claim = claim
    self.office = office
    self.lanes = lanes
    self.identity = identity
    self.sink = sink
    state = Mutex(State(conversation: Conversation(identity, era: era)))
  }

  package var era: Era { state.withLock { $0.conversation.era } }
  /// Whether a batch may be taken now.
  package var takesBatches: Bool { state.withLock { $0.conversation.takesBatches } }

  /// Takes one message and does what it asks for, soon.
  package func receive(_ message: RPCMessage) {
    let (step, era) = state.withLock { state in
      let step = state.conversation.receive(message)
      return (step, state.conversation.era)
    }
    switch step {
    case .none: break
    case .answer(let id, let result): send(RPCText.answer(id, result), id, isLast: true)
    case .fault(let id, let fault): refuse(id, fault, era)
    case .work(let id, let work): start(id, work)
    case .cancel(let id): cancel(id)
    case .heard(let id, let result): hear(id, result)
    case .subscribe(let id, let uri): subscribe(id, uri)
    case .unsubscribe(let id, let uri):
      state.withLock { _ = $0.subscriptions.remove(uri) }
      rearrange()
      send(RPCText.answer(id, RPCResult()), id, isLast: true)
    case .listen(let id, let filter): listen(id, filter)
    }
  }

  /// Calls that wait for a human are answered as things stand; what ends by itself goes on.
  package func endWaiting() {
    state.withLock { Array($0.signals.values) }.forEach { $0.cancel() }
  }

  /// The client is gone: whoever waits for it stops.
  package func close() {
    let (signals, news) = state.withLock { state in
      defer { (state.signals, state.news, state.streams, state.subscriptions) = ([:], nil, [:], []) }
      return (Array(state.signals.values), state.news)
    }
    signals.forEach { $0.cancel() }
    news?.stop()
  }

  private func send(_ bytes: Data, _ id: RPCID?, isLast: Bool, mayWait: Bool = false) {
    sink(Outgoing(bytes: bytes, request: id, isLast: isLast, mayWait: mayWait))
  }

  private func refuse(_ id: RPCID?, _ fault: RPCFault, _ era: Era) {
    let fault = fault.inWords(of: era)
    sink(Outgoing(bytes: RPCText.fault(id, fault), request: id, isLast: true, code: fault.code))
  }

  // MARK: Calls

  private func start(_ id: RPCID, _ work: Work) {
    let signal = CallSignal()
    state.withLock { $0.signals[id] = signal }
    let job: @Sendable () -> Void = { [self] in finish(id, work, signal) }
    if work.isPatient {
      if lanes.runWaiting(job) { return }
      // Too many wait: this one gets its answer without waiting.
      signal.cancel()
    }
    lanes.run(job)
  }

  /// The stateless revisions end a stream of changes this way too.
  private func cancel(_ id: RPCID) {
    let signal = state.withLock { state in
      _ = state.conversation.finished(id)
      state.streams[id] = nil
      return state.signals.removeValue(forKey: id)
    }
    signal?.cancel()
    rearrange()
  }

  private func finish(_ id: RPCID, _ work: Work, _ signal: CallSignal) {
    var call = ToolCall(office: office, progress: progress(id, work), signal: signal)
    call.client = work.client
    call.claim = claim
    if work.person == .request { call.askPerson = { [weak self] in self?.ask($0, for: id, signal) } }
    // What was cancelled before it began is not begun; what the end of the input met is still answered.
    guard state.withLock({ $0.signals[id] != nil }) else { return }
    let reply = Worker.answer(work, call)
    let (isAwaited, era) = state.withLock { state in
      state.signals[id] = nil
      return (state.conversation.finished(id), state.conversation.era)
    }
    guard isAwaited else { return }
    switch reply {
    case .success(let result):
      send(RPCText.answer(id, Replies.finish(result, work.method, era, identity)), id, isLast: true, mayWait: true)
    case .failure(let fault): refuse(id, fault, era)
    }
  }

  private func progress(_ id: RPCID, _ work: Work) -> (@Sendable (Double, String) -> Void)? {
    guard let token = work.progressToken else { return nil }
    return { [weak self] value, words in
      let params: [String: JSONValue] = [
        "progressToken": token, "progress": .number(value), "message": .string(words),
      ]
      self?.send(RPCText.notification("notifications/progress", params), id, isLast: false)
    }
  }

  // MARK: The person at the client

  private func ask(_ params: JSONValue, for call: RPCID, _ signal: CallSignal) -> JSONValue? {
    let id = state.withLock { state in
      state.questionsAsked += 1
      let id = RPCID.text("factory-\(state.questionsAsked)")
      state.questions[id] = Question(signal: signal)
      return id
    }
    defer { state.withLock { $0.questions[id] = nil } }
    send(RPCText.request(id, "elicitation/create", params), call, isLast: false)
    let start = office.now()
    while !signal.isCancelled, office.now().seconds(since: start) < Self.patience {
      if let answer = state.withLock({ $0.questions[id]?.answer }) { return answer }
      signal.wait(seconds: 5)
    }
    return nil
  }

  private func hear(_ id: RPCID, _ result: JSONValue?) {
    let signal = state.withLock { state in
      state.questions[id]?.answer = result ?? .null
      return state.questions[id]?.signal
    }
    signal?.ring()
  }

  // MARK: Changes

  private func subscribe(_ id: RPCID, _ uri: String) {
    state.withLock { _ = $0.subscriptions.insert(uri) }
    lanes.run { [self] in
      do {
        try followNews()
        send(RPCText.answer(id, RPCResult()), id, isLast: true)
      } catch {
        state.withLock { _ = $0.subscriptions.remove(uri) }
        send(RPCText.fault(id, .failed((error as? ToolFailure)?.text ?? "\(error)")), id, isLast: true)
      }
    }
  }

  private func listen(_ id: RPCID, _ filter: ListenFilter) {
    let honored = ListenFilter(uris: filter.uris.filter { ResourceAddress($0) != nil }, resources: filter.resources)
    state.withLock { $0.streams[id] = honored }
    lanes.run { [self] in
      do {
        try followNews()
        let params: [String: JSONValue] = ["notifications": honored.json, "_meta": [MetaKey.subscription: id.json]]
        send(RPCText.notification("notifications/subscriptions/acknowledged", params), id, isLast: false)
      } catch {
        state.withLock { _ = ($0.streams.removeValue(forKey: id), $0.conversation.finished(id)) }
        send(RPCText.fault(id, .failed((error as? ToolFailure)?.text ?? "\(error)")), id, isLast: true)
      }
    }
  }

  /// Everything anybody here wants to hear of.
  var wantedURIs: Set<String> { state.withLock { $0.subscriptions.union($0.streams.values.flatMap(\.uris)) } }

  private func followNews() throws {
    let isNew = state.withLock { $0.news == nil }
    guard isNew else { return }
    let news = try Updates(self)
    let taken = state.withLock { state in
      guard state.news == nil else { return false }
      state.news = news
      return true
    }
    if !taken { news.stop() }
  }

  /// Stops following when nobody wants to hear anything more.
  private func rearrange() {
    let news = state.withLock { state -> Updates? in
      guard state.subscriptions.isEmpty, state.streams.isEmpty else { return nil }
      defer { state.news = nil }
      return state.news
    }
    news?.stop()
  }

  /// Tells the client what changed, on every stream that asked for it.
  func tell(changed uris: Set<String>, list: Bool) {
    let (era, subscriptions, streams) = state.withLock { ($0.conversation.era, $0.subscriptions, $0.streams) }
    if case .handshake = era {
      for uri in uris.intersection(subscriptions).sorted() { send(updated(uri, nil), nil, isLast: false) }
      if list { send(RPCText.notification("notifications/resources/list_changed", [:]), nil, isLast: false) }
      return
    }
    for (id, filter) in streams {
      for uri in uris.intersection(filter.uris).sorted() { send(updated(uri, id), id, isLast: false) }
      if list, filter.resources {
        send(
          RPCText.notification("notifications/resources/list_changed", ["_meta": [MetaKey.subscription: id.json]]), id,
          isLast: false)
      }
    }
  }

  private func updated(_ uri: String, _ stream: RPCID?) -> Data {
    var params: [String: JSONValue] = ["uri": .string(uri)]
    if let stream { params["_meta"] = [MetaKey.subscription: stream.json] }
    return RPCText.notification("notifications/resources/updated", params)
  }
}

extension RPCFault {
  /// A resource that is not there has another code in the stateless revisions.
  func inWords(of era: Era) -> RPCFault {
    var fault = self
    if era == .stateless, code == -32002 { fault.code = -32602 }
    return fault
  }
}
