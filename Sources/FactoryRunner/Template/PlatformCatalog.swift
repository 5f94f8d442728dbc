// What is known of platforms: addresses, resources, conventions (Templates/platforms.json). Read once; pure.
import FactoryContracts
import Foundation

/// One platform as the templates need it.
package struct Platform: Hashable, Sendable {
  /// As a pipeline names it.
  package let key: String
  /// `title`, `environmentPrefix`, `baseURL`, `auth`, `resources`, `conventions` and perhaps `draft`.
  let members: [String: JSONValue]

  package var title: String { members["title"]?.string ?? key }
  package var environmentPrefix: String { members["environmentPrefix"]?.string ?? "PLATFORM" }
  package var baseURL: String { members["baseURL"]?.string ?? "" }
  package var conventions: [String: JSONValue] { members["conventions"]?.object ?? [:] }

  /// What a builder assumes at first: the conventions as far as the catalog describes them for drafts. Where a draft is wrong the
  /// tests say so, because they hold the server to the platform's facts.
  package var draftedConventions: [String: JSONValue] {
    conventions.merging(members["draft"]?.object ?? [:]) { _, draft in draft }
  }

  /// The platforms that are known by name.
  package static let all: [String: Platform] = {
    let text = ShippedTemplates.files.first { $0.path == "platforms.json" }?.text ?? "{}"
    let catalog = (try? FactoryJSON.decode(JSONValue.self, from: Data(text.utf8)))?.object ?? [:]
    return Dictionary(
      uniqueKeysWithValues: catalog.map { ($0.key, Platform(key: $0.key, members: $0.value.object ?? [:])) })
  }()

  /// The platform of that name, however it is written; else one with records at `/records`, to be described by whoever knows it.
  package static func named(_ name: String) -> Platform {
    let key = slug(name)
    let short = key.replacing("-", with: "")
    return all[key] ?? all.values.first { $0.key.replacing("-", with: "") == short } ?? unknown(name, key)
  }

  private static func unknown(_ name: String, _ key: String) -> Platform {
    let prefix = key.uppercased().replacing("-", with: "_")
    let first = prefix.first.map { $0.isLetter } ?? false
    return Platform(
      key: key,
      members: [
        "title": .string(name), "environmentPrefix": .string(first ? prefix : "PLATFORM"),
        "baseURL": "https://api.example.com", "auth": ["header": "Authorization", "prefix": "Bearer "],
        "resources": [
          ["name": "record", "plural": "records", "path": "/records", "identity": "id", "fields": ["name", "notes"]]
        ],
        "conventions": [
          "paging": ["style": "page", "parameter": "page", "size": "limit", "first": 1], "items": "data",
          "search": "query",
        ],
      ])
  }

  /// `Go High Level` to `go-high-level`.
  static func slug(_ name: String) -> String {
    let letters = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return String(letters).split(separator: "-").joined(separator: "-")
  }
}
