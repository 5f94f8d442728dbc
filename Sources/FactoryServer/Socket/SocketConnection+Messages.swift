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
    guard replay == nil else { return waiting.append((wanted, since)) }
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
