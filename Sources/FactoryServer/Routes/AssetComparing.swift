// Comparing two versions of an asset: the bytes are read here, the difference is another's work. Blocking; any thread.
import FactoryContracts
import FactoryEngine
import Foundation

/// Makes the difference of two texts under one name.
package typealias AssetComparer = @Sendable (_ older: [UInt8], _ newer: [UInt8], _ name: String) throws -> DiffSummary

extension Services {
  /// Larger versions are told without a patch.
  private static var comparedBytes: Int64 { 4 << 20 }

  func compare(_ blobs: any BlobStore, _ older: Asset, _ newer: Asset) throws -> DiffSummary {
    if older.checksumSha256 == newer.checksumSha256 {
      return DiffSummary(filesChanged: 0, insertions: 0, deletions: 0, files: [])
    }
    guard let comparer, max(older.sizeBytes, newer.sizeBytes) <= Self.comparedBytes else {
      let file = DiffFile(path: newer.name, status: .modified, insertions: 0, deletions: 0)
      return DiffSummary(filesChanged: 1, insertions: 0, deletions: 0, files: [file])
    }
    return try comparer(try bytes(blobs, older), try bytes(blobs, newer), newer.name)
  }

  private func bytes(_ blobs: any BlobStore, _ asset: Asset) throws -> [UInt8] {
    guard let key = EntityID(asset.storageKey) else { throw BlobFailure("Asset \(asset.id) names no blob.") }
    return try blobs.open(key).read(at: 0, count: Int(asset.sizeBytes))
  }
}
