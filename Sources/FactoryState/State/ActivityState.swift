// The screen of the audit log: rows newest first, what narrows them, which page comes next. Main thread.
// Invariant: rows are what the server gave; the newest pages hang together, so that no row between two is missing.
import FactoryContracts

package struct ActivityState: Sendable {
  /// Newest first.
  package internal(set) var entries: [AuditEntry] = []
  package internal(set) var filter = ActivityFilter()
  package internal(set) var cursor = ListCursor()
  /// Where older rows go on; nil: there are none.
  var older: String?
  /// Pages that were read for what the filter looks for.
  var pages = 0
  package internal(set) var isLoading = false
  package internal(set) var failure: String?
  /// When the newest rows are read again; nil: nothing happened.
  var rereadAt: Timestamp?

  /// Pages that one filter reads by itself.
  static let pageLimit = 20
  static let rereadMilliseconds: Int64 = 250

  package var rows: [AuditEntry] { filter.isEmpty ? entries : entries.filter(filter.matches) }
  package var selected: AuditEntry? { entries.first { $0.id == cursor.selectedId } }
}

/// What narrows the activity: words that all must be found, some of them in one place only (`who:`, `what:`, `on:`); `-` before one leaves out.
package struct ActivityFilter: Hashable, Sendable {
  package let text: String
  private let words: [Word]

  private enum Place: Hashable, Sendable { case anywhere, who, what, on }
  private struct Word: Hashable, Sendable {
    var place: Place
    var text: String
    var leavesOut: Bool
  }

  package init(_ text: String = "") {
    self.text = text
    words = text.lowercased().split(separator: " ").compactMap { Self.word(String($0)) }
  }

  package var isEmpty: Bool { words.isEmpty }

  private static func word(_ typed: String) -> Word? {
    let leavesOut = typed.hasPrefix("-")
    let rest = leavesOut ? String(typed.dropFirst()) : typed
    let places: [(String, Place)] = [("who:", .who), ("what:", .what), ("on:", .on)]
    let found = places.first { rest.hasPrefix($0.0) }
    let text = found.map { String(rest.dropFirst($0.0.count)) } ?? rest
    return text.isEmpty ? nil : Word(place: found?.1 ?? .anywhere, text: text, leavesOut: leavesOut)
  }

  package func matches(_ entry: AuditEntry) -> Bool {
    let who = "\(entry.actorName ?? "") \(entry.actorType.rawValue)".lowercased()
    let on = "\(entry.entityType) \(entry.entityId)".lowercased()
    let what = entry.action.lowercased()
    return words.allSatisfy { word in
      let isFound =
        switch word.place {
        case .who: who.contains(word.text)
        case .what: what.contains(word.text)
        case .on: on.contains(word.text)
        case .anywhere:
          who.contains(word.text) || what.contains(word.text) || on.contains(word.text)
            || ActivityFilter.notes(entry).contains { $0.lowercased().contains(word.text) }
        }
      return isFound != word.leavesOut
    }
  }

  /// What people wrote, and what a change led from and to.
  private static func notes(_ entry: AuditEntry) -> [String] {
    entry.metadata.values.compactMap(\.string)
      + entry.changes.values.flatMap { [$0.from.string, $0.to.string].compactMap { $0 } }
  }
}
