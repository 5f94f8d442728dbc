// doctor: every effective value with where it came from, and whether what the program needs is there and answers.
import ArgumentParser
import FactoryContracts
import Foundation

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what is in effect, where it came from, and what is wrong with it.",
    discussion: "It starts no server and changes nothing. Exit code 70 when something does not work.")
  @OptionGroup var server: ServerOptions

  func run() throws {
    let findings = Examination(options: server, environment: ProcessInfo.processInfo.environment).findings()
    if server.json { try Output.json(findings) } else { Self.lines(findings).forEach(Output.line) }
    let faults = findings.count { $0.state == .fault }
    guard faults == 0 else {
      let words = faults == 1 ? "One thing does" : "\(faults) things do"
      throw CommandFailure(.failed, server.json ? "" : "\(words) not work; see ✗ above.")
    }
  }

  /// A heading for each part; names and values in columns.
  static func lines(_ findings: [Finding]) -> [String] {
    let width = findings.map(\.name.count).max() ?? 0
    var part = ""
    var lines: [String] = []
    for finding in findings {
      if finding.part != part {
        if !part.isEmpty { lines.append("") }
        part = finding.part
        lines.append(part)
      }
      let name = finding.name.padding(toLength: width, withPad: " ", startingAt: 0)
      lines.append("  \(finding.state.sign) \(name)  \(finding.value)\(finding.source.map { "  (\($0))" } ?? "")")
    }
    return lines
  }
}

/// One line of the report.
struct Finding: Codable, Hashable {
  enum State: String, Codable {
    case fine, note, fault

    var sign: String {
      switch self {
      case .fine: "✓"
      case .note: "·"
      case .fault: "✗"
      }
    }
  }

  var part: String
  var name: String
  /// What is in effect, or the sentence why it does not work.
  var value: String
  /// Where the value was found; nil for what was looked at.
  var source: String?
  var state: State
}
