// run, the default: opens the command center on the chosen server.
import ArgumentParser
import FactoryContracts
import Foundation

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Open the command center (the default).",
    discussion: "Without a terminal it prints the queue and ends.")
  @Option(
    help: "Theme: one that `factory themes` lists.", completion: .shellCommand("factory themes list | cut -d' ' -f1"))
  var theme: String?
  @Option(help: ArgumentHelp("How long a decision can be taken back, 0–60.", valueName: "seconds")) var grace: Int?
  @Flag(help: "Show everything, decide nothing.") var readOnly = false
  @Flag(help: "Lines of text in place of a screen: for screen readers, scripts and bad links. Also where TERM is dumb.")
  var plain = false
  @OptionGroup var recording: RecordOption
  @OptionGroup var server: ServerOptions

  func validate() throws {
    if let grace, !(0...60).contains(grace) { throw ValidationError("--grace: 0 to 60 was expected, found \(grace).") }
  }

  func run() throws {
    if plain || isDumb {
      let linear = LinearCenter(grace: grace, readOnly: readOnly, recordPath: recording.record)
      return try linear.run(try Connection.open(server))
    }
    let isInteractive = isatty(0) == 1 && isatty(1) == 1 && !server.json
    if isInteractive { CenterProcess.prepare() }
    guard isInteractive || recording.record == nil else {
      throw CommandFailure(.usage, "--record: a terminal to record, or --plain, was expected, found neither.")
    }
    if let theme { try CenterProcess.check(theme: theme) }
    let connection = try Connection.open(server)
    guard isInteractive else { return try QueuePrint.run(connection, json: server.json) }
    var center = CenterProcess(connection: connection, stateFolder: Paths().state)
    center.theme = theme
    center.recordPath = recording.record
    center.reopen = { [server] in try Connection.open(server) }
    center.grace = grace
    center.readOnly = readOnly
    try center.run()
  }

  /// A person at a terminal that cannot place the cursor.
  private var isDumb: Bool {
    ProcessInfo.processInfo.environment["TERM"] == "dumb" && isatty(0) == 1 && isatty(1) == 1 && !server.json
  }
}

/// The sitting as a file.
struct RecordOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write down what is shown and which keys are pressed: a new file, asciicast v2, for `asciinema play`.",
      valueName: "file"))
  var record: String?
}

/// The open tasks as text, for what is no terminal.
enum QueuePrint {
  static func run(_ connection: Connection, json: Bool) throws {
    let query = [("open", "true"), ("limit", "100")]
    let (tasks, meta) = try connection.api.ask(Endpoints.listTasks, query: query, json: json)
    if json { return try Output.json(tasks) }
    try List.printQueue(tasks, total: meta?.pagination?.total ?? tasks.count, connection)
  }
}
