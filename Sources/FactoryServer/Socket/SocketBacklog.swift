// How many messages wait for one client to read, told from how many bytes the channel still holds. A value; the connection
// asks it after each flush, and it costs an addition for each message.
struct SocketBacklog {
  /// Where each message ends in all that was written; from `first` on they may still wait.
  private var ends: [Int] = []
  private var first = 0
  private var written = 0

  mutating func wrote(_ payload: Int) {
    // With the head of its frame.
    written += payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10)
    ends.append(written)
  }

  /// - Parameter buffered: bytes that have not left yet.
  mutating func count(buffered: Int) -> Int {
    let gone = written - buffered
    while first < ends.count, ends[first] <= gone { first += 1 }
    if first == ends.count {
      ends.removeAll(keepingCapacity: true)
      first = 0
    } else if first > 1024, first * 2 > ends.count {
      ends.removeFirst(first)
      first = 0
    }
    return ends.count - first
  }
}
