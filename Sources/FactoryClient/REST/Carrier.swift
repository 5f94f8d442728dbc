// One libcurl handle with its own connection cache. Used by one thread at a time (the pool sees to that); only `wake` may come
// from another. A multi handle carries the single transfer, because only that can be woken at once and drained while bytes arrive.
import CCurl
import Foundation

final class Carrier: @unchecked Sendable {
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer

  /// nil when libcurl cannot be loaded, or has no memory.
  init?() {
    _ = CurlLibrary.ready
    guard let easy = curl_easy_init() else { return nil }
    guard let multi = curl_multi_init() else {
      curl_easy_cleanup(easy)
      return nil
    }
    self.easy = easy
    self.multi = multi
    _ = factory_curl_multi_long(multi, CURLMOPT_MAXCONNECTS, 2)
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_multi_cleanup(multi)
  }

  func wake() { curl_multi_wakeup(multi) }

  /// Runs one exchange. `drain` sees the inbox whenever bytes may have arrived; false ends the exchange.
  func run(_ request: WireRequest, cancel: CancelToken, drain: (WireInbox) -> Bool) -> WireOutcome {
    let inbox = WireInbox(limit: request.bodyLimit)
    let headers = request.headers.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, $1) }
    defer { curl_slist_free_all(headers) }
    prepare(request, inbox, headers)
    let form = request.form.flatMap(mime)
    defer { curl_mime_free(form) }
    curl_multi_add_handle(multi, easy)
    cancel.register(self) { [unowned self] in wake() }
    defer {
      cancel.unregister(self)
      curl_multi_remove_handle(multi, easy)
    }
    return withExtendedLifetime(inbox) { loop(request, inbox, cancel, drain) }
  }

  private func loop(
    _ request: WireRequest, _ inbox: WireInbox, _ cancel: CancelToken, _ drain: (WireInbox) -> Bool
  ) -> WireOutcome {
    var running: Int32 = 1
    while true {
      if cancel.isCancelled { return .cancelled }
      curl_multi_perform(multi, &running)
      if inbox.overflow { return .tooLarge(status: inbox.status) }
      if !drain(inbox) { return .stopped }
      var code = CURLE_OK
      if factory_curl_finished(multi, &code) == 1 { return outcome(code, request, inbox) }
      if running == 0 { return .failed(reason: "the transfer ended without a result", sent: true) }
      curl_multi_poll(multi, nil, 0, 30_000, nil)
    }
  }

  private func outcome(_ code: CURLcode, _ request: WireRequest, _ inbox: WireInbox) -> WireOutcome {
    guard code != CURLE_OK else {
      guard inbox.headEnded else { return .failed(reason: CurlWords.reason(CURLE_PARTIAL_FILE), sent: true) }
      return .answered(status: inbox.status, headers: inbox.headers, body: inbox.body)
    }
    let reason = CurlWords.reason(code, easy)
    if code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE { return .distrusted(reason: reason) }
    var sent = 0
    _ = factory_curl_info_long(easy, CURLINFO_REQUEST_SIZE, &sent)
    return .failed(reason: reason, sent: sent > 0)
  }

  private func prepare(_ request: WireRequest, _ inbox: WireInbox, _ headers: UnsafeMutablePointer<curl_slist>?) {
    curl_easy_reset(easy)
    CurlLibrary.connectOptions(easy, request)
    _ = factory_curl_text(easy, CURLOPT_URL, request.url)
    _ = factory_curl_headers(easy, headers)
    _ = factory_curl_long(easy, CURLOPT_FORBID_REUSE, request.freshConnection ? 1 : 0)
    _ = factory_curl_long(easy, CURLOPT_FRESH_CONNECT, request.freshConnection ? 1 : 0)
    if request.compress { _ = factory_curl_text(easy, CURLOPT_ACCEPT_ENCODING, "gzip") }
    setTimes(request)
    setMethod(request)
    let context = Unmanaged.passUnretained(inbox).toOpaque()
    factory_curl_body_sink(easy, Self.bodySink, context)
    factory_curl_head_sink(easy, Self.headSink, context)
  }

  private func setTimes(_ request: WireRequest) {
    if let timeout = request.timeout {
      _ = factory_curl_long(easy, CURLOPT_TIMEOUT_MS, max(1, Int(timeout * 1000)))
    } else {
      _ = factory_curl_long(easy, CURLOPT_LOW_SPEED_LIMIT, 1)
      _ = factory_curl_long(easy, CURLOPT_LOW_SPEED_TIME, max(1, Int(request.stall)))
    }
  }

  private func setMethod(_ request: WireRequest) {
    if request.form != nil { return }
    if request.method == "GET", request.body == nil {
      _ = factory_curl_long(easy, CURLOPT_HTTPGET, 1)
      return
    }
    let body = request.body ?? Data()
    if request.body != nil || request.method == "POST" {
      _ = factory_curl_long(easy, CURLOPT_POST, 1)
      _ = factory_curl_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      // The size is set, so bytes are copied as they are, zeros too.
      body.withUnsafeBytes { bytes in
        _ = factory_curl_bytes(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(Self.nothing))
      }
    }
    _ = factory_curl_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
  }

  /// The form as libcurl reads it, from the file in pieces; freed after the transfer.
  private func mime(_ form: WireForm) -> OpaquePointer? {
    guard let mime = curl_mime_init(easy) else { return nil }
    for (name, value) in form.fields {
      let part = curl_mime_addpart(mime)
      curl_mime_name(part, name)
      curl_mime_data(part, value, value.utf8.count)
    }
    let part = curl_mime_addpart(mime)
    curl_mime_name(part, "file")
    curl_mime_filedata(part, form.file)
    curl_mime_filename(part, form.fileName)
    if let type = form.contentType { curl_mime_type(part, type) }
    _ = factory_curl_bytes(easy, CURLOPT_MIMEPOST, UnsafeRawPointer(mime))
    return mime
  }

  private nonisolated(unsafe) static let nothing = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

  private static let bodySink: factory_curl_sink = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let inbox = Unmanaged<WireInbox>.fromOpaque(context).takeUnretainedValue()
    return inbox.accept(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
  }

  private static let headSink: factory_curl_sink = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let inbox = Unmanaged<WireInbox>.fromOpaque(context).takeUnretainedValue()
    inbox.accept(headerLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
  }
}
