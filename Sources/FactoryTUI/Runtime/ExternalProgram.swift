// Runs $PAGER and $EDITOR on the operator's terminal. Main thread, with the terminal suspended; waits for the program.
// Invariants: the program is started through /bin/sh, so that `less -R` works; text reaches it only in a file that
// nobody else can read; the folder of that file is gone afterwards, whatever happened.
import Foundation
import TerminalKit

package protocol ProgramRunner: Sendable {
  /// Shows a text in the pager; nil when it worked, else a sentence.
  func page(_ text: String, name: String) -> String?
  /// Lets the operator edit a text.
  func edit(_ text: String, name: String) -> Result<String, ProgramProblem>
  /// Runs a line for the shell. `isShown`: on the lent terminal, until the person has read what it said; else without any.
  func run(_ job: CustomJob, isShown: Bool) -> CustomOutcome
  /// What a line for the shell makes of a text, for a page of so many columns. Any thread; waits for it, at most some seconds.
  func filter(_ line: String, _ text: String, columns: Int) -> Result<String, ProgramProblem>
  /// Whether a program of that name can be started.
  func has(_ name: String) -> Bool
}

/// Why a program could not be used, as a sentence.
package struct ProgramProblem: Error, Hashable {
  package let sentence: String
  package init(sentence: String) { self.sentence = sentence }
}

/// The real programs, found through the environment.
package struct ExternalProgram: ProgramRunner {
  private let environment: [String: String]

  package init(environment: [String: String] = ProcessInfo.processInfo.environment) { self.environment = environment }

  package func page(_ text: String, name: String) -> String? {
    let program = command("PAGER", fallback: "less")
    switch withFile(text, name: name, { run(program, file: $0) }) {
    case .success(let problem): return problem
    case .failure(let problem): return problem.sentence
    }
  }

  package func edit(_ text: String, name: String) -> Result<String, ProgramProblem> {
    let program = environment["VISUAL"].flatMap { $0.isEmpty ? nil : $0 } ?? command("EDITOR", fallback: "vi")
    return withFile(text, name: name) { path -> Result<String, ProgramProblem> in
      if let problem = run(program, file: path) { return .failure(ProgramProblem(sentence: problem)) }
      guard let data = FileManager.default.contents(atPath: path) else {
        return .failure(ProgramProblem(sentence: "The edited file is gone; nothing was taken over."))
      }
      return .success(String(decoding: data, as: UTF8.self))
    }.flatMap { $0 }
  }

  package func run(_ job: CustomJob, isShown: Bool) -> CustomOutcome {
    guard let diff = job.diff else { return run(job, diffFile: nil, isShown) }
    switch withFile(diff, name: "change.diff", { run(job, diffFile: $0, isShown) }) {
    case .success(let outcome): return outcome
    case .failure(let problem): return .failed(problem.sentence)
    }
  }

  /// On the terminal its end waits for a key, so that what it said can be read.
  private func run(_ job: CustomJob, diffFile: String?, _ isShown: Bool) -> CustomOutcome {
    var environment = environment.merging(job.variables) { $1 }
    environment["DIFF_FILE"] = diffFile
    let wait = #"sh -c "$1"; code=$?; printf '\n[%s] Enter goes back ' "$code"; read -r answer; exit $code"#
    let quiet = #"exec sh -c "$1" </dev/null >/dev/null 2>&1"#
    switch Self.spawn("/bin/sh", ["sh", "-c", isShown ? wait : quiet, "sh", job.line], environment) {
    case .success(let code): return .ended(code)
    case .failure(let problem): return .failed(problem.sentence)
    }
  }

  /// Seconds that a filter may take.
  private static let filterSeconds = 10

  package func filter(_ line: String, _ text: String, columns: Int) -> Result<String, ProgramProblem> {
    withFile(text, name: "change.diff") { path -> Result<String, ProgramProblem> in
      var environment = environment
      environment["COLUMNS"] = String(columns)
      environment["TERM"] = "xterm-256color"
      environment["COLORTERM"] = nil
      // At most 16 MB, however long it runs.
      let script = #"ulimit -f 32768; exec timeout -k 1 "$3" sh -c "$1" <"$2" >"$2.out" 2>"$2.err""#
      let arguments = ["sh", "-c", script, "sh", line, path, String(Self.filterSeconds)]
      switch Self.spawn("/bin/sh", arguments, environment) {
      case .success(0):
        let output = FileManager.default.contents(atPath: path + ".out") ?? Data()
        return .success(String(decoding: output, as: UTF8.self))
      case .success(124): return .failure(ProgramProblem(sentence: "it took longer than \(Self.filterSeconds) s"))
      case .success(let code):
        let said = String(decoding: FileManager.default.contents(atPath: path + ".err") ?? Data(), as: UTF8.self)
        let first = SafeText.sanitize(said.split(separator: "\n").first.map(String.init) ?? "")
        return .failure(ProgramProblem(sentence: "it ended with code \(code)" + (first.isEmpty ? "" : ": \(first)")))
      case .failure(let problem): return .failure(problem)
      }
    }.flatMap { $0 }
  }

  package func has(_ name: String) -> Bool {
    (environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  private func command(_ variable: String, fallback: String) -> String {
    environment[variable].flatMap { $0.isEmpty ? nil : $0 } ?? fallback
  }

  /// Writes the text into a new folder of mode 0700 and removes it afterwards.
  private func withFile<Value>(_ text: String, name: String, _ body: (String) -> Value) -> Result<Value, ProgramProblem>
  {
    let base = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array((base + "/factory.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      return .failure(
        ProgramProblem(sentence: "No temporary folder could be made in \(base): \(Self.systemError(errno))."))
    }
    let folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + name
    let made = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard made else { return .failure(ProgramProblem(sentence: "\(path) could not be written.")) }
    return .success(body(path))
  }

  /// `sh -c 'PROGRAM "$1"' sh FILE` on this terminal; nil when it ended well.
  private func run(_ program: String, file: String) -> String? {
    var environment = environment
    if environment["LESS"] == nil { environment["LESS"] = "R" }
    // The file name goes in as a parameter, so that nothing in it is read as a command.
    let status = Self.spawn("/bin/sh", ["sh", "-c", program + " \"$1\"", "sh", file], environment)
    switch status {
    case .success(0): return nil
    case .success(let code): return "\(program) ended with code \(code)."
    case .failure(let problem): return problem.sentence
    }
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String: String]
  ) -> Result<Int32, ProgramProblem> {
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, path, nil, nil, &argv, &envp)
    guard code == 0 else {
      return .failure(ProgramProblem(sentence: "\(path) could not be started: \(systemError(code))."))
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return .success(status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f))
  }

  private static func systemError(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
