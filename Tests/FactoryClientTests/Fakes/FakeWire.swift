// One connection of the fake server: reads requests, plays the script, then frames. On its event loop.
import Foundation
import NIOCore
import Synchronization

final class FakeWire: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  private let number: Int
  private let script: FakeServer.Script
  private let log: FakeServer.Log
  private var bytes: [UInt8] = []
  private var busy = false
  private var socket: FakeSocket?

  init(number: Int, script: @escaping FakeServer.Script, log: FakeServer.Log) {
    self.number = number
    self.script = script
    self.log = log
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytes.append(contentsOf: unwrapInboundIn(data).readableBytesView)
    advance(context.channel)
  }

  func channelInactive(context: ChannelHandlerContext) { socket?.isClosed.withLock { $0 = true } }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func advance(_ channel: any Channel) {
    if let socket { return socket.take(&bytes) }
    guard !busy, let request = nextRequest() else { return }
    busy = true
    log.requests.add(request)
    play(script(request)[...], channel)
  }

  private func nextRequest() -> FakeRequest? {
    guard let end = Data(bytes).firstRange(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ").map(String.init)
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    guard bytes.count >= end.upperBound + length else { return nil }
    let body = Data(bytes[end.upperBound..<end.upperBound + length])
    bytes.removeFirst(end.upperBound + length)
    return FakeRequest(method: words[0], target: words[1], headers: headers, body: body, connection: number)
  }

  private func play(_ steps: ArraySlice<FakeStep>, _ channel: any Channel) {
    guard let step = steps.first else {
      busy = false
      return advance(channel)
    }
    switch step {
    case .bytes(let bytes): channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    case .close: return channel.close(promise: nil)
    case .upgraded:
      let socket = FakeSocket(channel: channel)
      self.socket = socket
      log.sockets.add(socket)
    case .wait(let milliseconds):
      let later = NIOLoopBound((self, steps.dropFirst()), eventLoop: channel.eventLoop)
      channel.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) { later.value.0.play(later.value.1, channel) }
      return
    }
    play(steps.dropFirst(), channel)
  }
}

/// The server's end of a WebSocket.
final class FakeSocket: Sendable {
  let channel: any Channel
  let texts = Recorder<String>()
  let pongs = Recorder<[UInt8]>()
  let closes = Recorder<UInt16>()
  let unmasked = Mutex(0)
  let isClosed = Mutex(false)

  init(channel: any Channel) { self.channel = channel }

  func send(_ text: String) { frame(1, Array(text.utf8)) }
  func cut() { channel.close(promise: nil) }
  func raw(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }
  func frame(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true) {
    raw(Self.frameBytes(opcode, payload, final: final))
  }

  static func frameBytes(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true) -> [UInt8] {
    var bytes = [(final ? 0x80 : 0) | opcode]
    if payload.count < 126 {
      bytes.append(UInt8(payload.count))
    } else if payload.count < 65536 {
      bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    } else {
      bytes += [127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    }
    return bytes + payload
  }

  /// Frames of a client: short, whole, masked.
  func take(_ bytes: inout [UInt8]) {
    while bytes.count >= 2 {
      var start = 2
      var count = Int(bytes[1] & 127)
      if count == 126 {
        guard bytes.count >= 4 else { return }
        count = Int(bytes[2]) << 8 | Int(bytes[3])
        start = 4
      }
      let masked = bytes[1] & 128 != 0
      if !masked { unmasked.withLock { $0 += 1 } }
      let maskEnd = start + (masked ? 4 : 0)
      guard bytes.count >= maskEnd + count else { return }
      let mask = masked ? Array(bytes[start..<maskEnd]) : [0, 0, 0, 0]
      let payload = bytes[maskEnd..<maskEnd + count].enumerated().map { $1 ^ mask[$0 % 4] }
      record(bytes[0] & 15, payload)
      bytes.removeFirst(maskEnd + count)
    }
  }

  private func record(_ opcode: UInt8, _ payload: [UInt8]) {
    switch opcode {
    case 1: texts.add(String(decoding: payload, as: UTF8.self))
    case 8: closes.add(payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 1005)
    case 10: pongs.add(payload)
    default: break
    }
  }
}
