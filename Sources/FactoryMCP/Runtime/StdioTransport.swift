// MCP over standard input and output: one message a line. The caller's thread reads; one thread owns the output.
// Invariants: nothing but messages reaches the output; the end of the input lets running calls end and their answers out.
import FactoryContracts
import Foundation

package final class StdioTransport: @unchecked Sendable {
  // Everything in it is set once; the parts take care of themselves.
  private static let lineLimit = 4 << 20
  private let input: Int32
  private let output: Int32
  private let queue = OutgoingQueue()
  private let lanes: Lanes
  private let peer: Peer
  private let batches: BatchCollector

  package init(office: Office, identity: ServerIdentity, input: Int32 = 0, output: Int32 = 1) {
    self.input = input
    self.output = output
    lanes = Lanes()
    let queue = queue
    let batches = BatchCollector { queue.put($0) }
    self.batches = batches
    peer = Peer(office: office, lanes: lanes, identity: identity) { batches.pass($0) }
  }

  /// Serves until the input ends.
  package func run() {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread { [queue, output] in
      Self.write(queue, to: output)
      done.signal()
    }
    thread.name = "mcp-output"
    thread.start()
    read()
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

  private func read() {
    var cutter = LineCutter(limit: Self.lineLimit)
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Foundation.read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for piece in cutter.take(buffer[..<count]) { take(piece) }
    }
    if let piece = cutter.finish() { take(piece) }
  }

  private func take(_ piece: LineCutter.Piece) {
    switch piece {
    case .tooLong:
      peer.receive(.faulty(.invalid("a message may have \(Self.lineLimit) bytes, a longer one was sent"), id: nil))
    case .line(let bytes): batches.take(RPCFrame.read(bytes), peer)
    }
  }

  private static func write(_ queue: OutgoingQueue, to output: Int32) {
    while let bytes = queue.take() {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return queue.breakOff() }
        rest = rest.dropFirst(count)
      }
    }
  }
}
