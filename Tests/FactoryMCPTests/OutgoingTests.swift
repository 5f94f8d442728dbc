// Lines of many threads on one descriptor: whole, each thread's in its order, also when the client stops reading or leaves.
import Foundation
import Synchronization
import Testing

@testable import FactoryMCP

@Suite struct OutgoingTests {
  /// The end that is written to and the one that is read.
  private func pair() -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    return (ends[1], ends[0])
  }

  private func threads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> DispatchGroup {
    let group = DispatchGroup()
    for number in 0..<count {
      group.enter()
      Thread.detachNewThread {
        body(number)
        group.leave()
      }
    }
    return group
  }

  private func everything(_ end: Int32) -> Data {
    var read = Data()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Foundation.read(end, &buffer, buffer.count)
      guard count > 0 else { return read }
      read.append(contentsOf: buffer[..<count])
    }
  }

  @Test func linesOfManyThreadsStayWholeAndInTheirOrder() throws {
    let (near, far) = pair()
    // So small that putting waits for the reader again and again.
    let queue = OutgoingQueue(output: near, limit: 2000)
    let writers = threads(1) { _ in queue.writeAll() }
    let putters = threads(6) { thread in
      for line in 0..<500 {
        let text = "\(thread) \(line) " + String(repeating: "x", count: (line * 37) % 900)
        queue.put(Data(text.utf8), mayWait: (thread + line) % 3 != 0)
      }
    }
    let ended = threads(1) { _ in
      putters.wait()
      queue.close()
      writers.wait()
      close(near)
    }
    let lines = everything(far).split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    ended.wait()
    close(far)
    #expect(lines.count == 3000)
    var next = [Int: Int]()
    for line in lines {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      let (thread, number) = (try #require(Int(parts[0])), try #require(Int(parts[1])))
      #expect(number == next[thread, default: 0])
      #expect(parts[2].count == (number * 37) % 900)
      next[thread] = number + 1
    }
  }

  @Test func whoeverDoesNotReadHoldsUpOneThatMayWaitAndNoOther() {
    let (near, far) = pair()
    let queue = OutgoingQueue(output: near)
    let long = Data(repeating: 120, count: 4 << 20)
    let held = threads(1) { _ in queue.put(long, mayWait: true) }
    // The first byte says that the long line is being written.
    var byte: UInt8 = 0
    #expect(Foundation.read(far, &byte, 1) == 1)
    queue.put(Data("ping".utf8), mayWait: false)
    queue.put(Data("call".utf8), mayWait: true)
    let writers = threads(1) { _ in queue.writeAll() }
    queue.close()
    let ended = threads(1) { _ in
      held.wait()
      writers.wait()
      close(near)
    }
    let rest = everything(far)
    ended.wait()
    close(far)
    #expect(rest == long.dropFirst() + Data("\nping\ncall\n".utf8))
  }
}
