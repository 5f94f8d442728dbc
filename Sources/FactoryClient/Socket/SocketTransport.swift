// A connected byte stream from libcurl: TCP, TLS, proxy or Unix socket, made with CONNECT_ONLY. On the reader's thread only.
import CCurl
import Foundation

/// Why the stream ended.
struct TransportFault: Error {
  let reason: String
}

final class SocketTransport {
  private let easy: UnsafeMutableRawPointer
  private let socket: curl_socket_t
  private let wake: WakeDescriptor
  private var chunk = [UInt8](repeating: 0, count: 65_536)

  /// Connects; `isStopping` ends the try early.
  init(
    _ request: WireRequest, wake: WakeDescriptor, isStopping: @escaping () -> Bool
  ) throws(TransportFault) {
    _ = CurlLibrary.ready
    guard let easy = curl_easy_init() else {
      throw TransportFault(reason: "libcurl cannot be loaded, or has no memory")
    }
    CurlLibrary.connectOptions(easy, request)
    _ = factory_curl_text(easy, CURLOPT_URL, request.url)
    _ = factory_curl_long(easy, CURLOPT_CONNECT_ONLY, 1)
    _ = factory_curl_long(easy, CURLOPT_SSL_ENABLE_ALPN, 0)
    let code = Self.connect(easy, isStopping)
    var socket: curl_socket_t = -1
    guard code == CURLE_OK, factory_curl_info_socket(easy, &socket) == CURLE_OK, socket >= 0 else {
      let reason = CurlWords.reason(code, easy)
      curl_easy_cleanup(easy)
      throw TransportFault(reason: reason)
    }
    self.easy = easy
    self.socket = socket
    self.wake = wake
  }

  deinit { curl_easy_cleanup(easy) }

  private final class StopBox {
    let isStopping: () -> Bool
    init(_ isStopping: @escaping () -> Bool) { self.isStopping = isStopping }
  }

  private static func connect(_ easy: UnsafeMutableRawPointer, _ isStopping: @escaping () -> Bool) -> CURLcode {
    let box = StopBox(isStopping)
    return withExtendedLifetime(box) {
      factory_curl_on_progress(
        easy,
        { context, _, _, _, _ in
          guard let context else { return 1 }
          return Unmanaged<StopBox>.fromOpaque(context).takeUnretainedValue().isStopping() ? 1 : 0
        }, Unmanaged.passUnretained(box).toOpaque())
      return curl_easy_perform(easy)
    }
  }

  /// Sends all of it; a peer that takes nothing for so many seconds ends the stream.
  func send(_ bytes: [UInt8], timeout: Double) throws(TransportFault) {
    let deadline = Deadline(seconds: timeout)
    var sent = 0
    while sent < bytes.count {
      var count = 0
      let code = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { curl_easy_send(easy, $0 + sent, bytes.count - sent, &count) } ?? CURLE_SEND_ERROR
      }
      sent += count
      if code == CURLE_OK { continue }
      guard code == CURLE_AGAIN else { throw TransportFault(reason: CurlWords.reason(code)) }
      guard deadline.remaining > 0 else { throw TransportFault(reason: "the server takes no bytes") }
      wait(events: Int16(POLLOUT), seconds: deadline.remaining, alsoWake: false)
    }
  }

  /// What has come; empty when nothing is there. TLS may hold bytes that the socket does not show, so drain until empty.
  func receive() throws(TransportFault) -> ArraySlice<UInt8> {
    var count = 0
    switch curl_easy_recv(easy, &chunk, chunk.count, &count) {
    case CURLE_OK:
      guard count > 0 else { throw TransportFault(reason: "the server closed the connection") }
      return chunk[..<count]
    case CURLE_AGAIN: return []
    case let code: throw TransportFault(reason: CurlWords.reason(code))
    }
  }

  /// Until bytes come, someone signals, or the time is over.
  func waitForBytes(seconds: Double) { wait(events: Int16(POLLIN), seconds: seconds, alsoWake: true) }

  private func wait(events: Int16, seconds: Double, alsoWake: Bool) {
    var watched = [pollfd(fd: socket, events: events, revents: 0)]
    if alsoWake { watched.append(pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)) }
    _ = poll(&watched, nfds_t(watched.count), Int32(min(seconds * 1000 + 1, 3_600_000)))
    if alsoWake, watched[1].revents != 0 { wake.clear() }
  }
}
