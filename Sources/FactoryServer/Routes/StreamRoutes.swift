// The whole store out and in as JSON Lines (ruling R55): streamed in both directions with back-pressure, never in memory as a
// whole.
import FactoryContracts
import FactoryEngine
import Foundation
import HummingbirdCore
import NIOCore
import NIOConcurrencyHelpers

extension RouteBuilder {
  mutating func addStreams() {
    let services = services
    raw(Endpoints.snapshot, body: .none) { request, _ in
      let wanted = try Self.wanted(request)
      return try Self.streamed("application/x-ndjson", services) { reader, output in
        output.write(Data("{\"seq\":\(try reader.seq())}\n".utf8))
        try reader.snapshot(wanted) { line in
          output.write(line)
          return output.write(newline)
        }
      }
    }
    raw(Endpoints.importLines, body: .stream) { request, body in
      let importer = Importer(
        engine: services.engine, caller: try request.caller(), request: request, limits: services.limits)
      return Reply(
        status: 200, type: "application/x-ndjson",
        body: ResponseBody { writer in
          var lines = LineSplitter(limit: services.limits.evidence)
          defer { request.pace?.end() }
          var iterator = body.makeAsyncIterator()
          while let chunk = try await request.pace?.next(&iterator) {
            let results = try await importer.run(lines.take(chunk))
            if results.readableBytes > 0 { try await writer.write(results) }
          }
          let results = try await importer.run(lines.rest())
          if results.readableBytes > 0 { try await writer.write(results) }
          try await writer.finish(nil)
        })
    }
  }

  private static func wanted(_ request: ServerRequest) throws -> SnapshotRequest {
    var query = QueryReader(request.query, Endpoints.snapshot.description.query)
    var wanted = SnapshotRequest(openOnly: query.flag("open") ?? false)
    let names = ["tasks", "pipelines", "agents"]
    let entities = query.value("entities", "some of \(names.joined(separator: ", ")), separated by commas") { text in
      let chosen = text.split(separator: ",").map(String.init)
      return chosen.allSatisfy(names.contains) ? Set(chosen) : nil
    }
    try query.finish()
    if let entities {
      wanted.tasks = entities.contains("tasks")
      wanted.pipelines = entities.contains("pipelines")
      wanted.agents = entities.contains("agents")
    }
    return wanted
  }

  /// An answer that is written while the store is read, at most a few of them at the same time.
  /// - Parameter read: Runs on the store's thread, which waits while the caller is slow.
  static func streamed(
    _ type: String, _ services: Services,
    _ read: @escaping @Sendable (any FactoryReader, StreamOutput) throws -> Void
  ) throws -> Reply {
    guard let pass = services.snapshots.enter() else {
      throw Refusal.unavailable("Others are streaming the whole store; try again.")
    }
    return Reply(
      status: 200, type: type,
      body: ResponseBody { writer in
        defer { pass.leave() }
        let chunks = BlockingPipe()
        async let reading: Void = run(read, into: chunks, services.engine)
        do {
          for await chunk in chunks.output {
            try await writer.write(chunk)
            chunks.taken()
          }
        } catch {
          chunks.cancel()
          throw error
        }
        try await reading
        try await writer.finish(nil)
      })
  }

  private static func run(
    _ read: @escaping @Sendable (any FactoryReader, StreamOutput) throws -> Void, into pipe: BlockingPipe,
    _ engine: Engine
  ) async throws {
    defer { pipe.finish() }
    try await engine.read { reader in
      let output = StreamOutput(pipe)
      try read(reader, output)
      try output.finish()
    }
  }
}

private let newline = Data("\n".utf8)

/// Gathers what is written into chunks. Used on the store's thread, within one read.
final class StreamOutput {
  private let pipe: BlockingPipe
  private var chunk = ByteBuffer()
  private var isOpen = true

  init(_ pipe: BlockingPipe) { self.pipe = pipe }

  /// - Returns: whether somebody still reads.
  @discardableResult
  func write(_ bytes: Data) -> Bool {
    chunk.writeBytes(bytes)
    if chunk.readableBytes >= 64 << 10 {
      isOpen = pipe.put(chunk)
      chunk = ByteBuffer()
    }
    return isOpen
  }

  /// Without its last chunk an answer must not look whole.
  func finish() throws {
    if isOpen, chunk.readableBytes > 0 { isOpen = pipe.put(chunk) }
    if !isOpen { throw SnapshotAbandoned() }
  }
}

/// The caller stopped reading.
struct SnapshotAbandoned: Error {}

/// How many may stream the store at the same time: each holds one of the store's readers.
final class SnapshotGate: Sendable {
  private let free: NIOLockedValueBox<Int>
  init(_ count: Int) { free = NIOLockedValueBox(count) }

  /// nil: all places are taken.
  func enter() -> SnapshotPass? {
    let hasRoom = free.withLockedValue { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    return hasRoom ? SnapshotPass { [free] in free.withLockedValue { $0 += 1 } } : nil
  }
}

/// One place at the gate; given back once, at the latest when the answer is forgotten.
final class SnapshotPass: Sendable {
  private let giveBack: NIOLockedValueBox<(@Sendable () -> Void)?>
  init(_ giveBack: @escaping @Sendable () -> Void) { self.giveBack = NIOLockedValueBox(giveBack) }

  func leave() {
    giveBack.withLockedValue { giveBack in
      defer { giveBack = nil }
      return giveBack
    }?()
  }

  deinit { leave() }
}
