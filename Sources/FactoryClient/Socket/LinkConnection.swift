// One connection from handshake to close. On the reader's thread.
import FactoryContracts
import Foundation

struct LinkConnection {
  private let thread: LinkThread
  private let transport: SocketTransport
  private let codec: FrameCodec
  private var heartbeat: Heartbeat
  private var options: SocketOptions { thread.reader.options }

  init(thread: LinkThread, transport: SocketTransport) throws {
    self.thread = thread
    self.transport = transport
    codec = try FrameCodec(limit: thread.reader.options.messageLimit)
    let options = thread.reader.options
    heartbeat = Heartbeat(
      interval: options.pingInterval, silentAfter: options.silentAfter, deadAfter: options.deadAfter, now: Self.now())
  }

  /// Seconds of the monotonic clock.
  private static func now() -> Double { ProcessInfo.processInfo.systemUptime }

  mutating func serve(_ credential: Credential?) throws -> LinkThread.Ending {
    var early: [UInt8] = []
    if let ending = try shakeHands(credential, &early) { return ending }
    if let ending = try obey(thread.state.opened()) { return ending }
    if let ending = try handle(early[...]) { return ending }
    while true {
      if thread.reader.isStopping { return try close(1000, .stopped) }
      for wish in thread.reader.takeWishes() {
        if let ending = try obey(thread.grant(wish, connected: true)) { return ending }
      }
      if let ending = try drain() { return ending }
      if let ending = try beat() { return ending }
      transport.waitForBytes(seconds: heartbeat.due(now: Self.now()))
    }
  }

  /// nil: upgraded; `early` gets the frames that came with the answer.
  private func shakeHands(_ credential: Credential?, _ early: inout [UInt8]) throws -> LinkThread.Ending? {
    let handshake = Handshake()
    let address = thread.reader.address
    let request = handshake.request(
      path: address.basePath + "/v1/ws", host: address.host,
      credentialLine: credential?.headerLine(for: address), userAgent: options.userAgent)
    try transport.send(request, timeout: options.sendTimeout)
    let deadline = Deadline(seconds: options.handshakeTimeout)
    var bytes: [UInt8] = []
    var ended = false
    while true {
      switch handshake.read(bytes, ended: ended) {
      case .accepted(let start):
        early = Array(bytes[start...])
        return nil
      case .refused(.refused(let error)) where error.code == .unauthorized || error.code == .forbidden:
        return .refused(error)
      case .refused(let failure): return .lost(FailureWords.sentence(failure))
      case .invalid(let reason): return .lost(reason)
      case .incomplete: break
      }
      if thread.reader.isStopping { return .stopped }
      guard deadline.remaining > 0 else { return .lost("no answer to the handshake") }
      transport.waitForBytes(seconds: deadline.remaining)
      do { bytes += try transport.receive() } catch { ended = true }
    }
  }

  private mutating func drain() throws -> LinkThread.Ending? {
    while true {
      let bytes = try transport.receive()
      if bytes.isEmpty { return nil }
      if heartbeat.heard(now: Self.now()) { thread.post(.heard) }
      if let ending = try handle(bytes) { return ending }
      if thread.reader.isStopping { return nil }
    }
  }

  private func handle(_ bytes: ArraySlice<UInt8>) throws -> LinkThread.Ending? {
    guard !bytes.isEmpty else { return nil }
    do {
      for message in try codec.decode(bytes) {
        if let ending = try answer(message) { return ending }
      }
      return nil
    } catch let fault as SocketFault {
      return try close(fault.code, .lost(fault.reason))
    }
  }

  private func answer(_ message: SocketInput) throws -> LinkThread.Ending? {
    switch message {
    case .text(let text): return try obey(thread.state.received(text))
    case .ping(let payload): try transport.send(codec.encode(pong: payload), timeout: options.sendTimeout)
    case .binary, .pong: break
    case .close(let code, let reason):
      let words = reason.isEmpty ? "the server closed the link (\(code))" : "the server closed the link: \(reason)"
      return try close(code == 1005 ? 1000 : code, .lost(words))
    }
    return nil
  }

  private func obey(_ orders: [LinkOrder]) throws -> LinkThread.Ending? {
    for order in orders {
      switch order {
      case .send(let message): try send(message)
      case .post(let event):
        if case .connected = event { thread.noteUp() }
        thread.post(event)
      case .refuse(let error): return try close(1000, .refused(error))
      }
    }
    return nil
  }

  private func send(_ message: ClientMessage) throws {
    let text = String(decoding: try FactoryJSON.encode(message), as: UTF8.self)
    try transport.send(codec.encode(text: text), timeout: options.sendTimeout)
  }

  private mutating func beat() throws -> LinkThread.Ending? {
    switch heartbeat.check(now: Self.now()) {
    case .quiet: break
    case .ping: try send(.ping)
    case .silent: thread.post(.silent)
    case .dead: return .lost("nothing came for \(Int(options.deadAfter)) seconds")
    }
    return nil
  }

  /// Says goodbye where that is still possible; the outcome stands either way.
  private func close(_ code: UInt16, _ ending: LinkThread.Ending) throws -> LinkThread.Ending {
    try? transport.send(codec.encodeClose(code: code), timeout: 0.3)
    return ending
  }
}
