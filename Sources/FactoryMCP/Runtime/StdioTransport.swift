// MCP over standard input and output: one message a line. The lanes' threads take turns at reading; `OutgoingQueue` owns the output.
// Invariants: nothing but messages reaches the output; the end of the input lets running calls end and their answers out.
import FactoryContracts
import Foundation

package final class StdioTransport: @unchecked Sendable {
  // Everything in it is set once; the parts take care of themselves.
  private static let lineLimit = 4 << 20
  private let input: Int32
  private let queue: OutgoingQueue
  private let lanes: Lanes
  private let peer: Peer
  private let batches: BatchCollector

  package init(office: Office, identity: ServerIdentity, input: Int32 = 0, output: Int32 = 1) {
    self.input = input
    // Four that work and one that reads.
    lanes = Lanes(limit: 5)
    let queue = OutgoingQueue(output: output)
    self.queue = queue
    let batches = BatchCollector { queue.put($0, mayWait: $1) }
    self.batches = batches
    peer = Peer(office: office, lanes: lanes, identity: identity) { batches.pass($0) }
  }

  /// Serves until the input ends.
  package func run() {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread { [queue] in
      queue.writeAll()
      done.signal()
    }
    thread.name = "mcp-output"
    thread.start()
    let input = Input(input, lineLimit: Self.lineLimit)
    lanes.serve { [self] in input.read { take($0) } }
    // A question that waits for a human is not given up by leaving: it stays in the queue.
    peer.endWaiting()
    _ = lanes.drain(seconds: 10)
    peer.close()
    queue.close()
    _ = done.wait(timeout: .now() + 5)
  }

  /// Ends what waits, with its answers, for a process that is about to be ended. Any thread.
  package func giveUp() {
    peer.endWaiting()
    _ = lanes.drain(seconds: 2)
  }

  private func take(_ piece: LineCutter.Piece) {
    switch piece {
    case .tooLong:
      peer.receive(.faulty(.invalid("a message may have \(Self.lineLimit) bytes, a longer one was sent"), id: nil))
    case .line(let bytes): batches.take(RPCFrame.read(bytes), peer)
    }
  }
}

/// The input with what of a line has come so far. One thread at a time.
private final class Input: @unchecked Sendable {
  private let descriptor: Int32
  private var cutter: LineCutter
  private var buffer = [UInt8](repeating: 0, count: 65536)

  init(_ descriptor: Int32, lineLimit: Int) {
    self.descriptor = descriptor
    cutter = LineCutter(limit: lineLimit)
  }

  /// Waits for bytes and hands on the lines they end; false when no more will come.
  func read(_ take: (LineCutter.Piece) -> Void) -> Bool {
    let count = Foundation.read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR { return true }
    guard count > 0 else {
      if let piece = cutter.finish() { take(piece) }
      return false
    }
    for piece in cutter.take(buffer[..<count]) { take(piece) }
    return true
  }
}
