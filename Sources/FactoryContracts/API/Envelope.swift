// The envelope of every answer (contract §1.3).

package struct PaginationMeta: Codable, Hashable, Sendable {
  package var page: Int
  package var limit: Int
  package var total: Int
  package var totalPages: Int
  package var hasNext: Bool
  package var hasPrev: Bool

  package init(page: Int, limit: Int, total: Int, totalPages: Int, hasNext: Bool, hasPrev: Bool) {
    self.page = page
    self.limit = limit
    self.total = total
    self.totalPages = totalPages
    self.hasNext = hasNext
    self.hasPrev = hasPrev
  }
}

package struct RateLimitMeta: Codable, Hashable, Sendable {
  package var limit: Int
  package var remaining: Int
  package var resetAt: Timestamp

  package init(limit: Int, remaining: Int, resetAt: Timestamp) {
    self.limit = limit
    self.remaining = remaining
    self.resetAt = resetAt
  }
}

package struct ResponseMeta: Codable, Hashable, Sendable {
  package var requestId: String
  package var timestamp: Timestamp
  package var pagination: PaginationMeta?
  package var rateLimit: RateLimitMeta?
  /// The sequence number of the last event that the answer includes (ruling R20).
  package var seq: Int64?
  /// Where the next page starts, when pages are read by cursor (ruling R49).
  package var nextCursor: String?

  package init(
    requestId: String, timestamp: Timestamp, pagination: PaginationMeta? = nil, rateLimit: RateLimitMeta? = nil,
    seq: Int64? = nil, nextCursor: String? = nil
  ) {
    self.requestId = requestId
    self.timestamp = timestamp
    self.pagination = pagination
    self.rateLimit = rateLimit
    self.seq = seq
    self.nextCursor = nextCursor
  }
}

/// A successful answer.
package struct APIResponse<Value: Codable & Sendable>: Codable, Sendable {
  package var ok: Bool
  package var data: Value
  package var meta: ResponseMeta?

  package init(data: Value, meta: ResponseMeta? = nil) {
    ok = true
    self.data = data
    self.meta = meta
  }
}

/// A failed answer.
package struct APIErrorResponse: Codable, Sendable {
  package var ok: Bool
  package var error: APIError

  package init(error: APIError) {
    ok = false
    self.error = error
  }
}

// MARK: - Read directly, in the order in which the server writes them

extension Array: DirectlyRead where Element: DirectlyRead {
  package init(from json: inout JSONReader) throws { self = try json.array { try Element(from: &$0) } }
}

extension APIResponse: DirectlyRead where Value: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      guard try json.bool("ok") else { throw JSONReader.Deviation() }
      try json.key("data")
      let data = try Value(from: &json)
      return APIResponse(data: data, meta: try json.optional("meta") { try ResponseMeta(from: &$0) })
    }
  }
}

extension ResponseMeta: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      ResponseMeta(
        requestId: try json.string("requestId"), timestamp: try json.time("timestamp"),
        pagination: try json.optional("pagination") { try PaginationMeta(from: &$0) },
        rateLimit: try json.optional("rateLimit") { try RateLimitMeta(from: &$0) },
        seq: try json.optional("seq") { Int64(try $0.integer()) },
        nextCursor: try json.optional("nextCursor") { try $0.string() })
    }
  }
}

extension PaginationMeta: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      PaginationMeta(
        page: try json.integer("page"), limit: try json.integer("limit"), total: try json.integer("total"),
        totalPages: try json.integer("totalPages"), hasNext: try json.bool("hasNext"),
        hasPrev: try json.bool("hasPrev"))
    }
  }
}

extension RateLimitMeta: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      RateLimitMeta(
        limit: try json.integer("limit"), remaining: try json.integer("remaining"), resetAt: try json.time("resetAt"))
    }
  }
}
