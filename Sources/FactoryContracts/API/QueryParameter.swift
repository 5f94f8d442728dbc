// Parameters of the query string, each declared once with its kind: the server checks by it, the OpenAPI document prints it.

/// One parameter of the query string.
package struct QueryParameter: Sendable, Hashable {
  /// What a value must look like.
  package enum Kind: Sendable, Hashable {
    /// Any text.
    case text
    /// Not empty, up to so many characters.
    case words(Int)
    case whole(ClosedRange<Int>)
    case flag
    case time
    case id
    /// A user's id, or `me`.
    case person
    case oneOf([String])
    /// Several, separated by commas.
    case someOf([String])
    /// A field of the list, with `-` before it for descending; in either spelling (ruling R2).
    case sort([String])
    /// `meta.nextCursor` of the page before.
    case cursor
  }

  package let name: String
  package let summary: String
  package let kind: Kind
  package let isRequired: Bool

  package init(_ name: String, _ summary: String, _ kind: Kind = .text, isRequired: Bool = false) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.isRequired = isRequired
  }
}

extension QueryParameter.Kind {
  /// The values of an enum of the contract.
  package static func named<Value: WireEnum>(_ type: Value.Type) -> QueryParameter.Kind {
    .oneOf(Value.declared.map(\.rawValue))
  }

  /// What was expected, for the sentence of a refusal.
  package var words: String {
    switch self {
    case .text: "text"
    case .words(let most): "1 to \(most) characters"
    case .whole(let range):
      range.upperBound == .max
        ? "a number from \(range.lowerBound)" : "a number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .time: "a time such as 2026-01-31T09:05:00Z"
    case .id: "a UUID"
    case .person: "a UUID or me"
    case .oneOf(let names): "one of " + names.joined(separator: ", ")
    case .someOf(let names): "some of \(names.joined(separator: ", ")), separated by commas"
    case .sort(let fields): "one of \(fields.joined(separator: ", ")), with - before it for descending"
    case .cursor: "meta.nextCursor of an earlier page"
    }
  }

  /// Whether a value is of this kind. A cursor is judged by the list that gave it out.
  package func admits(_ text: String) -> Bool {
    switch self {
    case .text, .cursor: true
    case .words(let most): !text.isEmpty && text.unicodeScalars.count <= most
    case .whole(let range): Int(text).map { range.contains($0) } ?? false
    case .flag: Bool(text) != nil
    case .time: Timestamp(text) != nil
    case .id: EntityID(text) != nil
    case .person: text == "me" || EntityID(text) != nil
    case .oneOf(let names): names.contains(text)
    case .someOf(let names): text.split(separator: ",").allSatisfy { names.contains(String($0)) }
    case .sort(let fields): SortField.read(text, of: fields) != nil
    }
  }
}

/// The value of `sort`.
package enum SortField {
  /// - Returns: the field in camel case and the direction; nil when it is none of `fields`.
  package static func read(_ text: String, of fields: [String]) -> (field: String, descending: Bool)? {
    let descending = text.hasPrefix("-")
    let field = camelCase(descending ? text.dropFirst() : text[...])
    return fields.contains(field) ? (field, descending) : nil
  }

  /// `created_at` and `createdAt` name the same field (ruling R2).
  private static func camelCase(_ text: Substring) -> String {
    let parts = text.split(separator: "_")
    guard parts.count > 1 else { return String(text) }
    return String(parts[0]) + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// The other spelling.
  package static func snakeCase(_ field: String) -> String {
    var text = ""
    for character in field {
      if character.isUppercase { text += "_" + character.lowercased() } else { text.append(character) }
    }
    return text
  }
}

/// What each list can be sorted by (contract §1.3, ruling R49).
package enum SortFields {
  package static let tasks = ["createdAt", "updatedAt", "priority", "slaDeadline", "title", "status", "type"]
  package static let pipelines = ["createdAt", "updatedAt", "priority", "slaDeadline", "name", "currentStage"]
  package static let approvals = ["createdAt", "status"]
  package static let jobs = ["createdAt"]
  package static let assets = ["createdAt"]
  package static let audit = ["createdAt"]
  package static let accounts = ["createdAt", "email"]
  package static let keys = ["createdAt"]
  package static let notifications = ["createdAt"]
  package static let rules = ["createdAt"]
}
