// Opening: where, by whom, and what an unusable place is told. An acknowledged write survives whatever ends the process.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct OpeningTests {
  @Test(arguments: [
    ("sqlite:///var/lib/factory.db", StoreLocation.file("/var/lib/factory.db")),
    ("SQLITE:///a%20b/f.db", .file("/a b/f.db")),
    ("sqlite::memory:", .memory), ("sqlite://:memory:", .memory), ("sqlite:///:memory:", .memory),
  ])
  func aDatabaseURLNamesAPlace(_ text: String, _ place: StoreLocation) throws {
    #expect(try StoreLocation(databaseURL: text) == place)
  }

  @Test(arguments: [
    ("postgresql://u:secret@host/db", "the scheme postgresql:"), ("factory.db", "a text without a scheme"),
    ("sqlite:factory.db", "no absolute path after sqlite:"), ("sqlite://host/f.db", "no absolute path after sqlite:"),
    ("sqlite:///", "a path that names no file"), ("sqlite:///a/", "a path that names no file"),
    ("sqlite:///a%zz", "a broken percent escape"), ("sqlite:///a.db?mode=ro", "options after the path"),
  ])
  func anyOtherGetsASentence(_ text: String, _ found: String) {
    let error = #expect(throws: BadStoreLocation.self) { try StoreLocation(databaseURL: text) }
    #expect(error?.description.hasSuffix("found \(found).") == true)
    #expect(error?.description.contains("secret") == false)
  }

  @Test func aSecondOwnerIsToldWhoHoldsIt() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let error = #expect(throws: StoreFailure.self) { try folder.open() }
    #expect(
      error
        == .unavailable(
          "The database \(folder.database) is in use by the process with id \(getpid()); "
            + "stop that server or name another database."))
    await store.close()
    await (try folder.open()).close()
  }

  @Test func filesAreTheirOwnersOnly() async throws {
    try await withOpened { folder, _ in
      for name in ["factory.db", "factory.db-wal", "factory.db.lock"] {
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)[.posixPermissions]
        #expect(mode as? Int == 0o600, "\(name)")
      }
    }
  }

  @Test func theLogIsSyncedWithEveryCommit() async throws {
    try await withOpened { folder, store in
      try await store.write { try $0.insert(Sample.task(1)) }
      let mode = try await store.read { _ in
        try DatabaseQueue(path: folder.database).read { db in
          try String.fetchOne(db, sql: "PRAGMA journal_mode")
        }
      }
      #expect(mode == "wal")
      #expect(try await store.writerSetting("synchronous") == 2)
      #expect(try await store.writerSetting("foreign_keys") == 1)
    }
  }

  /// What is on the disk at the moment of the acknowledgement is what a process finds that starts after a kill.
  @Test func whatWasAcknowledgedIsThereAfterAnAbruptEnd() async throws {
    try await withOpened { folder, store in
      for number in 1...20 {
        try await store.write { try $0.insert(Sample.task(number)) }
        guard number % 5 == 0 else { continue }
        let copy = try StoreFolder()
        for suffix in ["", "-wal"] {
          try FileManager.default.copyItem(atPath: folder.database + suffix, toPath: copy.database + suffix)
        }
        let reopened = try copy.open()
        let found = try await reopened.read { reader in try (1...20).filter { try reader.task(Sample.id($0)) != nil } }
        #expect(found == Array(1...number))
        #expect(try await reopened.verify().problems == [])
        await reopened.close()
      }
    }
  }

  @Test func aTornLogLosesNothingBeforeTheTear() async throws {
    try await withOpened { folder, store in
      try await store.write { try $0.insert(Sample.task(1)) }
      let whole = try Data(contentsOf: URL(fileURLWithPath: folder.database + "-wal"))
      try await store.write { try $0.insert(Sample.task(2)) }
      let longer = try Data(contentsOf: URL(fileURLWithPath: folder.database + "-wal"))
      for length in [whole.count, whole.count + 1, (whole.count + longer.count) / 2, longer.count - 1] {
        let copy = try StoreFolder()
        try FileManager.default.copyItem(atPath: folder.database, toPath: copy.database)
        try longer.prefix(length).write(to: URL(fileURLWithPath: copy.database + "-wal"))
        let reopened = try copy.open()
        let (one, two) = try await reopened.read { (try $0.task(Sample.id(1)), try $0.task(Sample.id(2))) }
        #expect(one != nil)
        #expect(two == nil)
        await reopened.close()
      }
    }
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    let folder = try StoreFolder()
    try Data(repeating: 65, count: 8192).write(to: URL(fileURLWithPath: folder.database))
    let error = #expect(throws: StoreFailure.self) { try folder.open() }
    guard case .corrupt(let sentence) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(sentence.contains(folder.database))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)).count == 8192)
  }

  @Test func aPlaceThatCannotBeMadeIsRefused() throws {
    let folder = try StoreFolder()
    try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
    #expect(throws: StoreFailure.self) { try SQLiteStore(.file(folder.path + "/file/factory.db")) }
  }

  @Test func aMemoryStoreLeavesNothing() async throws {
    let store = try SQLiteStore(.memory)
    try await store.write { try $0.insert(Sample.task(1)) }
    #expect(try await store.read { try $0.task(Sample.id(1)) } == Sample.task(1))
    let path = store.path
    await store.close()
    #expect(!FileManager.default.fileExists(atPath: (path as NSString).deletingLastPathComponent))
  }

  private func withOpened(_ body: (StoreFolder, SQLiteStore) async throws -> Void) async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await body(folder, store)
    await store.close()
  }
}
