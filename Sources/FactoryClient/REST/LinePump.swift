// Hands the lines of a streamed answer over as they arrive. One value for one try.
import Foundation

struct LinePump {
  let limit: Int
  private(set) var delivered = false
  private(set) var tooLong = false
  private var splitter = LineSplitter()
  private var ended = false

  init(limit: Int) { self.limit = limit }

  /// false ends the transfer. The body of an error is left in the inbox for its reader.
  mutating func drain(_ inbox: WireInbox, _ line: (Data) -> Bool) -> Bool {
    guard (200..<300).contains(inbox.status), !inbox.body.isEmpty else { return true }
    splitter.append(inbox.body)
    inbox.body = Data()
    while let next = splitter.next() {
      guard hand(next, to: line) else { return false }
    }
    tooLong = splitter.pending > limit
    return !tooLong
  }

  /// The last line, where it has no line feed.
  mutating func finish(_ line: (Data) -> Bool) {
    if !ended, let rest = splitter.rest() { _ = hand(rest, to: line) }
  }

  private mutating func hand(_ bytes: Data, to line: (Data) -> Bool) -> Bool {
    guard !bytes.isEmpty else { return true }
    delivered = true
    ended = !line(bytes)
    return !ended
  }
}
