// bubblewrap around commands that nobody has read before: they write into folders that are named and nowhere else, and whatever they start
// ends with them, also what left their process group. Values; looking for it runs it once.
import Foundation

package struct Bubblewrap: Hashable, Sendable {
  package let program: String

  package init(program: String) { self.program = program }

  /// Where it is installed and this user may use it; kernels and containers forbid it in many ways, so it is tried.
  package static func found(path: String = ProcessInfo.processInfo.environment["PATH"] ?? "") -> Bubblewrap? {
    let places = path.split(separator: ":").map { "\($0)/bwrap" }
    guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else { return nil }
    let wrap = Bubblewrap(program: program)
    let trial = Command(
      wrap.around(["true"], writable: []), in: "/", environment: ["PATH": path], limits: CommandLimits(seconds: 5))
    return (try? trial.run())?.succeeded == true ? wrap : nil
  }

  /// - Parameter writable: absolute; everything else can be read only. `/tmp` is empty and the command's own, unless they lie there.
  func around(_ words: [String], writable: [String]) -> [String] {
    let isInTemporary = writable.contains { $0.hasPrefix("/tmp/") }
    return [program, "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--ro-bind", "/", "/", "--dev", "/dev"]
      + ["--proc", "/proc"] + (isInTemporary ? [] : ["--tmpfs", "/tmp"])
      + writable.flatMap { ["--bind", $0, $0] } + ["--"] + words
  }
}
