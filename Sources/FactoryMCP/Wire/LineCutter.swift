// Cuts a stream of bytes into lines. A value; used on the thread that reads.
// Invariant: a line longer than the limit costs no more than the limit, and is told once.
import Foundation

package struct LineCutter {
  package enum Piece: Equatable {
    case line(Data)
    /// A line that is longer than the limit; its bytes are gone.
    case tooLong
  }

  private let limit: Int
  private var rest = Data()
  private var isSkipping = false

  package init(limit: Int) { self.limit = limit }

  /// Takes bytes in and gives what is whole now. Empty lines are passed over; a carriage return at the end is dropped.
  package mutating func take(_ bytes: some Collection<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    for part in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if part.offset > 0, let piece = end() { pieces.append(piece) }
      append(part.element)
      if rest.count > limit {
        rest = Data()
        isSkipping = true
        pieces.append(.tooLong)
      }
    }
    return pieces
  }

  /// The last line, where the stream ended without a line break.
  package mutating func finish() -> Piece? { end() }

  private mutating func append(_ bytes: some Collection<UInt8>) {
    if !isSkipping { rest.append(contentsOf: bytes) }
  }

  private mutating func end() -> Piece? {
    defer {
      rest = Data()
      isSkipping = false
    }
    if rest.last == 13 { rest.removeLast() }
    return rest.allSatisfy { $0 == 32 || $0 == 9 } ? nil : .line(rest)
  }
}
