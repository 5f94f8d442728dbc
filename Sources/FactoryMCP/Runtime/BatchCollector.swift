// Answers to a batch go out together (the revisions that had batches); everything else goes straight through. Any thread.
import FactoryContracts
import Foundation
import Synchronization

package final class BatchCollector: Sendable {
  private struct Batch {
    var open: Set<RPCID>
    var answers: [Data] = []
  }

  private let batches = Mutex<[Batch]>([])
  private let out: @Sendable (_ line: Data, _ mayWait: Bool) -> Void

  package init(_ out: @escaping @Sendable (_ line: Data, _ mayWait: Bool) -> Void) { self.out = out }

  /// Hands a frame to the peer.
  package func take(_ frame: RPCFrame, _ peer: Peer) {
    switch frame {
    case .single(let message): peer.receive(message)
    case .batch(let messages):
      guard peer.takesBatches else {
        return peer.receive(.faulty(.invalid("the protocol revision of this connection has no batches"), id: nil))
      }
      let ids = Set(
        messages.compactMap { message in if case .request(let request) = message { request.id } else { nil } })
      if !ids.isEmpty { batches.withLock { $0.append(Batch(open: ids)) } }
      messages.forEach(peer.receive)
    }
  }

  /// Takes what the peer sends.
  package func pass(_ message: Outgoing) {
    guard message.isLast, let id = message.request else { return out(message.bytes, message.mayWait) }
    let ready = batches.withLock { batches -> Data? in
      guard let index = batches.firstIndex(where: { $0.open.contains(id) }) else { return message.bytes }
      batches[index].open.remove(id)
      batches[index].answers.append(message.bytes)
      guard batches[index].open.isEmpty else { return nil }
      return RPCText.batch(batches.remove(at: index).answers)
    }
    if let ready { out(ready, message.mayWait) }
  }
}
