// watch: the read-only monitor for a small pane (design §2).
import ArgumentParser
import FactoryClient
import FactoryContracts
import FactoryState
import FactoryTUI
import Foundation
import NcursesTerminal
import TerminalKit

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Watch the queue in a small pane: counts, the most urgent, what happened last.",
    discussion: "It decides nothing and sends nothing; q leaves. Without a terminal it prints the queue and ends.")
  @Option(
    help: "Theme: one that `factory themes` lists.", completion: .shellCommand("factory themes list | cut -d' ' -f1"))
  var theme: String?
  @Flag(help: "Ring the terminal's bell (tmux flags the window) for what is critical and new, or late and yours.")
  var bell = false
  @OptionGroup var recording: RecordOption
  @OptionGroup var server: ServerOptions

  func run() throws {
    let isTerminal = isatty(0) == 1 && isatty(1) == 1 && !server.json
    if isTerminal { CenterProcess.prepare() }
    if let theme { try CenterProcess.check(theme: theme) }
    let connection = try Connection.open(server)
    guard isTerminal else { return try QueuePrint.run(connection, json: server.json) }
    var center = CenterProcess(connection: connection, stateFolder: Paths().state)
    center.title = "factory watch"
    center.theme = theme
    center.recordPath = recording.record
    center.reopen = { [server] in try Connection.open(server) }
    center.readOnly = true
    center.isMonitor = true
    center.rings = bell
    try center.run()
  }
}

/// Where nothing is decided nothing is kept: what the command center left on disk stays its own.
struct NoOutbox: DecisionOutbox {
  func enqueue(_ entry: OutboxEntry) {}
  func start(post: @escaping @Sendable (OutboxUpdate) -> Void) {}
  func release(_ key: EntityID) {}
  func drop(_ key: EntityID) {}
  func nudge() {}
  func stop() -> Int { 0 }
}
