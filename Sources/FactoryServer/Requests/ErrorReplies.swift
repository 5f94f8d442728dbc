// Every error becomes an answer in the envelope (contract §1.3, ruling R5). What a caller cannot have caused is told only to
// the log; nothing of the request is echoed.
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import NIOCore

enum ErrorReplies {
  static func reply(_ error: any Error, for call: ServerRequest, log: ServerLog) -> Reply {
    let refusal = self.refusal(error, for: call, log: log)
    var known = refusal.error
    known.requestId = call.id
    var reply = Reply(status: known.code.status, json: ByteBuffer(bytes: ErrorBody.bytes(known)))
    reply.headers.append(contentsOf: refusal.headers)
    return reply
  }

  /// What the caller is told.
  static func refusal(_ error: any Error, for call: ServerRequest, log: ServerLog) -> Refusal {
    switch error {
    case let refusal as Refusal: return refusal
    case let error as APIError: return Refusal(error: error)
    case let large as BodyTooLarge: return large.refusal
    case is ConnectionSpent:
      return Refusal(error: APIError(code: .badRequest, message: "The body is far larger than any endpoint takes."))
    case let failure as StoreFailure: return store(failure, call, log)
    case is CancellationError: return .unavailable("The server is stopping.")
    default:
      report(error, call, log)
      return Refusal(error: APIError(code: .internalError, message: "Something went wrong in the server."))
    }
  }

  private static func store(_ failure: StoreFailure, _ call: ServerRequest, _ log: ServerLog) -> Refusal {
    report(failure, call, log)
    switch failure {
    case .queueFull: return .unavailable("The server has more to write than it can; try again.")
    case .unavailable(let sentence):
      return .unavailable(words(sentence, for: call) ?? "The store cannot be reached.")
    case .corrupt(let sentence):
      let message = words(sentence, for: call) ?? "The store is damaged."
      return Refusal(error: APIError(code: .internalError, message: message))
    }
  }

  /// The store's own sentence, which says what helps. Where files lie is told on this machine only; nil: nothing is left to tell.
  private static func words(_ sentence: String, for call: ServerRequest) -> String? {
    guard let principal = call.principal else { return nil }
    if principal.isLocalOwner, call.peer.isLocal { return sentence }
    let told = sentence.replacing(#/ It holds \/.*$/#, with: "")
      .replacing(#/ \/.*?(?= (?:is|cannot|was|refused) )/#, with: "")
    return told.contains(" /") ? nil : told
  }

  private static func report(_ error: any Error, _ call: ServerRequest, _ log: ServerLog) {
    var line = LogLine(.error, "\(call.method) \(call.path) failed")
    line.requestId = call.id
    line.userId = call.principal?.actor.id
    line.error = (name: "\(type(of: error))", message: "\(error)")
    log.log(line)
  }
}
