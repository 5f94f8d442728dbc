// libcurl as a whole: set up once, the options every connection shares, and its error codes in words.
import CCurl
import Foundation

enum CurlLibrary {
  /// Sets libcurl up, once for the process.
  static let ready: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// HTTP only, no redirects, no signals, no proxy where only this machine can answer.
  static func connectOptions(_ easy: UnsafeMutableRawPointer, _ request: WireRequest) {
    _ = factory_curl_long(easy, CURLOPT_NOSIGNAL, 1)
    factory_curl_close_on_exec(easy)
    _ = factory_curl_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    _ = factory_curl_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    _ = factory_curl_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    _ = factory_curl_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    _ = factory_curl_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.connectTimeout * 1000)))
    if let path = request.socketPath { _ = factory_curl_text(easy, CURLOPT_UNIX_SOCKET_PATH, path) }
    if request.direct { _ = factory_curl_text(easy, CURLOPT_PROXY, "") }
    if let file = request.caFile { _ = factory_curl_text(easy, CURLOPT_CAINFO, file) }
  }
}

enum CurlWords {
  /// Why there is no answer, to stand behind "The server cannot be reached:".
  static func reason(_ code: CURLcode) -> String {
    switch code {
    case CURLE_COULDNT_CONNECT: "nothing accepts connections there"
    case CURLE_COULDNT_RESOLVE_HOST: "its host name is not known"
    case CURLE_COULDNT_RESOLVE_PROXY: "the proxy's host name is not known"
    case CURLE_OPERATION_TIMEDOUT: "no answer in time"
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: "its TLS certificate is not trusted"
    case CURLE_SSL_CONNECT_ERROR: "the TLS handshake failed"
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: "the connection was cut"
    case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY: "its answer is damaged"
    default: String(cString: curl_easy_strerror(code)).lowercased()
    }
  }
}
