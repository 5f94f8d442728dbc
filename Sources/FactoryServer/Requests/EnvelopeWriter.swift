// Successful answers, spliced together from JSON that already exists: rows of a list are never decoded on the way
// (contract §1.3).
import FactoryContracts
import FactoryEngine
import Foundation
import NIOCore

enum EnvelopeWriter {
  /// `{"ok":true,"data":…,"meta":{…}}`
  static func one(_ data: Data, for request: ServerRequest, seq: Int64? = nil) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(data.count + 256)
    buffer.writeString("{\"ok\":true,\"data\":")
    buffer.writeBytes(data)
    finish(&buffer, request, seq: seq)
    return buffer
  }

  /// A page of a list, without what belongs to one request.
  static func listed(_ page: EncodedPage, _ paging: PageRequest, seq: Int64) -> ListedPage {
    let pages = (page.total + paging.limit - 1) / paging.limit
    let hasNext = page.nextCursor != nil || (paging.cursor == nil && paging.page < pages)
    var pagination = ",\"pagination\":{\"page\":\(paging.page),\"limit\":\(paging.limit),\"total\":\(page.total)"
    pagination += ",\"totalPages\":\(pages),\"hasNext\":\(hasNext),\"hasPrev\":\(paging.page > 1)}"
    return ListedPage(rows: rows(page.rows), pagination: pagination, nextCursor: page.nextCursor, seq: seq)
  }

  static func list(_ page: ListedPage, for request: ServerRequest) -> ByteBuffer {
    var buffer = page.rows
    finish(&buffer, request, seq: page.seq, extra: page.pagination, nextCursor: page.nextCursor)
    return buffer
  }

  /// A whole list without pages.
  static func all(_ rows: [Data], for request: ServerRequest, seq: Int64?) -> ByteBuffer {
    var buffer = self.rows(rows)
    finish(&buffer, request, seq: seq)
    return buffer
  }

  private static func rows(_ rows: [Data]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(rows.reduce(512) { $0 + $1.count + 1 })
    buffer.writeString("{\"ok\":true,\"data\":[")
    for (index, row) in rows.enumerated() {
      if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
      buffer.writeBytes(row)
    }
    buffer.writeString("]")
    return buffer
  }

  private static func finish(
    _ buffer: inout ByteBuffer, _ request: ServerRequest, seq: Int64?, extra: String = "", nextCursor: String? = nil
  ) {
    buffer.writeString(",\"meta\":{\"requestId\":\"\(request.id)\",\"timestamp\":\"\(request.now)\"")
    buffer.writeString(extra)
    if let limit = request.rateLimit {
      buffer.writeString(
        ",\"rateLimit\":{\"limit\":\(limit.limit),\"remaining\":\(limit.remaining),\"resetAt\":\"\(limit.resetAt)\"}")
    }
    if let seq { buffer.writeString(",\"seq\":\(seq)") }
    if let nextCursor {
      var quoted: [UInt8] = []
      JSONText.quote(nextCursor, into: &quoted)
      buffer.writeString(",\"nextCursor\":")
      buffer.writeBytes(quoted)
    }
    buffer.writeString("}}")
  }
}
