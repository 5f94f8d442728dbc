// A command as a value: what is run, where, with what it may use, and how it ended.
import Foundation

/// Why work could not be done; one sentence for the job's `error`, more for whoever reads on.
package struct RunnerError: Error, Hashable, Sendable, CustomStringConvertible {
  package let sentence: String
  /// The end of what the command said.
  package var details: String?
  package init(_ sentence: String, details: String? = nil) {
    self.sentence = sentence
    self.details = details
  }
  package var description: String { sentence }
}

/// What a command may use.
package struct CommandLimits: Hashable, Sendable {
  /// Seconds until it is ended.
  package var seconds: Double
  /// Bytes of address space; nil: as much as there is.
  package var memoryBytes: UInt64?
  /// How many processors' time, where something can hold a command to that; nil: all.
  package var processors: Double?

  package init(seconds: Double = 600, memoryBytes: UInt64? = nil, processors: Double? = nil) {
    self.seconds = seconds
    self.memoryBytes = memoryBytes
    self.processors = processors
  }
}

package struct Command: Hashable, Sendable {
  /// The program, looked up in the environment's PATH, and its arguments; no shell in between.
  package var words: [String]
  /// Where it runs.
  package var folder: String
  /// All of its environment.
  package var environment: [String: String]
  /// What it finds on standard input.
  package var input: Data?
  package var limits: CommandLimits

  package init(
    _ words: [String], in folder: String, environment: [String: String], input: Data? = nil,
    limits: CommandLimits = CommandLimits()
  ) {
    self.words = words
    self.folder = folder
    self.environment = environment
    self.input = input
    self.limits = limits
  }
}

/// How a command ended.
package enum CommandEnd: Hashable, Sendable {
  case exited(Int32)
  case signalled(Int32)
  case timedOut
  /// Somebody asked to stop.
  case stopped
}

package struct CommandResult: Hashable, Sendable {
  package var end: CommandEnd
  /// The last lines of both outputs, together at most 16 KiB.
  package var tail: [String]
  /// Seconds.
  package var duration: Double

  package var succeeded: Bool { end == .exited(0) }

  /// `ended with status 3`
  package var words: String {
    switch end {
    case .exited(let status): "ended with status \(status)"
    case .signalled(let number): "was ended by signal \(number)"
    case .timedOut: "took longer than it may (\(Int(duration.rounded())) s)"
    case .stopped: "was stopped"
    }
  }
}
