// The closed registry of error codes and what an error carries (contract §1.3, §7.1).

/// Every error code; none is added (ruling R5).
package enum ErrorCode: String, WireEnum {
  case badRequest = "BAD_REQUEST"
  case validationError = "VALIDATION_ERROR"
  case unauthorized = "UNAUTHORIZED"
  case forbidden = "FORBIDDEN"
  case notFound = "NOT_FOUND"
  case conflict = "CONFLICT"
  case gone = "GONE"
  case rateLimited = "RATE_LIMITED"
  case internalError = "INTERNAL_ERROR"
  case serviceUnavailable = "SERVICE_UNAVAILABLE"
  case timeout = "TIMEOUT"
  case unknown
}

extension ErrorCode {
  /// The HTTP status of the code.
  package var status: Int {
    switch self {
    case .badRequest, .validationError: 400
    case .unauthorized: 401
    case .forbidden: 403
    case .notFound: 404
    case .conflict: 409
    case .gone: 410
    case .rateLimited: 429
    case .internalError, .unknown: 500
    case .serviceUnavailable: 503
    case .timeout: 504
    }
  }

  /// Whether the same request may succeed later (contract §7.1).
  package var isRetryable: Bool { [408, 429, 500, 502, 503, 504].contains(status) }
}

/// One thing wrong with one field of a request.
package struct ValidationProblem: Codable, Hashable, Sendable {
  package var field: String
  package var message: String
  package var received: JSONValue
  package var expected: String

  package init(field: String, message: String, received: JSONValue = .null, expected: String) {
    self.field = field
    self.message = message
    self.received = received
    self.expected = expected
  }
}

/// The error of a failed answer: facts for programs, a sentence for people.
package struct APIError: Codable, Hashable, Sendable, Error {
  package var code: ErrorCode
  package var message: String
  package var details: [String: JSONValue]?
  package var field: String?
  package var requestId: String

  package init(
    code: ErrorCode, message: String, details: [String: JSONValue]? = nil, field: String? = nil,
    requestId: String = ""
  ) {
    self.code = code
    self.message = message
    self.details = details
    self.field = field
    self.requestId = requestId
  }
}
