// Assets: upload, list, read, download and compare (contract §1.5). Files pass in pieces, away from the event loops.
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

extension RouteBuilder {
  mutating func addAssets() {
    let services = services
    let engine = services.engine
    raw(Endpoints.listAssets, body: .none) { request, _ in
      let id = try request.id(of: .pipeline)
      var query = QueryReader(request.query, Endpoints.listAssets.description.query)
      let paging = query.page(sortFields: AssetQuery.sortFields)
      var filter = AssetQuery(pipelineId: id)
      filter.type = query.named("type")
      filter.stage = query.named("stage")
      let (asked, faults) = (filter, Result { try query.finish() })
      let (page, seq) = try await engine.read { reader in
        try EntityKind.pipeline.mustExist(id, reader)
        try faults.get()
        return (try reader.assets(asked, paging), try reader.seq())
      }
      return Reply(
        status: 200, json: EnvelopeWriter.list(EnvelopeWriter.listed(page, paging, seq: seq), for: request))
    }
    value(Endpoints.getAsset) { reader, request in (try FactoryJSON.encode(try Self.asset(reader, request)), nil) }
    raw(Endpoints.createAsset, body: .stream) { request, body in
      try await withTaskExecutorPreference(globalConcurrentExecutor) {
        try await Self.upload(request, body, services)
      }
    }
    raw(Endpoints.downloadAsset, body: .none) { request, _ in
      let asset = try await engine.read { try Self.asset($0, request) }
      return try AssetDownload(asset, services.blobs).reply(request)
    }
    addAssetDiff()
  }

  private mutating func addAssetDiff() {
    let services = services
    raw(Endpoints.diffAsset, body: .none) { request, _ in
      var query = QueryReader(request.query, Endpoints.diffAsset.description.query)
      let from = query.number("fromVersion", 1...1_000_000)
      let to = query.number("toVersion", 1...1_000_000)
      let faults = Result { try query.finish() }
      let (older, newer, seq) = try await services.engine.read { reader in
        let asset = try Self.asset(reader, request)
        try faults.get()
        let versions = try [from, to].map { version in
          guard let found = try reader.asset(pipeline: asset.pipelineId, name: asset.name, version: version) else {
            throw APIError(code: .notFound, message: "This asset has no version \(version ?? 0).")
          }
          return found
        }
        return (versions[0], versions[1], try reader.seq())
      }
      let summary = try await withTaskExecutorPreference(globalConcurrentExecutor) {
        try services.compare(services.blobs, older, newer)
      }
      return Reply(
        status: 200, json: EnvelopeWriter.one(try FactoryJSON.encode(summary), for: request, seq: seq))
    }
  }

  private static func asset(_ reader: any FactoryReader, _ request: ServerRequest) throws -> Asset {
    let id = try request.id(of: .asset)
    try EntityKind.asset.mustExist(id, reader)
    guard let asset = try reader.asset(id) else { throw EntityKind.asset.notFound }
    try EntityKind.pipeline.mustExist(asset.pipelineId, reader)
    return asset
  }

  /// The row is written only after its file is on the disk; a file without a row goes.
  private static func upload(_ request: ServerRequest, _ body: RequestBody, _ services: Services) async throws -> Reply
  {
    let caller = try request.caller()
    let key = try request.idempotencyKey()
    let id = services.engine.ids.next(at: request.now)
    let (upload, fingerprint) = try await receive(request, body, id, services)
    do {
      let answer = try await services.engine.perform(
        caller.actor,
        idempotency: key.map {
          (
            IdempotencyScope(principal: caller.actor.id, method: request.method, path: request.path, key: $0),
            fingerprint
          )
        }, now: request.now, requestId: request.id, status: 201
      ) { try .json($0.addAsset(upload)) }
      if answer.replayed || answer.status != 201 { try services.blobs.remove(id) }
      return reply(answer)
    } catch let refusal as APIError {
      try services.blobs.remove(id)
      throw refusal
    }
  }

  private static func receive(
    _ request: ServerRequest, _ body: RequestBody, _ id: EntityID, _ services: Services
  ) async throws -> (AssetUpload, Data) {
    defer { request.pace?.end() }
    var iterator = body.makeAsyncIterator()
    var received = 0
    do {
      var intake = try AssetIntake(id, contentType: request.headers[.contentType] ?? "", into: services.blobs)
      while let chunk = try await request.pace?.next(&iterator) {
        received += chunk.readableBytes
        if received > services.assetBytes { throw BodyTooLarge(limit: services.assetBytes) }
        try intake.take(chunk.readableBytesView)
      }
      if let declared = request.headers[.contentLength].flatMap({ Int($0) }), declared != received {
        throw APIError(code: .badRequest, message: "The body ended before its Content-Length.")
      }
      let upload = try intake.finish()
      return (upload, intake.fingerprint(upload))
    } catch let refusal as APIError {
      // The rest is taken, so that the sender gets to the answer.
      while received <= services.assetBytes, let chunk = try await request.pace?.next(&iterator) {
        received += chunk.readableBytes
      }
      throw refusal
    }
  }
}

/// The bytes of an asset, or one range of them (RFC 9110 §14).
struct AssetDownload {
  private let asset: Asset
  private let reader: any BlobReader
  private static let piece = 256 << 10

  init(_ asset: Asset, _ blobs: any BlobStore) throws {
    guard let key = EntityID(asset.storageKey) else { throw BlobFailure("Asset \(asset.id) names no blob.") }
    (self.asset, reader) = (asset, try blobs.open(key))
  }

  func reply(_ request: ServerRequest) throws -> Reply {
    var range = asset.sizeBytes > 0 ? request.headers[.range].flatMap { Self.range($0, asset.sizeBytes) } : nil
    if let condition = request.headers[.ifRange], condition != tag { range = nil }
    if case .nowhere? = range { return outside(request) }
    var (start, count, status) = (Int64(0), asset.sizeBytes, 200)
    if case .part(let bounds)? = range { (start, count, status) = (bounds.lowerBound, Int64(bounds.count), 206) }
    var reply = Reply(status: status, type: asset.contentType, body: body(start, count))
    if status == 206 {
      reply.headers[.contentRange] = "bytes \(start)-\(start + count - 1)/\(asset.sizeBytes)"
    }
    reply.headers[.acceptRanges] = "bytes"
    reply.headers[.eTag] = tag
    reply.headers[.contentDisposition] = AssetName.disposition(asset.name)
    reply.headers[.xContentTypeOptions] = "nosniff"
    reply.headers[.contentSecurityPolicy] = "sandbox; default-src 'none'"
    return reply
  }

  private var tag: String { "\"\(asset.checksumSha256)\"" }

  private func outside(_ request: ServerRequest) -> Reply {
    let error = APIError(
      code: .badRequest, message: "The range lies outside the \(asset.sizeBytes) bytes of this asset.", field: "Range",
      requestId: request.id)
    var reply = Reply(status: 416, json: ByteBuffer(bytes: ErrorBody.bytes(error)))
    reply.headers[.contentRange] = "bytes */\(asset.sizeBytes)"
    return reply
  }

  private func body(_ start: Int64, _ count: Int64) -> ResponseBody {
    let reader = reader
    return ResponseBody(contentLength: Int(count)) { writer in
      var (at, left) = (start, Int(count))
      while left > 0 {
        let (from, most) = (at, min(left, Self.piece))
        let bytes = try await withTaskExecutorPreference(globalConcurrentExecutor) {
          try reader.read(at: from, count: most)
        }
        guard !bytes.isEmpty else { throw BlobFailure("A blob is shorter than its asset says.") }
        try await writer.write(ByteBuffer(bytes: bytes))
        at += Int64(bytes.count)
        left -= bytes.count
      }
      try await writer.finish(nil)
    }
  }

  enum Range: Hashable {
    case part(ClosedRange<Int64>)
    case nowhere
  }

  /// One range; several, or what is none, means the whole.
  static func range(_ header: String, _ size: Int64) -> Range? {
    let text = header.trimmingCharacters(in: .whitespaces)
    guard text.lowercased().hasPrefix("bytes=") else { return nil }
    let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else { return nil }
    let (first, last) = (Int64(ends[0]), Int64(ends[1]))
    switch (first, last) {
    case (nil, let count?) where ends[0].isEmpty:
      return count == 0 ? .nowhere : .part(max(0, size - count)...(size - 1))
    case (let start?, nil) where ends[1].isEmpty: return start < size ? .part(start...(size - 1)) : .nowhere
    case (let start?, let end?):
      guard start <= end else { return nil }
      return start < size ? .part(start...min(end, size - 1)) : .nowhere
    default: return nil
    }
  }
}
