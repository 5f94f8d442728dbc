// A small HTTP and WebSocket server in the test's process, on NIO. What it answers is a script of bytes, waits and cuts, so that
// a test can break a connection at any byte. Own parsing on purpose: it must not share mistakes with the client.
import FactoryClient
import FactoryCrypto
import Foundation
import NIOCore
import NIOPosix
import Synchronization

struct FakeRequest: Sendable {
  var method: String
  var target: String
  /// Lower-case names.
  var headers: [String: String]
  var body: Data
  /// Which connection of the server it came over, from 1.
  var connection: Int
  var path: String { String(target.prefix { $0 != "?" }) }
  var text: String { String(decoding: body, as: UTF8.self) }
}

enum FakeStep: Sendable {
  case bytes([UInt8])
  case wait(milliseconds: Int64)
  case close
  /// From here on the connection speaks WebSocket.
  case upgraded
}

final class FakeServer: Sendable {
  typealias Script = @Sendable (FakeRequest) -> [FakeStep]

  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let channel: any Channel
  private let log: Log
  let address: ServerAddress

  final class Log: Sendable {
    let requests = Recorder<FakeRequest>()
    let sockets = Recorder<FakeSocket>()
    let opened = Mutex<[any Channel]>([])
  }

  /// On a loopback port, or at a Unix socket's path.
  init(unix path: String? = nil, port: Int = 0, script: @escaping Script) throws {
    let log = Log()
    let bootstrap = ServerBootstrap(group: Self.group)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { child in
        child.eventLoop.makeCompletedFuture {
          let number = log.opened.withLock { opened in
            opened.append(child)
            return opened.count
          }
          try child.pipeline.syncOperations.addHandler(FakeWire(number: number, script: script, log: log))
        }
      }
    if let path {
      channel = try bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).wait()
      address = .unix(path)
    } else {
      channel = try bootstrap.bind(host: "127.0.0.1", port: port).wait()
      address = ServerAddress(transport: .tcp(host: "127.0.0.1", port: channel.localAddress?.port ?? 0))
    }
    self.log = log
  }

  deinit { stop() }

  var requests: [FakeRequest] { log.requests.all }
  var sockets: [FakeSocket] { log.sockets.all }
  var connections: Int { log.opened.withLock { $0.count } }
  var port: Int { channel.localAddress?.port ?? 0 }

  /// Cuts every connection and accepts none any more.
  func stop() {
    try? channel.close().wait()
    for child in log.opened.withLock({ $0 }) { try? child.close().wait() }
  }
}

/// What can be said in an answer.
enum FakeReply {
  static func http(_ status: Int, _ headers: [String] = [], _ body: [UInt8]) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.count)"] + headers
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  static func json(_ text: String, status: Int = 200, _ headers: [String] = []) -> [FakeStep] {
    [.bytes(http(status, ["Content-Type: application/json"] + headers, Array(text.utf8)))]
  }

  static func error(_ status: Int, _ code: String, _ headers: [String] = []) -> [FakeStep] {
    json(
      #"{"ok":false,"error":{"code":"\#(code)","message":"It is \#(code).","requestId":""}}"#, status: status, headers)
  }

  static func upgrade(_ request: FakeRequest) -> [FakeStep] {
    let key = (request.headers["sec-websocket-key"] ?? "") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    let accept = Data(SHA1.hash(Data(key.utf8))).base64EncodedString()
    let head = [
      "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Accept: \(accept)",
    ]
    return [.bytes(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8)), .upgraded]
  }
}
