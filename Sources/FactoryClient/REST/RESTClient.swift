// The API over libcurl: implements the port `FactoryAPI`. Blocking; any worker thread, several at once.
// Invariants: a credential goes to its own origin only; a call that could act twice is never sent twice.
import FactoryContracts
import FactoryCrypto
import Foundation

/// Times in seconds, sizes in bytes.
package struct ClientOptions: Sendable {
  package var connectTimeout = 5.0
  /// One try.
  package var tryTimeout = 30.0
  /// A call with its retries, where the call does not say.
  package var callTimeout = 100.0
  /// How long a stream may stay silent.
  package var stallTimeout = 30.0
  package var bodyLimit = 64 << 20
  package var lineLimit = 32 << 20
  package var retry = RetryPolicy()
  /// Ask for compressed answers; nil: where they cross a network.
  package var compress: Bool?
  /// A file of trusted certificates instead of the system's.
  package var caFile: String? = TrustedCertificates.file
  package var userAgent = "GooseFactory"
  /// Called before a call is tried again that found no server: may bring one's own back. Any worker thread.
  package var revive: (@Sendable () -> Void)?
  /// 0 up to 1, for the jitter.
  package var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

  package init() {}
}

package final class RESTClient: FactoryAPI {
  package let address: ServerAddress
  let source: CredentialSource
  let options: ClientOptions
  let pool: CarrierPool
  let token: CancelToken

  /// Sets the libraries behind a client up, which takes milliseconds, before the first is made. Any thread.
  package static func prepare() {
    _ = CurlLibrary.ready
    _ = SHA256.hex([])
  }

  package convenience init(
    address: ServerAddress, credential: Credential?, options: ClientOptions = ClientOptions()
  ) {
    self.init(address: address, source: CredentialSource(credential), options: options)
  }

  /// `source` is shared with the socket, so that both use a renewed token.
  package convenience init(
    address: ServerAddress, source: CredentialSource, options: ClientOptions = ClientOptions()
  ) {
    self.init(address: address, source: source, options: options, pool: CarrierPool(), token: CancelToken())
  }

  private init(
    address: ServerAddress, source: CredentialSource, options: ClientOptions, pool: CarrierPool, token: CancelToken
  ) {
    self.address = address
    self.source = source
    self.options = options
    self.pool = pool
    self.token = token
  }

  /// The same client and connections, for calls that `token` ends.
  package func cancellable(by token: CancelToken) -> RESTClient {
    RESTClient(address: address, source: source, options: options, pool: pool, token: token)
  }

  /// Ends what is under way and whatever comes later.
  package func cancel() { token.cancel() }

  package func send(_ call: Call) throws(APIFailure) -> Answer {
    try repeating(call) { credential, requestId, seconds in
      let request = wireRequest(call, credential, requestId, timeout: seconds)
      let outcome = pool.lend { $0.run(request, cancel: token) { _ in true } }
      return read(outcome)
    }
  }

  /// Retries only until the first line came; a cut later is the caller's to handle.
  package func stream(_ call: Call, line: (Data) -> Bool) throws(APIFailure) {
    _ = try repeating(call) { credential, requestId, seconds in
      let limited = call.timeoutSeconds == nil ? nil : seconds
      var request = wireRequest(call, credential, requestId, timeout: limited)
      request.headers.append("Accept: application/x-ndjson, application/json")
      return streamOnce(request, line)
    }
  }

  private func streamOnce(_ request: WireRequest, _ line: (Data) -> Bool) -> TryResult {
    var pump = LinePump(limit: options.lineLimit)
    let outcome = pool.lend { $0.run(request, cancel: token) { pump.drain($0, line) } }
    if pump.tooLong {
      return .final(.garbled(status: 200, reason: "a line has more than \(options.lineLimit) bytes"))
    }
    if case .stopped = outcome { return .success(Answer(status: 200, body: Data())) }
    let result = read(outcome)
    switch result {
    case .success: pump.finish(line)
    case .failure(let failure, _) where pump.delivered: return .final(failure)
    case .failure, .final: break
    }
    return result
  }

  func read(_ outcome: WireOutcome?) -> TryResult {
    guard let outcome else {
      return .final(.unreachable(reason: "libcurl cannot be loaded, or has no memory", sent: false))
    }
    return ReplyReader.read(outcome, bodyLimit: options.bodyLimit, now: WallClock.now())
  }
}
