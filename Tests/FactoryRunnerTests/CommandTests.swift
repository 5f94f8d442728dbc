// Commands under limits: what they say, how they end, and that nothing of them stays behind.
import Foundation
import Testing

@testable import FactoryRunner

@Suite struct CommandTests {
  private func shell(_ script: String, seconds: Double = 10, memory: UInt64? = nil) -> Command {
    Command(
      ["sh", "-c", script], in: "/tmp", environment: ["PATH": "/usr/bin:/bin", "GIVEN": "yes"],
      limits: CommandLimits(seconds: seconds, memoryBytes: memory))
  }

  @Test("lines of both outputs come in order, with what it was given and nothing more")
  func output() throws {
    var lines: [String] = []
    var command = shell("echo one; echo two >&2; pwd; cat; printf '%s' \"$GIVEN$HOME\"; exit 3")
    command.input = Data("from stdin\n".utf8)
    let result = try command.run { lines.append($0) }
    #expect(lines == ["one", "two", "/tmp", "from stdin", "yes"])
    #expect(result.end == .exited(3) && result.tail == lines && !result.succeeded)
    #expect(result.words == "ended with status 3")
  }

  @Test("what takes too long ends with everything it started")
  func timeOut() throws {
    let marker = "31337.\(UInt32.random(in: 0...999_999))"
    let result = try shell("sleep \(marker) & sleep \(marker)", seconds: 0.3).run()
    #expect(result.end == .timedOut && result.duration < 5)
    #expect(Self.ends(marker))
  }

  @Test("what a command leaves behind ends with it")
  func leftovers() throws {
    let marker = "31338.\(UInt32.random(in: 0...999_999))"
    let result = try shell("sleep \(marker) & echo started").run()
    #expect(result.succeeded && result.duration < 5 && result.tail == ["started"])
    #expect(Self.ends(marker))
  }

  @Test("asking ends it; who ignores the polite signal is ended all the same")
  func stopping() throws {
    let stop = StopSignal()
    let result = try shell("trap '' TERM; echo ready; while :; do sleep 0.05; done").run(stop: stop) { _ in
      stop.raise("the agent ends")
    }
    #expect(result.end == .stopped && result.duration < 6)
  }

  @Test("memory has a limit")
  func memory() throws {
    let hungry = Command(
      ["python3", "-c", "x = bytearray(2_000_000_000)"], in: "/tmp",
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      limits: CommandLimits(seconds: 20, memoryBytes: 1 << 30))
    #expect(try !hungry.run().succeeded)
  }

  @Test("what cannot be started says which and why")
  func missing() throws {
    let error = #expect(throws: RunnerError.self) {
      try Command(["no-such-program"], in: "/tmp", environment: ["PATH": "/bin"]).run()
    }
    #expect(error?.sentence == "no-such-program cannot be started in /tmp: No such file or directory.")
    #expect(throws: RunnerError.self) { try Command(["true"], in: "/nonexistent", environment: [:]).run() }
  }

  @Test("lines are cut at their limit, carriage returns and controls do not reach a log")
  func lines() {
    var buffer = LineBuffer()
    #expect(buffer.add(Array("a\r\nb\u{1b}[2J\tc\n\nrest".utf8)) == ["a", "b?[2J\tc", ""])
    #expect(buffer.finish() == ["rest"])
    var long = LineBuffer()
    let cut = long.add([UInt8](repeating: 120, count: 10_000) + [10] + Array("next\n".utf8))
    #expect(cut.count == 2 && cut[0].utf8.count == LineBuffer.longest + 3 && cut[1] == "next")
  }

  /// Killed is not gone yet: the kernel takes a moment.
  private static let bubblewrap = Bubblewrap.found()

  @Test(
    "in bubblewrap only what is named can be written, and what leaves the group ends too",
    .enabled(if: bubblewrap != nil))
  func sandboxed() throws {
    let wrap = try #require(Self.bubblewrap)
    let folder = NSTemporaryDirectory() + "factory-wrap-\(UInt32.random(in: 0 ... .max))"
    let (inside, outside) = (folder + "/inside", folder + "/outside")
    try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let marker = "31339.\(UInt32.random(in: 0...999_999))"
    var command = shell(
      "echo in > \(inside)/x; echo out > \(outside); echo home > $HOME/x; setsid sleep \(marker) & sleep 0.2; pwd; exit 4"
    )
    command.environment["HOME"] = folder
    command.words = wrap.around(command.words, writable: [inside])
    command.folder = inside
    let result = try command.run()
    #expect(result.end == .exited(4) && result.tail.last == inside, "\(result.tail)")
    #expect(FileManager.default.fileExists(atPath: inside + "/x"))
    #expect(!FileManager.default.fileExists(atPath: outside) && !FileManager.default.fileExists(atPath: folder + "/x"))
    #expect(Self.ends(marker))
    command.limits.seconds = 0.3
    command.words = wrap.around(["sh", "-c", "setsid sleep \(marker)1 & sleep \(marker)2"], writable: [inside])
    #expect(try command.run().end == .timedOut)
    #expect(Self.ends(marker + "1") && Self.ends(marker + "2"))
  }

  @Test("where it is not installed there is none")
  func noSandbox() { #expect(Bubblewrap.found(path: "/nowhere") == nil) }

  /// Writes down what it was called with and in which environment, and becomes the command.
  private static let fakeSystemd = """
    #!/bin/sh
    { printf '%s\\n' "$@"; echo "bus=$XDG_RUNTIME_DIR"; } >> "${0%/*}/calls"
    while [ "$1" != -- ]; do shift; done
    shift
    exec "$@"
    """

  private func folder(systemd script: String) throws -> String {
    let folder = NSTemporaryDirectory() + "factory-scope-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(script.utf8).write(to: URL(fileURLWithPath: folder + "/systemd-run"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/systemd-run")
    return folder
  }

  @Test(
    "in a scope a command has the limits of its own, its output, its end, and nothing of the way to systemd",
    arguments: [false, true])
  func scoped(isRoot: Bool) throws {
    let folder = try folder(systemd: Self.fakeSystemd)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + ":/usr/bin:/bin"
    let surroundings = ["PATH": path, "XDG_RUNTIME_DIR": "/run/user/1", "SECRET": "no"]
    let scope = try #require(SystemdScope.found(environment: surroundings, isRoot: isRoot))
    #expect(scope.program == folder + "/systemd-run" && scope.isUsers == !isRoot)
    let trial = try String(contentsOfFile: folder + "/calls", encoding: .utf8)
    #expect(trial.contains("--scope\n") && trial.contains("\ntrue\n"))
    var command = shell("echo out; echo \"[$XDG_RUNTIME_DIR$SECRET]\"; kill -9 $$", seconds: 20, memory: 1 << 30)
    command.limits.processors = 1.5
    let result = try scope.around(command).run()
    #expect(result.end == .signalled(9) && result.tail == ["out", "[]"])
    let calls = try String(contentsOfFile: folder + "/calls", encoding: .utf8).dropFirst(trial.count)
    for word in ["-p\nRuntimeMaxSec=30\n", "-p\nMemoryMax=1073741824\n", "-p\nCPUQuota=150%\n", "--\n"] {
      #expect(calls.contains(word), "\(word) in \(calls)")
    }
    #expect(calls.contains("--user\n") == !isRoot)
    #expect(calls.contains(isRoot ? "bus=\n" : "bus=/run/user/1\n"))
    // Limits that are not asked for are not set, and the group still ends as a whole.
    let marker = "31340.\(UInt32.random(in: 0...999_999))"
    let late = try scope.around(shell("sleep \(marker) & sleep \(marker)", seconds: 0.3)).run()
    #expect(late.end == .timedOut && Self.ends(marker))
    let bare = try String(contentsOfFile: folder + "/calls", encoding: .utf8).dropFirst(trial.count + calls.count)
    #expect(!bare.contains("MemoryMax") && !bare.contains("CPUQuota"))
  }

  @Test("where no manager answers, and where it is not installed, there is no scope")
  func noScope() throws {
    let folder = try folder(systemd: "#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(SystemdScope.found(environment: ["PATH": "/nowhere"]) == nil)
    #expect(SystemdScope.found(environment: ["PATH": folder + ":/usr/bin:/bin"]) == nil)
  }

  private static func ends(_ marker: String) -> Bool {
    let deadline = Date().addingTimeInterval(5)
    while isRunning(marker) {
      guard deadline.timeIntervalSinceNow > 0 else { return false }
      usleep(2000)
    }
    return true
  }

  private static func isRunning(_ marker: String) -> Bool {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.contains { id in
      guard Int(id) != nil, let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else { return false }
      return String(decoding: line, as: UTF8.self).hasPrefix("sleep\0\(marker)")
    }
  }
}
