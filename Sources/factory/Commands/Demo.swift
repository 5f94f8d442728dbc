// demo: the command center on a throw-away store into which the commits of a real repository flow as decisions.
import ArgumentParser
import FactoryContracts
import Foundation

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Try it: the last commits of a repository as decisions, in a store that goes away at the end.",
    discussion: "Without a terminal it prints the queue and ends.")
  @Option(help: ArgumentHelp("A git repository.", valueName: "folder")) var repository = "."
  @Option(help: "How many of its last commits, 1–200.") var commits = 14
  @Option(help: ArgumentHelp("Between two arriving commits, once some are there.", valueName: "duration"))
  var pace = Duration(seconds: 5)

  func validate() throws {
    guard (1...200).contains(commits) else {
      throw ValidationError("--commits: 1 to 200 was expected, found \(commits).")
    }
  }

  func run() throws {
    // Read before anything is started: a folder that is no repository costs one sentence.
    let feeder = try DemoFeeder(repository: repository, commits: commits)
    let store = try ThrowAwayStore()
    defer { store.remove() }
    let connection = try store.connect()
    guard isatty(0) == 1, isatty(1) == 1 else {
      try feeder.feedAll(connection.api)
      return try QueuePrint.run(connection, json: false)
    }
    let first = 6
    try feeder.feed(connection.api, first: first)
    feeder.feedRest(connection.api, after: first, pace: pace.seconds)
    try CenterProcess(
      connection: connection, stateFolder: store.folder + "/state", title: "factory demo"
    ).run()
  }
}

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
