// The resources (contract §2.2): two fixed ones and four kinds with a parameter. One table; pure.
import FactoryContracts
import Foundation

/// A resource by its URI.
package enum ResourceAddress: Hashable, Sendable {
  case dashboard
  case templates
  case pipelineState(String)
  case testResults(String)
  case buildLogs(String)
  case serverStatus(String)

  package init?(_ uri: String) {
    guard uri.hasPrefix("factory://"), uri.utf8.count <= 500 else { return nil }
    let parts = uri.dropFirst("factory://".count).split(separator: "/", omittingEmptySubsequences: false).map(
      String.init)
    switch (parts.first, parts.count) {
    case ("dashboard", 2) where parts[1] == "summary": self = .dashboard
    case ("config", 2) where parts[1] == "templates": self = .templates
    case ("pipelines", 3) where EntityID(parts[1]) != nil:
      switch parts[2] {
      case "state": self = .pipelineState(parts[1])
      case "test-results": self = .testResults(parts[1])
      case "build-logs": self = .buildLogs(parts[1])
      default: return nil
      }
    case ("servers", 3) where parts[2] == "status" && !parts[1].isEmpty:
      self = .serverStatus(parts[1].removingPercentEncoding ?? parts[1])
    default: return nil
    }
  }

  var mimeType: String { if case .buildLogs = self { "text/plain" } else { "application/json" } }

  /// A resource that there is none of; its code changed with the stateless revisions, clients of both read the words.
  static func unknown(_ uri: String) -> RPCFault {
    RPCFault(
      -32002, "Resource not found: \(Steps.shown(uri)); resources/list and resources/templates/list name them.",
      data: ["uri": .string(String(uri.prefix(500)))])
  }

  /// Whether an event may have changed what the resource shows. `pipeline` is the one that a server's name stands for.
  package func isTouched(by event: FactoryEvent, pipeline: EntityID?) -> Bool {
    switch self {
    case .dashboard: true
    case .templates: false
    case .pipelineState(let id), .testResults(let id), .buildLogs(let id):
      event.pipelineId?.description == id.lowercased()
    case .serverStatus: pipeline == nil ? event.pipelineId != nil : event.pipelineId == pipeline
    }
  }
}

/// A fixed resource as `resources/list` shows it.
package struct ResourceEntry: Sendable {
  package let uri: String
  package let name: String
  package let title: String
  package let description: String

  package static let all = [
    ResourceEntry(
      uri: "factory://dashboard/summary", name: "dashboard-summary", title: "Dashboard",
      description: "Counts of pipelines, tasks and agents, the state of deadlines, and what happened last."),
    ResourceEntry(
      uri: "factory://config/templates", name: "pipeline-templates", title: "Pipeline templates",
      description: "The templates a pipeline can be made from, with stages, assets and rules."),
  ]

  package var listed: JSONValue {
    [
      "uri": .string(uri), "name": .string(name), "title": .string(title), "description": .string(description),
      "mimeType": "application/json",
    ]
  }
}

/// A kind of resource with a parameter.
package struct ResourceTemplate: Sendable {
  package let uri: String
  package let name: String
  package let title: String
  package let description: String
  package let mimeType: String

  package static let all = [
    ResourceTemplate(
      uri: "factory://pipelines/{pipelineId}/state", name: "pipeline-state", title: "State of a pipeline",
      description: "The pipeline with its stages, open tasks, assets, blockers and last fifty audit rows.",
      mimeType: "application/json"),
    ResourceTemplate(
      uri: "factory://servers/{serverName}/status", name: "server-status", title: "Status of a server",
      description: "Health, deployments and last test run of the server that a pipeline builds, by its slug or name.",
      mimeType: "application/json"),
    ResourceTemplate(
      uri: "factory://pipelines/{pipelineId}/test-results", name: "test-results", title: "Test results",
      description: "Totals, coverage and failures of the latest test run.", mimeType: "application/json"),
    ResourceTemplate(
      uri: "factory://pipelines/{pipelineId}/build-logs", name: "build-logs", title: "Build logs",
      description: "What the agents logged, oldest first.", mimeType: "text/plain"),
  ]

  package var listed: JSONValue {
    [
      "uriTemplate": .string(uri), "name": .string(name), "title": .string(title),
      "description": .string(description), "mimeType": .string(mimeType),
    ]
  }
}
