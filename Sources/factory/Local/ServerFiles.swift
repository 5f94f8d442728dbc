// The files by which programs of one user find their embedded server: state file, owner token, socket, locks.
// Written by the server, read by everyone else; each write replaces the whole file.
import FactoryContracts
import FactoryCrypto
import Foundation
import Glibc

/// What a running embedded server says about itself.
struct ServerState: Codable, Sendable, Hashable {
  var pid: Int32
  var port: Int
  var socket: String
  var version: String
  var startedAt: Timestamp
  /// The local owner's principal, so that nobody has to ask for it before the first screen.
  var ownerId: EntityID
}

struct ServerFiles: Sendable {
  /// The folder of the store.
  let folder: String

  var database: String { folder + "/factory.db" }
  var state: String { folder + "/server.json" }
  var token: String { folder + "/owner.token" }
  var log: String { folder + "/server.log" }
  var spawnLock: String { folder + "/spawn.lock" }

  /// A socket's path is bound by the kernel to 107 bytes: a long folder gets a short name elsewhere.
  var socket: String {
    let inside = folder + "/server.sock"
    guard inside.utf8.count > 100 else { return inside }
    return "/tmp/goosefactory-\(getuid())-\(SHA256.hex(Array(folder.utf8)).prefix(16))/server.sock"
  }

  func readState() -> ServerState? {
    guard let data = FileManager.default.contents(atPath: state) else { return nil }
    return try? FactoryJSON.decode(ServerState.self, from: data)
  }

  func write(_ value: ServerState) throws {
    try Self.replace(state, with: try FactoryJSON.canonical(value))
  }

  /// The local owner's token; made on first use (ruling R58).
  func ownerToken() throws -> String {
    if let token = try readToken() { return token }
    let fresh = "gfo_" + SecureRandom.token()
    try Self.replace(token, with: Data((fresh + "\n").utf8))
    return fresh
  }

  func readToken() throws -> String? { try Self.readSecret(token) }

  /// The one line of a file that nobody else may read; nil where there is none.
  static func readSecret(_ path: String) throws -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    if let mode, mode & 0o077 != 0 {
      throw CommandFailure(
        .failed, "\(path) can be read by others (mode \(String(mode, radix: 8))); make it 600 and try again.")
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? nil : text
  }

  /// Writes beside, syncs and renames, so that a reader sees the old file or the new one; readable by the owner only.
  static func replace(_ path: String, with data: Data) throws {
    let temporary = path + ".\(getpid()).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(.failed, "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
    let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    let synced = fsync(descriptor)
    close(descriptor)
    guard written == data.count, synced == 0, rename(temporary, path) == 0 else {
      unlink(temporary)
      throw CommandFailure(.failed, "\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
  }
}
