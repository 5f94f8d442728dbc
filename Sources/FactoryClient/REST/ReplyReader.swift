// What an answer means: pure functions from status, headers and bytes to the port's types.
import FactoryContracts
import Foundation

/// What one try came to, for the caller and for the retry policy.
enum TryResult {
  case success(Answer)
  case failure(APIFailure, TryOutcome)
  /// Not to be tried again.
  case final(APIFailure)
}

package enum ReplyReader {
  static func read(_ outcome: WireOutcome, bodyLimit: Int, now: Timestamp) -> TryResult {
    switch outcome {
    case .answered(let status, let headers, let body):
      if (200..<300).contains(status) { return .success(Answer(status: status, body: body, headers: headers)) }
      let retryAfter = headers["retry-after"].flatMap { RetryAfter.seconds($0, now: now) }
      return .failure(
        failure(status: status, headers: headers, body: body), .status(status, retryAfter: retryAfter))
    case .failed(let reason, let sent):
      return .failure(.unreachable(reason: reason, sent: sent), .unreachable(sent: sent))
    case .distrusted(let reason): return .final(.unreachable(reason: reason, sent: false))
    case .tooLarge(let status):
      return .final(.garbled(status: status, reason: "the answer has more than \(bodyLimit) bytes"))
    case .stopped, .cancelled:
      return .final(.cancelled)
    }
  }

  /// The failure of an answer that is not 2xx: the envelope's error, or what came instead of one.
  package static func failure(status: Int, headers: [String: String], body: Data) -> APIFailure {
    if (300..<400).contains(status) {
      return .garbled(status: status, reason: "it points to another address, which is not followed")
    }
    if var error = try? FactoryJSON.decode(APIErrorResponse.self, from: body).error {
      if error.requestId.isEmpty { error.requestId = headers["x-request-id"] ?? "" }
      return .refused(error)
    }
    // Something before the server may ask for the credential; what helps is the same.
    if status == 401 {
      return .refused(APIError(code: .unauthorized, message: "The server does not accept this sign-in."))
    }
    let type = headers["content-type"]?.prefix { $0 != ";" } ?? "no content type"
    return .garbled(status: status, reason: "\(body.count) bytes of \(type)")
  }
}
