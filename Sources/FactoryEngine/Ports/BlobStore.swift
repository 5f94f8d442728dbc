// Where the bytes of assets are kept. Blocking; any thread. A key is made by the factory, never by a caller.
import FactoryContracts
import Foundation

package protocol BlobStore: Sendable {
  /// Begins a blob under a key that is not in use.
  func create(_ key: EntityID) throws -> any BlobWriter
  func open(_ key: EntityID) throws -> any BlobReader
  func remove(_ key: EntityID) throws
  /// What earlier processes left unfinished goes; the finished blobs that are older than that moment are returned.
  func sweep(before: Timestamp) throws -> [EntityID]
}

/// One owner. A writer that is let go unfinished leaves nothing.
package protocol BlobWriter: AnyObject {
  func write(_ bytes: UnsafeRawBufferPointer) throws
  /// Returns when the blob survives a power cut.
  func finish() throws
}

package protocol BlobReader: Sendable {
  /// Up to so many bytes from there; fewer only at the end.
  func read(at offset: Int64, count: Int) throws -> [UInt8]
}

/// The blobs cannot be read or written.
package struct BlobFailure: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}
