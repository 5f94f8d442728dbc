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
  /// - Parameter easy: knows what was wrong with a certificate.
  static func reason(_ code: CURLcode, _ easy: UnsafeMutableRawPointer? = nil) -> String {
    var verdict = -1
    if let easy { _ = factory_curl_info_long(easy, CURLINFO_SSL_VERIFYRESULT, &verdict) }
    return words(code, verdict)
  }

  /// By OpenSSL's numbers (x509_vfy.h). That a name does not fit is libcurl's own finding, for which OpenSSL has none: then there is 0, or
  /// the 1 that libcurl begins with.
  private static func certificate(_ verdict: Int) -> String {
    switch verdict {
    case 0, 1: "its TLS certificate is for another host"
    case 9: "its TLS certificate is not valid yet"
    case 10: "its TLS certificate has expired"
    default: "its TLS certificate is not trusted"
    }
  }

  private static func words(_ code: CURLcode, _ verdict: Int) -> String {
    switch code {
    case CURLE_COULDNT_CONNECT: "nothing accepts connections there"
    case CURLE_COULDNT_RESOLVE_HOST: "its host name is not known"
    case CURLE_COULDNT_RESOLVE_PROXY: "the proxy's host name is not known"
    case CURLE_OPERATION_TIMEDOUT: "no answer in time"
    case CURLE_PEER_FAILED_VERIFICATION: certificate(verdict)
    case CURLE_SSL_CACERT_BADFILE: "the file of trusted certificates cannot be used (\(TrustedCertificates.variable))"
    case CURLE_SSL_CONNECT_ERROR: "the TLS handshake failed"
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE: "the connection was cut"
    case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY: "its answer is damaged"
    default: String(cString: curl_easy_strerror(code)).lowercased()
    }
  }
}

/// Certificates that are trusted in place of the system's, for a server with a certificate authority of its own.
enum TrustedCertificates {
  static let variable = "FACTORY_CA_FILE"
  /// A file in PEM; nil: the system's.
  static let file = ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
}
