// How `factory open` reaches a command center that runs already: a datagram socket in a folder that only its user can enter.
// The listening thread is the door's own. Invariants: a door is of one server and one person; a link changes what is shown and nothing
// else, so whoever may write here gains nothing by it.
import FactoryClient
import FactoryContracts
import FactoryCrypto
import Foundation
import Glibc
import Synchronization

final class CenterDoor: Sendable {
  private let path: String
  private let descriptor: Int32

  /// nil where no socket can be made: the screen works without it.
  init?(_ connection: Connection, stateFolder: String) {
    let folder = Self.folder(stateFolder)
    guard (try? Paths.makePrivate(folder)) != nil else { return nil }
    path = "\(folder)/\(Self.name(connection))-\(getpid())"
    unlink(path)
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0, UnixSocket.withAddress(path, { bind(descriptor, $0, $1) }) == 0 else {
      if descriptor >= 0 { Glibc.close(descriptor) }
      return nil
    }
    chmod(path, 0o600)
  }

  /// Passes every link on that comes in, from a thread that ends with the process.
  func listen(_ post: @escaping @Sendable (DeepLink) -> Void) {
    let descriptor = descriptor
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 1024)
      while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        if let link = try? DeepLink(parsing: String(decoding: buffer[..<count], as: UTF8.self)) { post(link) }
      }
    }
  }

  func close() { unlink(path) }

  // MARK: The other side

  /// Hands a link to the newest command center of this server and person; its process id, or nil where none runs.
  static func hand(_ link: DeepLink, _ connection: Connection, stateFolder: String) -> Int32? {
    let folder = folder(stateFolder)
    let prefix = name(connection) + "-"
    let doors = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix(prefix) }
    let newest = doors.sorted { age("\(folder)/\($0)") > age("\(folder)/\($1)") }
    for door in newest where send(link.uri, to: "\(folder)/\(door)") {
      return Int32(door.dropFirst(prefix.count))
    }
    return nil
  }

  private static func age(_ path: String) -> Date {
    (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date) ?? .distantPast
  }

  /// A door whose program is gone is taken away.
  private static func send(_ text: String, to path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { Glibc.close(descriptor) }
    guard UnixSocket.withAddress(path, { connect(descriptor, $0, $1) }) == 0 else {
      if errno == ECONNREFUSED { unlink(path) }
      return false
    }
    let bytes = Array(text.utf8)
    return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      == bytes.count
  }

  private static func folder(_ stateFolder: String) -> String { stateFolder + "/centers" }

  private static func name(_ connection: Connection) -> String {
    String(SHA256.hex(Array("\(connection.address.origin) \(connection.principal)".utf8)).prefix(16))
  }
}
