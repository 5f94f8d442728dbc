// Blobs in memory: what a server without a folder has. Any thread.
import FactoryContracts
import Foundation
import Synchronization

package final class MemoryBlobs: BlobStore {
  private let blobs = Mutex<[EntityID: [UInt8]]>([:])

  package init() {}

  package func create(_ key: EntityID) throws -> any BlobWriter {
    Writer { [self] bytes in blobs.withLock { $0[key] = bytes } }
  }

  package func open(_ key: EntityID) throws -> any BlobReader {
    guard let bytes = blobs.withLock({ $0[key] }) else { throw BlobFailure("There is no blob \(key).") }
    return Reader(bytes: bytes)
  }

  package func remove(_ key: EntityID) throws { blobs.withLock { $0[key] = nil } }
  package func sweep(before: Timestamp) throws -> [EntityID] { [] }

  private final class Writer: BlobWriter {
    private var bytes: [UInt8] = []
    private let keep: ([UInt8]) -> Void
    init(_ keep: @escaping ([UInt8]) -> Void) { self.keep = keep }
    func write(_ more: UnsafeRawBufferPointer) throws { bytes.append(contentsOf: more) }
    func finish() throws { keep(bytes) }
  }

  private struct Reader: BlobReader {
    let bytes: [UInt8]
    func read(at offset: Int64, count: Int) throws -> [UInt8] { Array(bytes.dropFirst(Int(offset)).prefix(count)) }
  }
}
