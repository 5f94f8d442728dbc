// The reader's thread: connects, serves one connection after another, waits in between. Nothing here is shared.
import CCurl
import FactoryContracts
import Foundation

final class LinkThread {
  /// How a connection ended.
  enum Ending {
    case stopped
    case lost(String)
    case refused(APIError)
  }

  let reader: SocketReader
  let post: (LinkEvent) -> Void
  var state: LinkState
  private var failures = 0

  init(reader: SocketReader, state: LinkState, post: @escaping (LinkEvent) -> Void) {
    self.reader = reader
    self.state = state
    self.post = post
  }

  func run() {
    // For as long as the thread lives: nobody else's writes happen here.
    var pipe = factory_pipe_guard()
    factory_pipe_hold(&pipe)
    guard let wake = reader.wake else {
      post(.disconnected(reason: "no descriptor is left for the link", retryInSeconds: .infinity))
      return
    }
    while !reader.isStopping {
      post(.connecting(attempt: failures + 1))
      switch connectOnce(wake) {
      case .stopped: return
      case .refused(let error):
        post(.refused(error))
        return
      case .lost(let reason):
        failures += 1
        let delay = reader.options.reconnect.delay(failures: failures, random: reader.options.random())
        post(.disconnected(reason: reason, retryInSeconds: delay))
        pause(seconds: delay, wake)
      }
    }
  }

  /// The link is up: the next loss starts the back-off anew.
  func noteUp() { failures = 0 }

  /// One connection, and once more with a renewed credential when the first was not accepted.
  private func connectOnce(_ wake: WakeDescriptor) -> Ending {
    let credential = reader.source.current
    let ending = serve(wake, credential)
    guard case .refused(let error) = ending, error.code == .unauthorized,
      let fresh = reader.source.renewed(after: credential)
    else { return ending }
    return reader.isStopping ? .stopped : serve(wake, fresh)
  }

  private func serve(_ wake: WakeDescriptor, _ credential: Credential?) -> Ending {
    defer { state.closed() }
    let reader = reader
    do {
      let transport = try SocketTransport(connectRequest(), wake: wake) { reader.isStopping }
      var connection = try LinkConnection(thread: self, transport: transport)
      return try connection.serve(credential)
    } catch {
      if reader.isStopping { return .stopped }
      return .lost((error as? TransportFault)?.reason ?? "\(error)")
    }
  }

  private func connectRequest() -> WireRequest {
    WireRequest(
      url: reader.address.url("/v1/ws"), socketPath: reader.address.socketPath, method: "GET", headers: [], body: nil,
      connectTimeout: reader.options.connectTimeout, timeout: nil, stall: 0, bodyLimit: 0, compress: false,
      freshConnection: true, direct: reader.address.isLocal, caFile: reader.options.caFile)
  }

  /// Wishes are granted meanwhile, so that the next connection starts from them.
  private func pause(seconds: Double, _ wake: WakeDescriptor) {
    let deadline = Deadline(seconds: seconds)
    while !reader.isStopping, deadline.remaining > 0 {
      var watched = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&watched, 1, Int32(min(deadline.remaining * 1000 + 1, 3_600_000)))
      wake.clear()
      for wish in reader.takeWishes() { _ = grant(wish, connected: false) }
    }
  }

  func grant(_ wish: SocketReader.Wish, connected: Bool) -> [LinkOrder] {
    switch wish {
    case .resume(let seq): state.resume(from: seq, connected: connected)
    case .viewing(let taskId): state.look(at: taskId, connected: connected)
    }
  }
}
