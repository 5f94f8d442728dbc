// A store that goes away with this process, and with it the server and whatever else lies in its folder.
import Foundation

/// A store in a temporary folder, with a server that ends with this process.
final class ThrowAwayStore {
  let folder: String
  private let lifeline: (reader: Int32, writer: Int32)

  init() throws {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(base)/factory-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(.failed, "No folder can be made in \(base): \(String(cString: strerror(errno))).")
    }
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    lifeline = try Pipes.make()
  }

  func connect() throws -> Connection { try Connection.embedded(folder: folder, lifeline: lifeline.reader) }

  /// Ends the server and removes the folder.
  func remove() {
    close(lifeline.writer)
    if let state = ServerFiles(folder: folder).readState() { _ = Process.waitForEnd(of: state.pid, seconds: 10) }
    try? FileManager.default.removeItem(atPath: folder)
  }
}
