// What ends a command early: an exit code of the documented set and one sentence, or the API's error as JSON with --json.
import FactoryContracts
import Foundation
import TerminalKit

/// The stable exit codes (design §5).
enum ExitStatus: Int32, Sendable {
  case done = 0
  case rejected = 1
  case deferred = 2
  case timedOut = 3
  case unreachable = 4
  case withdrawn = 5
  case usage = 64
  case failed = 70
}

struct CommandFailure: Error {
  var status: ExitStatus
  var sentence: String
  var apiError: APIError?
  /// What else is wrong, a line for each.
  var more: [String] = []
  /// Set where the command was called with `--json`.
  var json = false

  init(_ status: ExitStatus, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }

  init(_ failure: APIFailure, json: Bool = false) {
    sentence = FailureWords.sentence(failure)
    switch failure {
    case .refused(let error):
      switch error.code {
      case .serviceUnavailable: status = .unreachable
      // What the caller gave is wrong, whoever noticed it.
      case .badRequest, .validationError: status = .usage
      default: status = .failed
      }
      apiError = error
    case .unreachable: status = .unreachable
    case .garbled: status = .failed
    case .cancelled: status = .failed
    }
    self.json = json
  }

  /// What else is wrong with what was given, a line for each: the sentence names the first alone.
  private var otherProblems: [String] {
    more
      + (apiError?.facts.validationErrors ?? []).dropFirst().map {
        "\($0.field): \($0.message), expected \($0.expected)"
      }
  }

  func printAndExit() -> Never {
    if json, let text = try? jsonText() {
      Output.error(text)
    } else if !sentence.isEmpty {
      Output.error("factory: \(SafeText.sanitize(sentence))")
      for problem in otherProblems { Output.error("  \(SafeText.sanitize(problem))") }
    }
    Leaving.now(status.rawValue)
  }

  private func jsonText() throws -> String {
    let code: ErrorCode = status == .unreachable ? .serviceUnavailable : status == .usage ? .badRequest : .internalError
    let error = apiError ?? APIError(code: code, message: sentence)
    return String(decoding: try FactoryJSON.canonical(APIErrorResponse(error: error)), as: UTF8.self)
  }
}
