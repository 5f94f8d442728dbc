// An event as text for the wire: its payload was encoded once, in its transaction; here it only gets its envelope
// (contract §1.6, ruling R20).
import FactoryContracts
import FactoryEngine
import Foundation
import NIOCore

enum EventText {
  static func json(_ event: CommittedEvent, channel: SocketChannel) -> Data {
    var data = Data(head(event, channel).utf8)
    data.append(event.data)
    data.append(UInt8(ascii: "}"))
    return data
  }

  static func buffer(_ event: CommittedEvent, channel: SocketChannel) -> ByteBuffer {
    let head = head(event, channel)
    var buffer = ByteBuffer()
    buffer.reserveCapacity(head.utf8.count + event.data.count + 1)
    buffer.writeString(head)
    buffer.writeBytes(event.data)
    buffer.writeInteger(UInt8(ascii: "}"))
    return buffer
  }

  private static func head(_ event: CommittedEvent, _ channel: SocketChannel) -> String {
    "{\"type\":\"\(event.type)\",\"timestamp\":\"\(event.timestamp)\",\"channel\":\"\(channel.text)\",\"seq\":\(event.seq),\"data\":"
  }
}

/// How far back events reach.
enum EventHistory {
  /// - Throws: GONE when events after `seq` are no longer all kept (ruling R20).
  static func mustReach(_ seq: Int64, _ reader: any FactoryReader) throws {
    let oldest = try reader.oldestEvent() ?? (try reader.seq() + 1)
    if seq < oldest - 1 {
      throw APIError(
        code: .gone, message: "Events after \(seq) are no longer kept; take a new snapshot.",
        details: ["oldestSeq": .integer(oldest)])
    }
  }
}
