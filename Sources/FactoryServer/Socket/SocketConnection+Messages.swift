// What a client asks for over its socket: channels, with or without the past, and what it looks at. Event loop of the connection.
import FactoryContracts
import FactoryEngine
import NIOCore

extension SocketConnection {
  func receive(_ text: ByteBuffer) {
    if let fault = JSONCheck.fault(in: text.readableBytesView, depth: 16, called: "message") { return refuse(fault) }
    do {
      switch try BodyDecoding.decode(ClientMessage.self, from: text.data) {
      case .subscribe(let names, let since): subscribe(try channels(names), since: since)
      case .unsubscribe(let names): unsubscribe(try channels(names))
      case .ping: send(.pong)
      case .viewing(let task):
        hub.look(key, at: task, as: Viewer(id: user, name: guest.principal.actor.name))
      }
    } catch {
      send(.error(error as? APIError ?? APIError(code: .badRequest, message: "The message cannot be read.")))
    }
  }

  func refuse(_ sentence: String) { send(.error(APIError(code: .badRequest, message: sentence))) }

  func channels(_ names: [String]) throws -> ChannelMatcher {
    guard names.count <= 1000 else {
      throw APIError(code: .validationError, message: "A message names at most 1000 channels.", field: "channels")
    }
    return ChannelMatcher(
      try names.map { name in
        guard let channel = SocketChannel(name) else {
          let problem = ValidationProblem(
            field: "channels", message: "must be of \(SocketChannel.words)", received: .string(String(name.prefix(64))),
            expected: SocketChannel.words)
          throw ValidationErrors.error([problem])
        }
        try Permission.require(channel.scope, guest.principal)
        return channel
      })
  }

  // MARK: Subscriptions

  func subscribe(_ wanted: ChannelMatcher, since: Int64?) {
    guard fits(wanted) else { return }
    guard replay == nil else { return wait(wanted, since) }
    guard let since else { return goLive(wanted) }
    guard since <= latest else {
      let problem = ValidationProblem(
        field: "since", message: "must not be in the future", received: .integer(since), expected: "at most \(latest)")
      send(.error(ValidationErrors.error([problem])))
      return goLive(wanted)
    }
    replay = Replay(
      old: channels, new: wanted, since: since, cursor: cursor, next: channels.isEmpty ? since : min(since, cursor))
    readOn()
  }

  /// Whether the connection may have these channels too; else says so.
  private func fits(_ wanted: ChannelMatcher) -> Bool {
    let all = waiting.reduce(channels.union(wanted).union(replay?.new ?? ChannelMatcher())) { $0.union($1.channels) }
    if all.channels.count <= limits.channels { return true }
    let problem = ValidationProblem(
      field: "channels", message: "must leave the connection with at most \(limits.channels) channels",
      received: .integer(Int64(all.channels.count)), expected: "at most \(limits.channels)")
    send(.error(ValidationErrors.error([problem])))
    return false
  }

  /// Comes in turn when the past was read.
  private func wait(_ wanted: ChannelMatcher, _ since: Int64?) {
    guard waiting.count < limits.waitingSubscriptions else {
      return send(
        .error(
          APIError(
            code: .conflict, message: "\(waiting.count) subscriptions wait already while the past is being read.",
            details: ["currentState": "replaying", "requiredState": "subscribed"])))
    }
    waiting.append((wanted, since))
  }

  func goLive(_ wanted: ChannelMatcher) {
    channels = channels.union(wanted)
    send(.subscribed(channels: channels.channels.map(\.text).sorted(), seq: cursor))
    if wanted.contains(.tasks) { for presence in hub.presences() { send(presence) } }
  }

  func unsubscribe(_ unwanted: ChannelMatcher) {
    channels = channels.subtracting(unwanted.channels)
    replay?.drop(unwanted)
    send(.subscribed(channels: channels.channels.map(\.text).sorted(), seq: cursor))
  }
}
