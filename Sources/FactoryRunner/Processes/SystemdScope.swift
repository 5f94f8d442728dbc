// systemd-run around the commands of jobs: a scope of its own for each, in which the kernel counts memory and processors for the whole of it,
// also for what left the process group. The command becomes the process that was started, so group, signals and output stay as they are.
// Values; looking for it runs it once.
import Foundation
import Glibc

package struct SystemdScope: Hashable, Sendable {
  package let program: String
  /// Of the user's own manager; else of the system's, which is root's.
  package let isUsers: Bool
  /// How systemd-run finds the user's manager; the command itself sees none of it.
  let bus: [String: String]

  private static let busVariables = ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"]

  /// Where it is installed and a manager answers; containers and many sessions have none, so it is tried.
  package static func found(
    environment: [String: String] = ProcessInfo.processInfo.environment, isRoot: Bool = geteuid() == 0
  ) -> SystemdScope? {
    let path = environment["PATH"] ?? ""
    let places = path.split(separator: ":").map { "\($0)/systemd-run" }
    guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else { return nil }
    let bus = isRoot ? [:] : environment.filter { busVariables.contains($0.key) }
    let scope = SystemdScope(program: program, isUsers: !isRoot, bus: bus)
    let limits = CommandLimits(seconds: 5, memoryBytes: 1 << 30, processors: 1)
    let trial = scope.around(Command(["true"], in: "/", environment: ["PATH": path], limits: limits))
    return (try? trial.run())?.succeeded == true ? scope : nil
  }

  /// Seconds after the command's own time limit at which the manager ends what is left of it.
  static let afterwards = 10.0

  package func around(_ command: Command) -> Command {
    var wrapped = command
    let hidden = bus.keys.filter { command.environment[$0] == nil }.sorted()
    let bare = hidden.isEmpty ? [] : ["env"] + hidden.flatMap { ["-u", $0] }
    wrapped.words =
      [program] + (isUsers ? ["--user"] : []) + ["--scope", "--quiet", "--collect"]
      + properties(command.limits).flatMap { ["-p", $0] } + ["--"] + bare + command.words
    wrapped.environment = command.environment.merging(bus) { own, _ in own }
    return wrapped
  }

  private func properties(_ limits: CommandLimits) -> [String] {
    var all = ["RuntimeMaxSec=\(Int((limits.seconds + Self.afterwards).rounded(.up)))"]
    if let bytes = limits.memoryBytes { all += ["MemoryMax=\(bytes)", "MemorySwapMax=0"] }
    if let processors = limits.processors { all.append("CPUQuota=\(Int((processors * 100).rounded()))%") }
    return all
  }
}
