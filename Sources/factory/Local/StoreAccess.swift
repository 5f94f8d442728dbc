// Work on a store without its server: people are created before anyone can sign in, and the audit chain is checked from outside.
// The store's own lock keeps this and a running server apart.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation

enum StoreAccess {
  /// Runs a use case as the factory itself.
  static func write<Value: Sendable>(_ work: @escaping @Sendable (UseCases) throws -> Value) async throws -> Value {
    try await withStore { store in
      let engine = Engine(store: store, ids: RandomIDSource(), settings: EngineSettings())
      let now = Timestamp.current
      let system = Actor(kind: .system, id: EntityID(high: 0, low: 0), name: "command line", role: .owner)
      return try await engine.run(system, now: now, work)
    }
  }

  static func read<Value: Sendable>(
    _ work: @escaping @Sendable (any FactoryReader) throws -> Value
  ) async throws -> Value {
    try await withStore { try await $0.read(work) }
  }

  private static func withStore<Value: Sendable>(_ work: (SQLiteStore) async throws -> Value) async throws -> Value {
    let store = try sentence { try SQLiteStore(try location()) }
    do {
      let value = try await work(store)
      await store.close()
      return value
    } catch {
      await store.close()
      if let refusal = error as? APIError { throw CommandFailure(.refused(refusal)) }
      throw CommandFailure(.failed, "\(error)")
    }
  }

  /// The database file of `location`.
  static func file() throws -> String {
    guard case .file(let path) = try location() else {
      throw CommandFailure(.usage, "DATABASE_URL: a store in a file was expected, found one in memory.")
    }
    return path
  }

  /// `DATABASE_URL`, else the user's own store.
  static func location(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> StoreLocation {
    if let url = environment["DATABASE_URL"], !url.isEmpty {
      do { return try StoreLocation(databaseURL: url) } catch { throw CommandFailure(.usage, error.description) }
    }
    let files = ServerFiles(folder: Paths(environment: environment).data)
    try Paths.makePrivate(files.folder)
    return .file(files.database)
  }
}
