// Events that leave together on one event loop: each is encoded once for a channel, and all that connections with the same channels get is
// put together once, frame heads included. Used on that loop only.
import FactoryContracts
import FactoryEngine
import NIOCore

final class EventBatch {
  /// What one connection gets of a batch.
  struct Frames {
    /// Whole WebSocket frames, one an event.
    var bytes = ByteBuffer()
    /// Bytes of each event's text.
    var sizes: [Int] = []
  }

  private struct Reader: Hashable {
    let channels: ChannelMatcher
    /// Only where the batch holds what goes to one person.
    let user: EntityID?
  }

  let events: [CommittedEvent]
  private let isPersonal: Bool
  private var made: [Reader: Frames] = [:]

  /// `events`: at least one, in the order of `seq`.
  init(_ events: [CommittedEvent]) {
    self.events = events
    isPersonal = events.contains { $0.userId != nil }
  }

  var first: Int64 { events[0].seq }
  var last: Int64 { events[events.count - 1].seq }

  /// What a connection gets that has seen nothing of this batch yet.
  func frames(for channels: ChannelMatcher, user: EntityID) -> Frames {
    let reader = Reader(channels: channels, user: isPersonal ? user : nil)
    if let frames = made[reader] { return frames }
    let frames = frames(for: channels, user: user, after: 0)
    made[reader] = frames
    return frames
  }

  /// What a connection gets that has seen everything up to `seq`.
  func frames(for channels: ChannelMatcher, user: EntityID, after seq: Int64) -> Frames {
    var frames = Frames()
    for event in events where event.seq > seq {
      guard let channel = channels.channel(for: event, user: user) else { continue }
      let text = EventText.buffer(event, channel: channel)
      frames.sizes.append(text.readableBytes)
      Self.writeHead(text.readableBytes, into: &frames.bytes)
      frames.bytes.writeImmutableBuffer(text)
    }
    return frames
  }

  /// The head of an unmasked, whole text frame (RFC 6455 §5.2).
  private static func writeHead(_ length: Int, into bytes: inout ByteBuffer) {
    bytes.writeInteger(UInt8(0x81))
    switch length {
    case ..<126: bytes.writeInteger(UInt8(length))
    case ..<65_536:
      bytes.writeInteger(UInt8(126))
      bytes.writeInteger(UInt16(length))
    default:
      bytes.writeInteger(UInt8(127))
      bytes.writeInteger(UInt64(length))
    }
  }
}
