// Import: lines that arrived together share a transaction, each with a savepoint, so that a bad line leaves nothing and stops
// nothing (ruling R55).
import FactoryContracts
import FactoryEngine
import Foundation
import NIOConcurrencyHelpers
import NIOCore

/// One line of the input; nil text: it was longer than allowed.
struct ImportLine: Sendable {
  let number: Int
  let text: Data?
}

/// Cuts chunks into lines.
struct LineSplitter {
  private let limit: Int
  private var pending = Data()
  private var isTooLong = false
  private var count = 0

  init(limit: Int) { self.limit = limit }

  /// The lines that this chunk completes; empty lines are skipped, but counted.
  mutating func take(_ chunk: ByteBuffer) -> [ImportLine] {
    var lines: [ImportLine] = []
    let parts = chunk.readableBytesView.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for part in parts.dropLast() {
      append(part)
      lines += end()
    }
    if let tail = parts.last { append(tail) }
    return lines
  }

  /// What came behind the last line feed.
  mutating func rest() -> [ImportLine] { pending.isEmpty && !isTooLong ? [] : end() }

  private mutating func append(_ bytes: some Collection<UInt8>) {
    if pending.count + bytes.count > limit {
      isTooLong = true
      pending = Data()
    } else if !isTooLong {
      pending.append(contentsOf: bytes)
    }
  }

  private mutating func end() -> [ImportLine] {
    count += 1
    defer {
      pending = Data()
      isTooLong = false
    }
    if isTooLong { return [ImportLine(number: count, text: nil)] }
    let isBlank = pending.allSatisfy { [0x20, 0x09, 0x0d].contains($0) }
    return isBlank ? [] : [ImportLine(number: count, text: pending)]
  }
}

struct Importer: Sendable {
  let engine: Engine
  let caller: Principal
  let request: ServerRequest
  let limits: ServerLimits

  /// - Returns: one result line for each line, in order.
  func run(_ lines: [ImportLine]) async throws -> ByteBuffer {
    guard !lines.isEmpty else { return ByteBuffer() }
    let results = NIOLockedValueBox<[ImportResult]>([])
    let (request, limits) = (request, limits)
    _ = try await engine.perform(
      caller.actor, idempotency: nil, now: WallClock.now(), requestId: request.id, status: 200
    ) { useCases in
      let all = try lines.map { try Self.one($0, useCases, request, limits) }
      results.withLockedValue { $0 = all }
      return .nothing
    }
    var output = ByteBuffer()
    for result in results.withLockedValue({ $0 }) {
      output.writeBytes(try FactoryJSON.encode(result))
      output.writeInteger(UInt8(ascii: "\n"))
    }
    return output
  }

  private static func one(
    _ line: ImportLine, _ useCases: UseCases, _ request: ServerRequest, _ limits: ServerLimits
  ) throws -> ImportResult {
    do {
      guard let text = line.text else {
        throw APIError(code: .badRequest, message: "The line is larger than \(limits.evidence >> 20) MiB.")
      }
      if let fault = JSONCheck.fault(in: text, depth: limits.depth, called: "line") {
        throw APIError(code: .badRequest, message: fault)
      }
      let parsed = try BodyDecoding.decode(SnapshotLine.self, from: text)
      let id = try useCases.tx.savepoint { try useCases.importLine(parsed) }
      return ImportResult(line: line.number, ok: true, id: id)
    } catch var error as APIError {
      error.requestId = request.id
      return ImportResult(line: line.number, ok: false, error: error)
    }
  }
}
