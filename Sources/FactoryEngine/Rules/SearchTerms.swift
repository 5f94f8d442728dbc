// What a person typed, as terms: words match from their beginning, "quoted words" as a phrase, a * behind a phrase lets its last word go
// on. Nothing else means anything, so no input is wrong (ruling R53). Pure.
import FactoryContracts
import Foundation

/// A search as stores carry it out: all terms must be found.
package struct SearchQuery: Sendable, Hashable {
  package var terms: [SearchTerm]
  package var types: Set<SearchType>
  package var limit: Int

  package init(_ text: String, types: Set<SearchType> = Set(SearchType.declared), limit: Int = 10) {
    terms = SearchTerm.parse(text)
    self.types = types
    self.limit = limit
  }
}

/// Words that follow each other.
package struct SearchTerm: Sendable, Hashable {
  /// As typed, without quotes; holds at least one letter or digit.
  package var text: String
  /// Whether the last word may go on.
  package var isPrefix: Bool

  /// More terms than that are not looked at.
  package static let most = 16

  package static func parse(_ text: String) -> [SearchTerm] {
    var terms: [SearchTerm] = []
    for (index, part) in text.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
      if index % 2 == 1 {
        terms.append(SearchTerm(text: String(part), isPrefix: false))
        continue
      }
      if part.first == "*", !terms.isEmpty { terms[terms.count - 1].isPrefix = true }
      terms += part.split { $0.isWhitespace || $0 == "\0" }.map { SearchTerm(text: String($0), isPrefix: true) }
    }
    return Array(terms.filter { !words(in: $0.text).isEmpty }.prefix(most))
  }

  /// Runs of letters and digits, without case and accents.
  package static func words(in text: String) -> [String] {
    text.unicodeScalars.split { scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
        false
      default: true
      }
    }.map { plain(String($0)) }.filter { !$0.isEmpty }
  }

  private static func plain(_ word: String) -> String {
    var plain = String.UnicodeScalarView()
    for character in word.lowercased() {
      // The first scalar of a decomposed letter is the letter itself.
      if let base = String(character).decomposedFirst { plain.append(base) }
    }
    return String(plain)
  }
}

extension String {
  fileprivate var decomposedFirst: Unicode.Scalar? {
    let scalars = decomposedStringWithCanonicalMapping.unicodeScalars
    guard let first = scalars.first else { return nil }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark: return nil
    default: return first
    }
  }
}

/// What is searched of each kind; both stores index the same words.
package enum SearchTexts {
  /// Characters of a text that are looked through.
  package static let bound = 4_000

  package static func of(_ pipeline: Pipeline) -> (title: String, body: String) {
    (pipeline.name, "\(pipeline.slug) \(pipeline.platform)")
  }

  package static func of(_ task: FactoryTask) -> (title: String, body: String) {
    (task.title, cut([task.context.summary, task.description ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")))
  }

  package static func of(_ asset: Asset) -> (title: String, body: String) {
    (asset.name, "\(asset.type.rawValue) \(asset.contentType) \(asset.checksumSha256)")
  }

  /// The action, who did it and every text that changed.
  package static func of(_ entry: AuditEntry) -> (title: String, body: String) {
    var texts = [entry.actorName ?? entry.actorType.rawValue]
    for (_, change) in entry.changes.sorted(by: { $0.key < $1.key }) { collect(change.to, &texts) }
    for (_, value) in entry.metadata.sorted(by: { $0.key < $1.key }) { collect(value, &texts) }
    return (entry.action, cut(texts.joined(separator: " ")))
  }

  private static func collect(_ value: JSONValue, _ texts: inout [String]) {
    switch value {
    case .string(let text): texts.append(text)
    case .array(let items): for item in items { collect(item, &texts) }
    case .object(let members): for (_, item) in members.sorted(by: { $0.key < $1.key }) { collect(item, &texts) }
    default: break
    }
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count > bound ? String(text.prefix(bound)) : text
  }
}
