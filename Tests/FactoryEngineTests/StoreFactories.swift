// Every store that the behaviour suite and the stories run over. A new store is one more row.
import FactoryEngine
import FactoryStorage

/// A way to a fresh, empty store.
struct StoreFactory: Sendable, CustomStringConvertible {
  let name: String
  let make: @Sendable () throws -> any FactoryStore

  var description: String { name }

  static let memory = StoreFactory(name: "memory") { MemoryStore() }
  static let sqlite = StoreFactory(name: "SQLite") { try SQLiteStore(.memory) }

  static let all: [StoreFactory] = [memory, sqlite]
}
