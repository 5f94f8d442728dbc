// A tool: declared once with its risk, its arguments, the type of its answer and the function that does it (contract §2.1, §5.2).
// Lists, schemas, checks, the permission gate and the reference all read this. Pure values; `run` blocks on a worker thread.
import FactoryContracts
import Foundation

/// How a tool is treated in `factory_smart` (contract §5.2).
package enum ToolRisk: String, Sendable, CaseIterable {
  /// Runs at once.
  case low
  /// Runs, is in the audit log, and the operator is told.
  case medium
  /// A human decides first, as a task in the queue.
  case high
}

package struct Tool: Sendable {
  package let name: String
  package let title: String
  package let description: String
  package let risk: ToolRisk
  package let arguments: [ToolArgument]
  /// Whether the same call twice is as good as once.
  package let isIdempotent: Bool
  /// Whether it can undo or end something.
  package let isDestructive: Bool
  /// What `structuredContent` holds; nil: the answer is its text alone.
  let output: (any (Codable & Sendable).Type)?
  /// Whether every call may wait for a human, so that it has a thread of its own.
  var isPatient = false
  /// Whether a caller may send more than is declared; clients add to what they send by themselves.
  var takesMore = false
  let run: @Sendable (ToolInput, ToolCall) throws -> ToolAnswer

  package var listed: JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name), "title": .string(title), "description": .string(description),
      "inputSchema": inputSchema,
      "annotations": [
        "title": .string(title), "readOnlyHint": .bool(risk == .low), "destructiveHint": .bool(isDestructive),
        "idempotentHint": .bool(isIdempotent), "openWorldHint": .bool(risk == .high),
      ],
    ]
    if let output { members["outputSchema"] = OutputSchema.of(output) }
    return .object(members)
  }

  package var inputSchema: JSONValue {
    let required = arguments.filter(\.isRequired).map { JSONValue.string($0.name) }
    return [
      "type": "object", "required": .array(required), "additionalProperties": .bool(takesMore),
      "properties": .object(Dictionary(uniqueKeysWithValues: arguments.map { ($0.name, $0.schema) })),
    ]
  }
}

/// Schemas of answers, derived from the types themselves, each whole in itself.
enum OutputSchema {
  static func of(_ type: any (Codable & Sendable).Type) -> JSONValue {
    let book = SchemaBook(.answer)
    guard let name = book.schema(of: type)["$ref"]?.string?.split(separator: "/").last.map(String.init),
      case .object(var schema)? = book.components[name].map(local)
    else { return ["type": "object"] }
    var parts = book.components
    parts[name] = nil
    if !parts.isEmpty { schema["$defs"] = .object(parts.mapValues(local)) }
    return .object(schema)
  }

  /// References that stay within the schema.
  private static func local(_ json: JSONValue) -> JSONValue {
    switch json {
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in
            guard key == "$ref", let text = value.string else { return (key, local(value)) }
            return (key, .string(text.replacing("#/components/schemas/", with: "#/$defs/")))
          }))
    case .array(let values): .array(values.map(local))
    default: json
    }
  }
}

/// What a tool gives back: text for the model, and the same as data.
package struct ToolAnswer: Sendable {
  package var text: String
  package var structured: Data?

  init(_ text: String, _ value: some Encodable) throws {
    self.text = text
    structured = try FactoryJSON.encode(value)
  }

  init(textAlone text: String) { self.text = text }
}

/// A tool that could not do it: a sentence and what to do about it. It reaches the model as an answer, not as a protocol error.
package struct ToolFailure: Error, Hashable, Sendable {
  package var sentence: String
  package var next: String?

  package init(_ sentence: String, next: String? = nil) {
    self.sentence = sentence
    self.next = next
  }

  package var text: String { next.map { "\(sentence)\nNext: \($0)" } ?? sentence }
}

extension ToolFailure {
  /// A refusal of the server with what can be done about it.
  init(_ failure: APIFailure) {
    self.init(FailureWords.sentence(failure), next: Self.advice(failure))
    if case .refused(let error) = failure { sentence += Self.facts(error) }
  }

  private static func facts(_ error: APIError) -> String {
    let facts = error.facts
    var words = ""
    if let now = facts.currentState, let needed = facts.requiredState, error.code == .conflict {
      words += " It is \(now) now; \(needed) was needed."
    }
    for problem in facts.validationErrors ?? [] where !error.message.contains(problem.message) {
      words += " \(problem.field): \(problem.message) (expected \(problem.expected))"
    }
    return words
  }

  private static func advice(_ failure: APIFailure) -> String? {
    guard case .refused(let error) = failure else {
      if case .unreachable = failure {
        return "Start the server (factory server start) or check FACTORY_API_URL; then call again."
      }
      return nil
    }
    switch error.code {
    case .notFound: return "Find the id with factory_search, factory_get_pending_tasks or factory_get_pipeline_status."
    case .unauthorized: return "Ask the operator to sign in: factory login, or a FACTORY_API_KEY that is valid."
    case .forbidden: return "Ask the operator; another person, role or scope is needed."
    case .conflict:
      return "Read it again (factory_get_pending_tasks, factory_get_pipeline_status) before anything else."
    case .gone: return "It is archived; nothing can be changed about it."
    case .rateLimited: return "Wait a moment, then call again."
    default: return nil
    }
  }
}
