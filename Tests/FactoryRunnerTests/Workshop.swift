// A folder of agents and a factory that answers from values: workers do their jobs in it without a server.
import FactoryContracts
import Foundation
import Synchronization
import TestSupport

@testable import FactoryRunner

/// Answers what the test says and keeps what was sent.
final class FakeFactory: FactoryAPI {
  struct Sent: Sendable {
    var line: String
    var body: JSONValue
  }
  let sent = Mutex<[Sent]>([])
  private let answers: [String: JSONValue]

  /// - Parameter answers: data by the end of the path.
  init(_ answers: [String: JSONValue] = [:]) { self.answers = answers }

  func send(_ call: Call) throws(APIFailure) -> Answer {
    let body = call.body.flatMap { try? FactoryJSON.decode(JSONValue.self, from: $0) } ?? .null
    sent.withLock { $0.append(Sent(line: "\(call.method.rawValue) \(call.path)", body: body)) }
    guard let data = answers.first(where: { call.path.hasSuffix($0.key) })?.value else {
      throw .unreachable(reason: "the test has no answer to \(call.path)", sent: false)
    }
    let envelope: JSONValue = ["ok": true, "data": data]
    return Answer(status: 200, body: (try? FactoryJSON.encode(envelope)) ?? Data())
  }

  func stream(_ call: Call, line: (Data) -> Bool) throws(APIFailure) {}
}

/// Keeps what was uploaded, with its bytes.
final class FakeShelf: AssetUploading {
  struct Kept: Sendable {
    var form: AssetForm
    var bytes: Data
  }
  let kept = Mutex<[Kept]>([])
  private let refusal: APIFailure?
  init(refusing: APIFailure? = nil) { refusal = refusing }

  func upload(_ form: AssetForm, key: EntityID) throws(APIFailure) -> Asset {
    if let refusal { throw refusal }
    let bytes = FileManager.default.contents(atPath: form.path) ?? Data()
    let version = kept.withLock { kept in
      kept.append(Kept(form: form, bytes: bytes))
      return kept.count { $0.form.name == form.name }
    }
    return Asset(
      id: key, pipelineId: form.pipelineId, stageName: form.stage, type: form.type, name: form.name, storageKey: "k",
      sizeBytes: Int64(bytes.count), contentType: "text/plain", checksumSha256: "", version: version,
      generatedBy: Sample.id(2), generatorType: .agent, createdAt: Sample.start)
  }
}

final class Workshop: Sendable {
  let folders: AgentFolders
  let log = Mutex<[String]>([])

  init(root: String = NSTemporaryDirectory() + "factory-runner-\(UInt64.random(in: .min ... .max))") throws {
    folders = AgentFolders(root: root)
    try AgentFolders.make(folders.root)
  }

  /// One where a minimal server is built already: made once, copied for whoever asks.
  static func withShop() throws -> Workshop {
    let workshop = try Workshop()
    let from = try shop.get().folders.root + "/repositories"
    try FileManager.default.copyItem(atPath: from, toPath: workshop.folders.root + "/repositories")
    return workshop
  }

  private static let shopRoot = NSTemporaryDirectory() + "factory-runner-shop-\(getpid())"
  private static let shop = Result {
    // Statics are never let go.
    atexit { try? FileManager.default.removeItem(atPath: Workshop.shopRoot) }
    let workshop = try Workshop(root: shopRoot)
    try workshop.build()
    return workshop
  }

  deinit { try? FileManager.default.removeItem(atPath: folders.root) }

  var lines: [String] { log.withLock { $0 } }

  /// One taking of a job on the workshop's pipeline.
  func context(
    _ kind: JobKind, platform: String = "stripe", template: PipelineTemplate = .mcpServerMinimal,
    _ payload: [String: JSONValue] = [:], api: any FactoryAPI = FakeFactory(),
    assets: (any AssetUploading)? = nil, settings edit: (inout AgentSettings) -> Void = { _ in }
  ) throws -> JobContext {
    let base: [String: JSONValue] = [
      "pipelineName": "Shop", "slug": "shop", "platform": .string(platform), "template": .string(template.rawValue),
    ]
    let job = Job(
      id: Sample.id(Int.random(in: 1000...1_000_000)), kind: kind, pipelineId: Sample.id(1), stageName: .building,
      status: .running, payload: base.merging(payload) { $1 }, attempts: 1, createdAt: Sample.start)
    var settings = AgentSettings(folders: folders)
    edit(&settings)
    let context = JobContext(
      job: job, agentId: Sample.id(2), agentName: "tester", settings: settings, api: api, stop: StopSignal(),
      say: { [self] line in log.withLock { $0.append(line) } }, assets: assets)
    try AgentFolders.make(context.workFolder + "/home")
    return context
  }

  /// What the last test run reported, and the threshold, as the server would tell.
  static func factory(_ tests: JSONValue, threshold: Double? = nil) throws -> FakeFactory {
    let job = Job(
      id: Sample.id(3), kind: .test, pipelineId: Sample.id(1), stageName: .testing, status: .succeeded,
      result: ["testResults": tests], createdAt: Sample.start)
    var pipeline = Pipeline(
      id: Sample.id(1), name: "Shop", slug: "shop", platform: "stripe", createdBy: Sample.id(4),
      startedAt: Sample.start,
      createdAt: Sample.start, updatedAt: Sample.start)
    if let threshold { pipeline.config["coverageThreshold"] = .number(threshold) }
    return FakeFactory([
      "/jobs": .array([try JSONValue(encoding: job)]), Sample.id(1).description: try JSONValue(encoding: pipeline),
    ])
  }

  func build(platform: String = "stripe", _ template: PipelineTemplate = .mcpServerMinimal) throws {
    _ = try BuilderWorker().work(context(.scaffold, platform: platform, template: template))
    _ = try BuilderWorker().work(context(.build, platform: platform, template: template))
  }

  func test() throws -> JSONValue { try TestWorker().work(context(.test))["testResults"] ?? .null }
}
