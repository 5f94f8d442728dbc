// backup, restore: a store as files. Both work on the files themselves; a backup needs no pause, a restore needs the server to be gone.
import ArgumentParser
import FactoryStorage
import Foundation

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy a store into a file, also while its server runs.",
    discussion: """
      Copies DATABASE_URL, or your own store, as it is at one moment. The key and the anchors of its audit log go into FILE.audit-key \
      and FILE.audit-anchors, the bytes of assets into FILE.assets. Keep all of them; whoever has them has everything in the store.
      """)
  @Argument(help: "File to make.") var file: String

  func run() throws {
    try sentence { try StoreBackup.make(of: try StoreAccess.file(), to: absolute(file)) }
    Output.line("backed up to \(file)")
  }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup in the place of a store.",
    discussion: """
      Works on DATABASE_URL, or your own store, while no server uses it. A store that is there is moved aside, never overwritten.
      """)
  @Argument(help: "File that backup made.") var file: String

  func run() throws {
    let path = try StoreAccess.file()
    let aside = try sentence { try StoreBackup.restore(absolute(file), to: path) }
    Output.line("restored \(path)")
    if let aside { Output.line("the store that was there is now \(aside)") }
  }
}

private func absolute(_ path: String) -> String {
  path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
}
