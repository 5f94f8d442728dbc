// The tries of one call: headers, retries, the renewal after a 401, and the time they may take together.
import FactoryContracts
import Foundation

extension RESTClient {
  /// `once` gets the credential, the id of the call and the seconds this try may take.
  func repeating(
    _ call: Call, _ once: (Credential?, EntityID, Double) -> TryResult
  ) throws(APIFailure) -> Answer {
    let deadline = Deadline(seconds: call.timeoutSeconds ?? options.callTimeout)
    let requestId = RandomIDSource().next(at: WallClock.now())
    var credential = source.current
    var retries = 0
    var renewed = false
    while true {
      if token.isCancelled { throw .cancelled }
      let seconds = max(0.001, min(options.tryTimeout, deadline.remaining))
      switch once(credential, requestId, seconds) {
      case .success(let answer): return answer
      case .final(let failure): throw failure
      case .failure(let failure, .status(401, _)):
        guard !renewed, let fresh = source.renewed(after: credential) else { throw failure }
        renewed = true
        credential = fresh
      case .failure(let failure, let outcome):
        guard let delay = delay(call, outcome, retries), delay < deadline.remaining else { throw failure }
        if token.wait(seconds: delay) { throw .cancelled }
        if case .unreachable = outcome { options.revive?() }
        retries += 1
      }
    }
  }

  private func delay(_ call: Call, _ outcome: TryOutcome, _ retries: Int) -> Double? {
    options.retry.delay(
      after: outcome, retries: retries, repeatable: Self.isRepeatable(call), limit: call.maxRetries,
      random: options.random())
  }

  /// Reading changes nothing; a key makes the server act once.
  private static func isRepeatable(_ call: Call) -> Bool { call.method == .get || call.idempotencyKey != nil }

  func wireRequest(_ call: Call, _ credential: Credential?, _ requestId: EntityID, timeout: Double?) -> WireRequest {
    WireRequest(
      url: address.url(call.target), socketPath: address.socketPath, method: call.method.rawValue,
      headers: headers(call, credential, requestId), body: call.body, connectTimeout: options.connectTimeout,
      timeout: timeout, stall: options.stallTimeout, bodyLimit: options.bodyLimit,
      compress: options.compress ?? !address.isLocal, freshConnection: !Self.isRepeatable(call),
      direct: address.isLocal,
      caFile: options.caFile)
  }

  private func headers(_ call: Call, _ credential: Credential?, _ requestId: EntityID) -> [String] {
    // `Expect:` keeps libcurl from waiting a second for a 100 before larger bodies.
    var lines = ["X-Request-Id: \(requestId)", "User-Agent: \(options.userAgent)", "Expect:"]
    if call.body != nil { lines.append("Content-Type: \(call.contentType)") }
    if let key = call.idempotencyKey { lines.append("Idempotency-Key: \(key)") }
    if let tool = call.tool { lines.append("X-Factory-Tool: \(tool)") }
    if let version = call.ifMatch { lines.append("If-Match: \"\(version)\"") }
    if let line = credential?.headerLine(for: address) { lines.append(line) }
    return lines
  }
}
