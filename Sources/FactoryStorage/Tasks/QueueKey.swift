// A task's place in the queue as one value whose bytes compare as ruling R49 orders: urgency, not deferred before deferred,
// the earlier deadline (none last), the older, then the id. One column, one index, one cursor. Pure.
import FactoryContracts
import Foundation

enum QueueKey {
  static let length = 34

  static func of(_ task: FactoryTask) -> Data {
    var key = Data(capacity: length)
    key.append(UInt8(Codes.of(task.priority)))
    key.append(task.deferredAt == nil ? 0 : 1)
    key.append(sortable(task.slaDeadline?.milliseconds ?? .max).bigEndianBytes)
    key.append(sortable(task.createdAt.milliseconds).bigEndianBytes)
    key.append(task.id.bytes)
    return key
  }

  /// Every key of this urgency is at or above the first and below the second.
  static func range(rank: Int) -> (Data, Data) { (Data([UInt8(rank)]), Data([UInt8(rank + 1)])) }

  /// Unsigned, so that bytes compare as the signed numbers do.
  private static func sortable(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ 1 << 63 }
}
