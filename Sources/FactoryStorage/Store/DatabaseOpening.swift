// Opens the database file: settings of its connections, then the migrations. Called once, before the store's threads start.
import FactoryEngine
import GRDB

enum DatabaseOpening {
  /// - Returns: the connections, and the SLA policy that the store's rows are kept by.
  static func open(_ path: String, _ slaPolicy: SLAPolicy?) throws -> (DatabasePool, SLAPolicy) {
    let pool = try DatabasePool(path: path, configuration: configuration())
    try pool.writeWithoutTransaction { db in
      guard try !Schema.migrator.hasBeenSuperseded(db) else {
        throw StoreFailure.unavailable("The database \(path) was written by a newer version of this program.")
      }
    }
    try Schema.migrator.migrate(pool)
    try pool.writeWithoutTransaction { try tuneWriter($0) }
    return (pool, try pool.write { try SLAMoments.adopt(slaPolicy, $0) })
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.label = "factory store"
    configuration.busyMode = .timeout(5)
    configuration.foreignKeysEnabled = true
    // The readers' own connections and one for a backup.
    configuration.maximumReaderCount = ReaderThreads.limit + 2
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    return configuration
  }

  /// A commit is on the disk before it is acknowledged. The log is moved into the file in larger steps than SQLite's own
  /// thousand pages, because a page that changed often is then moved once.
  private static func tuneWriter(_ db: Database) throws {
    try db.execute(
      sql: """
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -8192;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """)
  }
}
