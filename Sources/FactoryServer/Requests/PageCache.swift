// Pages of lists that were read since the last commit. Many screens and scripts ask for the same page again and again while
// nothing changes; they are answered without the store.
//
// Correct because the store calls its commit handlers before it lets a writer go on: a page counts only while no commit came
// since before it was read, so nobody reads a state older than their own acknowledged write. For lists whose every change has
// an event: tasks, pipelines, approvals. A store shared with other processes must not use this. Any thread.
import FactoryContracts
import NIOConcurrencyHelpers
import NIOCore
import Synchronization

/// A page in its final bytes, but for what belongs to one request.
struct ListedPage: Sendable {
  /// `{"ok":true,"data":[…]`
  let rows: ByteBuffer
  let pagination: String
  let nextCursor: String?
  let seq: Int64
}

final class PageCache: Sendable {
  private struct Shelf {
    var generation: UInt64 = 0
    var pages: [String: ListedPage] = [:]
    var bytes = 0
  }

  private let commits = Atomic<UInt64>(0)
  private let shelf = NIOLockedValueBox(Shelf())
  private static let bytesBound = 4 << 20
  private static let pagesBound = 256

  /// What is kept is old from here on.
  func committed() { commits.wrappingAdd(1, ordering: .sequentiallyConsistent) }

  /// Asked for before reading; handed back with what was read.
  var generation: UInt64 { commits.load(ordering: .sequentiallyConsistent) }

  func page(_ key: String, generation: UInt64) -> ListedPage? {
    shelf.withLockedValue { $0.generation == generation ? $0.pages[key] : nil }
  }

  func keep(_ page: ListedPage, as key: String, generation: UInt64) {
    guard generation == self.generation else { return }
    shelf.withLockedValue { shelf in
      if shelf.generation > generation { return }
      let size = page.rows.readableBytes
      if shelf.generation < generation || shelf.bytes + size > Self.bytesBound || shelf.pages.count >= Self.pagesBound {
        shelf = Shelf(generation: generation)
      }
      if size <= Self.bytesBound, shelf.pages.updateValue(page, forKey: key) == nil { shelf.bytes += size }
    }
  }
}
