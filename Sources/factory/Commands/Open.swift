// open: follows a factory:// link, in the command center that runs or in a new one (contract §5.4).
import ArgumentParser
import FactoryContracts
import Foundation

struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Follow a factory:// link.",
    discussion: """
      A command center of this server that runs already shows it; otherwise one is opened, and without a terminal the task is printed. \
      Links that ask for a decision lead to its task; the decision is yours.
      """)
  @Argument(help: "factory://task?id=…, approve, reject, pipeline, review, deploy or dashboard.") var link: String?
  @Flag(help: "Register this program for factory:// links on this desktop (xdg).") var install = false
  @OptionGroup var server: ServerOptions

  func validate() throws {
    guard install != (link != nil) else { throw ValidationError("Either a link or --install was expected.") }
  }

  func run() throws {
    guard let link else { return try SchemeHandler.install() }
    let target: DeepLink
    do { target = try DeepLink(parsing: link) } catch { throw CommandFailure(.usage, "\(error)") }
    let connection = try Connection.open(server)
    let stateFolder = Paths().state
    if let pid = CenterDoor.hand(target, connection, stateFolder: stateFolder) {
      return Output.remark("Opened in the command center that runs (pid \(pid)).")
    }
    guard isatty(0) == 1, isatty(1) == 1, !server.json else { return try tell(target, connection) }
    var center = CenterProcess(connection: connection, stateFolder: stateFolder)
    center.firstLink = target
    center.reopen = { [server] in try Connection.open(server) }
    try center.run()
  }

  /// For what is no terminal: the task itself, or which command leads on.
  private func tell(_ link: DeepLink, _ connection: Connection) throws {
    guard let id = link.taskId else {
      throw CommandFailure(.failed, "No command center runs here; open this in a terminal: factory open '\(link.uri)'")
    }
    let task = try connection.api.ask(Endpoints.getTask, path: [id.description], json: server.json).data
    if server.json { return try Output.json(task) }
    TaskText.full(task, pipeline: nil, now: .current).forEach(Output.line)
  }
}

/// The desktop's list of programs for links.
enum SchemeHandler {
  private static let file = "goosefactory-links.desktop"

  static func install(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    let base =
      environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory() + "/.local/share"
    let folder = base + "/applications"
    let program = try EmbeddedServer.programPath()
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(entry(program).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(file)"), options: .atomic)
    } catch {
      throw CommandFailure(.failed, "\(folder)/\(file) cannot be written: \(error.fileReason).")
    }
    Output.line("\(folder)/\(file) opens factory:// links with \(program).")
    guard run("xdg-mime", ["default", file, "x-scheme-handler/factory"]) else {
      return Output.line(
        "xdg-mime is not installed or failed; tell your desktop: xdg-mime default \(file) x-scheme-handler/factory")
    }
  }

  /// Reserved characters of the Desktop Entry Specification are escaped inside quotes.
  private static func entry(_ program: String) -> String {
    let quoted = program.replacing("\\", with: "\\\\\\\\").replacing("\"", with: "\\\\\"").replacing("$", with: "\\\\$")
      .replacing("`", with: "\\\\`").replacing("%", with: "%%")
    return """
      [Desktop Entry]
      Type=Application
      Name=GooseFactory links
      NoDisplay=true
      Terminal=true
      Exec="\(quoted)" open %u
      MimeType=x-scheme-handler/factory;

      """
  }

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
