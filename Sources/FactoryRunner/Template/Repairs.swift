// What a builder without a coding agent can try when the tests of a server fail: other conventions of paging and answers, one change
// at a time. Whether one helps, the tests say. Pure.
import FactoryContracts
import Foundation

/// One change of `mcp_server/platform.json`.
package struct Repair: Hashable, Sendable {
  /// `pages count from 0`
  package let words: String
  let path: [String]
  let value: JSONValue

  package static let all: [Repair] = [
    Repair(words: "pages count from 0", path: ["paging", "first"], value: 0),
    Repair(words: "pages count from 1", path: ["paging", "first"], value: 1),
    Repair(
      words: "a position counts items, not pages", path: ["paging"], value: ["style": "offset", "first": 0]),
    Repair(words: "items lie under the resource's name", path: ["items"], value: "$plural"),
    Repair(words: "an answer is the bare list", path: ["items"], value: .null),
  ]

  /// The description with the change; nil when it says so already.
  package func applied(to description: JSONValue) -> JSONValue? {
    guard case .object(var members) = description, let conventions = members["conventions"] else { return nil }
    let changed = Self.set(conventions, path[...], value)
    guard changed != conventions else { return nil }
    members["conventions"] = changed
    return .object(members)
  }

  /// An object is merged into what is there; anything else takes its place.
  private static func set(_ old: JSONValue, _ path: ArraySlice<String>, _ value: JSONValue) -> JSONValue {
    guard case .object(var members) = old else { return value }
    if let name = path.first {
      members[name] = set(members[name] ?? .null, path.dropFirst(), value)
    } else if let more = value.object {
      members.merge(more) { $1 }
    } else {
      return value
    }
    return .object(members)
  }
}
