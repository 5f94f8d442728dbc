// Links into the command center (contract §5.4): seven forms, read strictly. Pure.
// Invariants: what is read is written the same; a link names what is to be shown and decides nothing.
import Foundation

package enum DeepLink: Hashable, Sendable {
  /// Shows the task and says that the link asks to approve, or to reject it.
  case approve(EntityID)
  case reject(EntityID)
  case task(EntityID)
  case pipeline(EntityID)
  case dashboard
  /// The tasks of the pipeline that makes this server.
  case review(serverName: String)
  case deploy(EntityID, DeployTarget)

  package static let scheme = "factory://"

  /// - Throws: `DeepLinkFault`, a sentence that names what was found and what was expected.
  package init(parsing text: String) throws(DeepLinkFault) {
    guard text.utf8.count <= 500 else { throw DeepLinkFault("A link has at most 500 bytes; found \(text.utf8.count).") }
    guard text.hasPrefix(Self.scheme) else {
      throw DeepLinkFault("A link begins with factory://; found “\(text.prefix(40))”.")
    }
    let parts = text.dropFirst(Self.scheme.count).split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    // Programs that open links put a slash behind the name.
    let name = parts[0].hasSuffix("/") ? parts[0].dropLast() : parts[0]
    guard let form = Form(rawValue: String(name)) else {
      let known = Form.allCases.map(\.rawValue).joined(separator: ", ")
      throw DeepLinkFault("One of \(known) was expected after factory://; found “\(name.prefix(40))”.")
    }
    self = try form.link(try Self.fields(parts.count > 1 ? parts[1] : "", form))
  }

  /// The words that stand behind the scheme.
  package static let forms = Form.allCases.map(\.rawValue)

  private enum Form: String, CaseIterable {
    case approve, reject, task, pipeline, dashboard, review, deploy

    var names: [String] {
      switch self {
      case .approve, .reject: ["task_id"]
      case .task, .pipeline: ["id"]
      case .dashboard: []
      case .review: ["server_name"]
      case .deploy: ["pipeline_id", "target"]
      }
    }

    func link(_ fields: [String: String]) throws(DeepLinkFault) -> DeepLink {
      func id(_ name: String) throws(DeepLinkFault) -> EntityID {
        guard let id = EntityID(fields[name] ?? "") else { throw fault(name, "a UUID", fields[name]) }
        return id
      }
      switch self {
      case .approve: return .approve(try id("task_id"))
      case .reject: return .reject(try id("task_id"))
      case .task: return .task(try id("id"))
      case .pipeline: return .pipeline(try id("id"))
      case .dashboard: return .dashboard
      case .review:
        guard let name = fields["server_name"], Self.isServerName(name) else {
          throw fault("server_name", "letters, digits and hyphens", fields["server_name"])
        }
        return .review(serverName: name)
      case .deploy:
        guard let target = DeployTarget.named(fields["target"] ?? "") else {
          throw fault("target", "staging or production", fields["target"])
        }
        return .deploy(try id("pipeline_id"), target)
      }
    }

    private static func isServerName(_ name: String) -> Bool {
      !name.isEmpty && name.utf8.count <= 200
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    func fault(_ name: String, _ expected: String, _ found: String?) -> DeepLinkFault {
      DeepLinkFault(
        "factory://\(rawValue), \(name): \(expected) was expected, found \(found.map { "“\($0.prefix(40))”" } ?? "nothing")."
      )
    }
  }

  /// Each parameter once, none that the form does not have.
  private static func fields(_ query: Substring, _ form: Form) throws(DeepLinkFault) -> [String: String] {
    var fields: [String: String] = [:]
    for item in query.split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0])
      guard form.names.contains(name), fields[name] == nil else {
        let known = form.names.isEmpty ? "no parameter" : form.names.joined(separator: " and ") + ", once each,"
        throw DeepLinkFault("factory://\(form.rawValue): \(known) was expected, found “\(name.prefix(40))”.")
      }
      guard let value = (pair.count > 1 ? pair[1] : "").removingPercentEncoding else {
        throw DeepLinkFault("factory://\(form.rawValue), \(name): percent-encoded UTF-8 was expected.")
      }
      fields[name] = value
    }
    return fields
  }

  /// The link as it is sent to others.
  package var uri: String {
    switch self {
    case .approve(let id): "\(Self.scheme)approve?task_id=\(id)"
    case .reject(let id): "\(Self.scheme)reject?task_id=\(id)"
    case .task(let id): "\(Self.scheme)task?id=\(id)"
    case .pipeline(let id): "\(Self.scheme)pipeline?id=\(id)"
    case .dashboard: "\(Self.scheme)dashboard"
    case .review(let name): "\(Self.scheme)review?server_name=\(name)"
    case .deploy(let id, let target): "\(Self.scheme)deploy?pipeline_id=\(id)&target=\(target.rawValue)"
    }
  }

  /// What it asks for, for a person who has not opened it.
  package var words: String {
    switch self {
    case .approve: "A task waits to be approved."
    case .reject: "A task waits to be rejected."
    case .task: "A task."
    case .pipeline: "A pipeline."
    case .dashboard: "The decision queue."
    case .review(let name): "What waits for review of \(name)."
    case .deploy(_, let target): "A deploy to \(target.rawValue)."
    }
  }

  /// The task it is about; nil where it is about none.
  package var taskId: EntityID? {
    switch self {
    case .approve(let id), .reject(let id), .task(let id): id
    case .pipeline, .dashboard, .review, .deploy: nil
    }
  }
}

/// Why a text is no link, as a sentence.
package struct DeepLinkFault: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
