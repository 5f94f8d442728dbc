// What resources hold, read afresh each time. Worker threads.
import FactoryContracts
import Foundation

enum ResourceReading {
  static func read(_ uri: String, _ call: ToolCall) throws -> RPCResult {
    guard let address = ResourceAddress(uri) else { throw ResourceAddress.unknown(uri) }
    let text: String
    switch address {
    case .dashboard: text = try json(call.read(Endpoints.dashboardSummary))
    case .templates: text = try json(TemplateConfig.all)
    case .pipelineState(let id): text = try json(PipelineReading.state(try self.id(id), call))
    case .testResults(let id): text = try json(PipelineReading.tests(try self.id(id), call))
    case .serverStatus(let name): text = try json(ServerStatus.of(try PipelineReading.named(name, call), call))
    case .buildLogs(let id): text = try logs(try self.id(id), call)
    }
    return RPCResult([
      "contents": [["uri": .string(uri), "mimeType": .string(address.mimeType), "text": .string(text)]]
    ])
  }

  private static func id(_ text: String) throws(RPCFault) -> EntityID {
    guard let id = EntityID(text) else { throw .invalidParams("\(Steps.shown(text)) is no UUID") }
    return id
  }

  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try FactoryJSON.canonical(value), as: UTF8.self)
  }

  private static func logs(_ id: EntityID, _ call: ToolCall) throws(ToolFailure) -> String {
    try call.office.tell { api throws(APIFailure) in
      do {
        return String(decoding: try api.send(try Endpoints.buildLogs.call(path: [id.description])).body, as: UTF8.self)
      } catch let failure as APIFailure { throw failure } catch {
        throw .garbled(status: 0, reason: "\(error)")
      }
    }
  }

  /// The fixed ones first; the pages behind them name the state and server of each active pipeline.
  static func list(_ cursor: String?, _ call: ToolCall) throws -> RPCResult {
    guard let cursor else {
      return RPCResult(["resources": .array(ResourceEntry.all.map(\.listed)), "nextCursor": .string("p1")])
    }
    guard cursor.hasPrefix("p"), let page = Int(cursor.dropFirst()), (1...1_000_000).contains(page) else {
      throw RPCFault.invalidParams("cursor: \(Steps.shown(cursor)) was never given out")
    }
    let answer = try call.ask(
      Endpoints.listPipelines, Empty(), query: [("status", "active"), ("limit", "50"), ("page", "\(page)")])
    var members: [String: JSONValue] = ["resources": .array(answer.data.flatMap(rows))]
    if answer.meta?.pagination?.hasNext == true { members["nextCursor"] = .string("p\(page + 1)") }
    return RPCResult(members)
  }

  private static func rows(_ pipeline: Pipeline) -> [JSONValue] {
    let name = Phrases.line(pipeline.name, 100)
    return [
      [
        "uri": .string("factory://pipelines/\(pipeline.id)/state"), "name": .string("\(pipeline.slug)-state"),
        "title": .string("\(name), at \(pipeline.currentStage.rawValue)"), "mimeType": "application/json",
      ],
      [
        "uri": .string("factory://servers/\(PercentCoding.encode(pipeline.slug))/status"),
        "name": .string("\(pipeline.slug)-status"), "title": .string("\(name), as a server"),
        "mimeType": "application/json",
      ],
    ]
  }
}
