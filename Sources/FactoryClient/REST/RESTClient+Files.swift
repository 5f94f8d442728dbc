// Files to and from the server, in pieces: neither side holds one whole in memory. Blocking; any worker thread.
// Invariants: a download has its name only when it is whole and its SHA-256 is right; until then, and when it fails, only a
// temporary file beside it exists, which goes away.
import FactoryContracts
import FactoryCrypto
import Foundation
import Glibc

extension AssetForm {
  var wire: WireForm {
    var fields = [("pipelineId", pipelineId.description), ("type", type.rawValue)]
    if let stage { fields.append(("stage", stage.rawValue)) }
    return WireForm(fields: fields, file: path, fileName: name, contentType: contentType)
  }
}

/// Why a file could not be kept, as a sentence.
package struct DownloadFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

extension RESTClient: AssetUploading {
  package func upload(_ form: AssetForm, key: EntityID) throws(APIFailure) -> Asset {
    var call = Call(method: .post, path: Endpoints.createAsset.description.path)
    call.idempotencyKey = key
    let answer = try repeating(call) { credential, requestId, _ in
      var request = wireRequest(call, credential, requestId, timeout: nil)
      request.form = form.wire
      return read(pool.lend { $0.run(request, cancel: token) { _ in true } })
    }
    return try Self.decoded(answer)
  }

  private static func decoded(_ answer: Answer) throws(APIFailure) -> Asset {
    guard let asset = try? FactoryJSON.decode(APIResponse<Asset>.self, from: answer.body).data else {
      throw .garbled(status: answer.status, reason: "the answer is no asset")
    }
    return asset
  }

  /// Writes an asset into a file.
  /// - Parameters:
  ///   - replacing: Whether a file of that name may be replaced.
  ///   - goesOn: Called with the bytes so far, on this thread; false ends it.
  /// - Throws: `APIFailure` (`cancelled` when it was ended), or `DownloadFault` for the file's own troubles and a wrong checksum.
  package func download(
    _ asset: Asset, to path: String, replacing: Bool, goesOn: (Int64) -> Bool = { _ in true }
  ) throws {
    let target = try DownloadTarget(path, replacing: replacing)
    defer { target.discard() }
    var call = Call(method: .get, path: "/v1/assets/\(asset.id)/download")
    call.maxRetries = 3
    do {
      _ = try repeating(call) { credential, requestId, _ in
        target.restart()
        guard goesOn(0) else { return .final(.cancelled) }
        var request = wireRequest(call, credential, requestId, timeout: nil)
        // Bytes are hashed and counted as they are kept.
        request.compress = false
        var isWanted = true
        let outcome = pool.lend { carrier in
          carrier.run(request, cancel: token) { inbox in
            guard (200..<300).contains(inbox.status), !inbox.body.isEmpty else { return true }
            let isWritten = target.take(inbox.body)
            inbox.body.removeAll(keepingCapacity: true)
            isWanted = goesOn(target.count)
            return isWritten && isWanted
          }
        }
        // Neither a full disk nor a change of mind is the network's: nothing is tried again.
        return isWanted && !target.isBroken ? read(outcome) : .final(.cancelled)
      }
    } catch {
      try target.checkDisk()
      throw error
    }
    try target.finish(asset)
  }
}

/// The file that a download grows in.
private final class DownloadTarget {
  private let path: String
  private let partial: String
  private let replacing: Bool
  private var descriptor: Int32
  private var hash = StreamingSHA256()
  private var fault: Int32 = 0
  private(set) var count: Int64 = 0

  init(_ path: String, replacing: Bool) throws(DownloadFault) {
    self.path = path
    self.replacing = replacing
    if !replacing, access(path, F_OK) == 0 {
      throw DownloadFault(description: "\(path) exists already; --force replaces it.")
    }
    partial = "\(path).\(getpid()).partial"
    descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw DownloadFault(description: "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
  }

  /// The disk took no more.
  var isBroken: Bool { fault != 0 }

  func checkDisk() throws(DownloadFault) {
    guard isBroken else { return }
    throw DownloadFault(description: "\(path) cannot be written: \(String(cString: strerror(fault))).")
  }

  func restart() {
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    (hash, count, fault) = (StreamingSHA256(), 0, 0)
  }

  /// false: the disk does not take it.
  func take(_ bytes: Data) -> Bool {
    bytes.withUnsafeBytes { hash.update($0) }
    count += Int64(bytes.count)
    return bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          fault = errno
          return false
        }
        rest = rest.dropFirst(written)
      }
      return true
    }
  }

  /// Gives the file its name once it is whole, right and on the disk.
  func finish(_ asset: Asset) throws(DownloadFault) {
    try checkDisk()
    guard count == asset.sizeBytes, hash.finish() == asset.checksumSha256 else {
      throw DownloadFault(
        description:
          "What came is not \(asset.name), version \(asset.version): \(count) of \(asset.sizeBytes) bytes, another SHA-256."
      )
    }
    guard fsync(descriptor) == 0, replacing ? rename(partial, path) == 0 : link(partial, path) == 0 else {
      throw DownloadFault(
        description: errno == EEXIST
          ? "\(path) exists already; --force replaces it."
          : "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
  }

  func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(partial)
  }
}
