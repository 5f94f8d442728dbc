// The audit log against somebody who can write its database: keys and anchors beside it show what the chain alone cannot.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import FactoryStorage

@Suite struct AuditSigningTests {
  private func write(_ store: SQLiteStore, _ numbers: ClosedRange<Int>) async throws {
    for number in numbers {
      try await store.write { try $0.append(Sample.auditEntry(number), pipelineId: Sample.id(1001)) }
    }
  }

  private func edit(_ folder: StoreFolder, _ sql: String...) async throws {
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.write { db in for statement in sql { try db.execute(sql: statement) } }
    try queue.close()
  }

  private func written(_ numbers: ClosedRange<Int> = 1...10) async throws -> StoreFolder {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await write(store, numbers)
    await store.close()
    return folder
  }

  @Test func aWholeLogSaysWhatItIs() async throws {
    let folder = try await written()
    let report = try AuditCheck.run(database: folder.database)
    #expect(report == AuditReport(rows: 10, signedSince: 1, anchors: 1, problems: []))
    let key = try String(contentsOfFile: folder.database + ".audit-key", encoding: .utf8)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.database + ".audit-key")[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let secret = try #require(Hex.decode(key.split(separator: " ")[1].prefix(64)))
    let bytes = try Data(contentsOf: URL(filePath: folder.database))
    #expect(bytes.range(of: Data(secret)) == nil && bytes.range(of: Data(Hex.encode(secret).utf8)) == nil)
  }

  @Test func aTailCutOffWithItsHeadShows() async throws {
    let folder = try await written()
    try await edit(
      folder, "DELETE FROM audit WHERE n > 6",
      "UPDATE audit_head SET n = 6, hash = (SELECT hash FROM audit WHERE n = 6)")
    let report = try AuditCheck.run(database: folder.database)
    #expect(report.problems == ["The audit log once had 10 rows and has 6 now: its end was cut off."])
  }

  @Test func everyRowRemovedWithItsHeadShows() async throws {
    let folder = try await written()
    try await edit(folder, "DELETE FROM audit", "UPDATE audit_head SET n = 0, hash = x''")
    #expect(try AuditCheck.run(database: folder.database).problems.count == 1)
  }

  /// Somebody who knows the program and can write the database, but has no key.
  @Test func aChainComputedAnewWithoutTheKeyShows() async throws {
    let folder = try await written()
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.write { db in
      try db.execute(sql: "UPDATE audit SET actor = NULL WHERE n = 3")
      var previous = Data()
      for row in try Row.fetchAll(db, sql: "SELECT n, json FROM audit ORDER BY n") {
        previous = Data(SHA256.hash(previous + (row[1] as Data)))
        try db.execute(sql: "UPDATE audit SET hash = ? WHERE n = ?", arguments: [previous, row[0] as Int])
      }
      try db.execute(sql: "UPDATE audit_head SET hash = ?", arguments: [previous])
      try db.execute(sql: "DELETE FROM audit_key")
    }
    try queue.close()
    #expect(try AuditCheck.run(database: folder.database).problems.count == 1)
  }

  @Test func aForgedAnchorShows() async throws {
    let folder = try await written()
    let path = folder.database + ".audit-anchors"
    let line = try String(contentsOfFile: path, encoding: .utf8)
    try ("4" + line.dropFirst(2)).write(toFile: path, atomically: true, encoding: .utf8)
    #expect(
      try AuditCheck.run(database: folder.database).problems
        == ["Line 1 of the anchor file was not written by this store."])
  }

  @Test func aLostKeyIsToldAndTheStoreGoesOnWithANewOne() async throws {
    let folder = try await written()
    try FileManager.default.removeItem(atPath: folder.database + ".audit-key")
    #expect(try AuditCheck.run(database: folder.database).problems.contains { $0.contains("is not in the key file") })
    let store = try folder.open()
    try await write(store, 11...12)
    await store.close()
    let report = try AuditCheck.run(database: folder.database)
    #expect(report.rows == 12 && report.signedSince == 11)
    #expect(!report.isWhole)
  }

  @Test func rowsFromBeforeSigningKeepVerifying() async throws {
    let folder = try StoreFolder()
    // A store as it was before rows were signed: the plain chain, and no key.
    let old = try folder.open()
    await old.close()
    let keyFile = folder.database + ".audit-key"
    try "99 \(String(repeating: "00", count: 32))\n".write(toFile: keyFile, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile)
    let id = try AuditKeys.load(folder.database).epochs[0].id
    try await edit(folder, "UPDATE audit_key SET id = '\(id)', since = 99")
    let plain = try folder.open()
    try await write(plain, 1...5)
    await plain.close()
    try FileManager.default.removeItem(atPath: keyFile)
    try await edit(folder, "DELETE FROM audit_key")
    let signed = try folder.open()
    try await write(signed, 6...8)
    await signed.close()
    #expect(try AuditCheck.run(database: folder.database).problems == [])
    #expect(try AuditCheck.run(database: folder.database).signedSince == 6)
    try await edit(folder, "UPDATE audit SET action = 'x' WHERE n = 2")
    #expect(try AuditCheck.run(database: folder.database).problems.count == 1)
  }

  @Test func aKeyThatOthersCanReadIsRefused() async throws {
    let folder = try await written()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.database + ".audit-key")
    #expect(throws: StoreFailure.self) { try AuditCheck.run(database: folder.database) }
    #expect(throws: StoreFailure.self) { try folder.open() }
  }

  @Test func worksBesideAStoreThatIsOpen() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await write(store, 1...4)
    try await store.anchorAudit()
    try await write(store, 5...9)
    let report = try AuditCheck.run(database: folder.database)
    #expect(report.rows == 9 && report.anchors == 1 && report.isWhole)
    try await store.anchorAudit()
    try await store.anchorAudit()
    #expect(try AuditCheck.run(database: folder.database).anchors == 2)
    await store.close()
  }

  @Test func theAnchorFileStaysSmall() throws {
    let folder = try StoreFolder()
    let file = AuditAnchorFile(database: folder.database)
    for row in 1...2000 { try file.note(row: Int64(row), hash: Data([1]), key: HMACKey([2])) }
    let lines = AuditAnchorFile.lines(file.path)
    #expect(lines.count < 600)
    #expect(lines.last.flatMap { AuditAnchor($0) }?.row == 2000)
  }
}

@Suite struct BackupTests {
  @Test func aBackupBesideAnOpenStoreIsRestoredWhole() async throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    try await store.write { tx in
      try tx.insert(Sample.task(1))
      try tx.append(Sample.auditEntry(1), pipelineId: nil)
    }
    try await store.anchorAudit()
    let file = folder.path + "/backup.db"
    try StoreBackup.make(of: folder.database, to: file)
    #expect(throws: StoreFailure.self) { try StoreBackup.make(of: folder.database, to: file) }
    try await store.write { try $0.insert(Sample.task(2)) }
    #expect(throws: StoreFailure.self, "the store is in use") { try StoreBackup.restore(file, to: folder.database) }
    await store.close()
    let aside = try #require(try StoreBackup.restore(file, to: folder.database))
    #expect(FileManager.default.fileExists(atPath: aside))
    let restored = try folder.open()
    #expect(try await restored.read { try $0.task(Sample.id(1)) } != nil)
    #expect(try await restored.read { try $0.task(Sample.id(2)) } == nil)
    #expect(try await restored.verify().problems == [])
    await restored.close()
    #expect(try AuditCheck.run(database: folder.database).isWhole)
  }

  @Test func whatIsNoBackupIsRefusedAndNothingChanges() async throws {
    let folder = try StoreFolder()
    await (try folder.open()).close()
    let file = folder.path + "/text"
    try "not a database, but long enough to look at".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(throws: StoreFailure.self) { try StoreBackup.restore(file, to: folder.database) }
    #expect(throws: StoreFailure.self) { try StoreBackup.restore(folder.path + "/none", to: folder.database) }
    #expect(try AuditCheck.run(database: folder.database).isWhole)
  }
}
