// What a handler answers, before the headers that every answer has.
import FactoryContracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

struct Reply: Sendable {
  var status: Int
  var headers = HTTPFields()
  var body: ResponseBody
  /// For the log; nil while streaming.
  var length: Int? { body.contentLength }

  init(status: Int, json: ByteBuffer) {
    self.status = status
    headers[.contentType] = "application/json"
    body = ResponseBody(byteBuffer: json)
  }

  init(status: Int, type: String, body: ResponseBody) {
    self.status = status
    headers[.contentType] = type
    self.body = body
  }

  static let noContent = Reply(noContent: ())

  private init(noContent: Void) {
    status = 204
    body = ResponseBody()
  }
}

/// An error with the headers that belong to its answer.
struct Refusal: Error, Sendable {
  var error: APIError
  var headers = HTTPFields()

  static func unauthorized(_ message: String) -> Refusal {
    Refusal(error: APIError(code: .unauthorized, message: message), headers: [.wwwAuthenticate: "Bearer"])
  }

  /// `seconds`: when the next try has a chance.
  static func rateLimited(_ message: String, retryAfter seconds: Double) -> Refusal {
    Refusal(
      error: APIError(code: .rateLimited, message: message),
      headers: [.retryAfter: "\(max(1, Int(seconds.rounded(.up))))"])
  }

  static func unavailable(_ message: String) -> Refusal {
    Refusal(error: APIError(code: .serviceUnavailable, message: message), headers: [.retryAfter: "1"])
  }
}

/// The bytes of an error in the envelope.
enum ErrorBody {
  static func bytes(_ error: APIError) -> [UInt8] {
    if let data = try? FactoryJSON.encode(APIErrorResponse(error: error)) { return Array(data) }
    return Array(
      "{\"ok\":false,\"error\":{\"code\":\"INTERNAL_ERROR\",\"message\":\"The error could not be written.\",\"requestId\":\"\"}}"
        .utf8)
  }
}
