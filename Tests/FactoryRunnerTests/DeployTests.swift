// Deploys into a folder: the switch, the check before and after, the way back; and the look at a server itself.
import FactoryContracts
import Foundation
import Synchronization
import Testing

@testable import FactoryRunner

private final class Told: Sendable {
  private let list = Mutex<[String]>([])
  var lines: [String] { list.withLock { $0 } }
  func add(_ line: String) { list.withLock { $0.append(line) } }
}

@Suite(.serialized) struct DeployTests {
  private func deploy(_ workshop: Workshop, _ version: String) throws -> [String: JSONValue] {
    try DeployWorker().work(workshop.context(.deploy, ["target": "staging", "version": .string(version)]))
  }

  private func breakProduct(_ workshop: Workshop, _ line: String) throws {
    _ = try BuilderWorker().work(workshop.context(.build) { $0.builderCommand = ["sh", "-c", line] })
  }

  @Test("a version becomes current when it answers; one that does not changes nothing")
  func switching() throws {
    let workshop = try Workshop.withShop()
    let place = FolderTarget(workshop.folders, target: "staging", slug: "shop")
    let first = try deploy(workshop, "0.1.0")
    #expect(place.currentVersion == "0.1.0" && first["previousVersion"] == nil)
    #expect(
      first["tools"] == ["list_customers", "get_customer"] && first["url"]?.string?.hasPrefix("file:///") == true)
    try breakProduct(workshop, "printf '#!/bin/sh\\nexit 1\\n' > start")
    let error = #expect(throws: RunnerError.self) { try deploy(workshop, "0.1.1") }
    #expect(error?.sentence == "initialize: the server ended without an answer.")
    #expect(place.currentVersion == "0.1.0")
    #expect(throws: RunnerError.self) { try deploy(workshop, "9.9.9") }
    #expect(throws: RunnerError.self) { try deploy(workshop, "--help") }
    let known = workshop.folders.deployments("staging")
    #expect(known.map(\.slug) == ["shop"] && known.first?.pipelineId?.description.isEmpty == false)
  }

  @Test("a health check that fails takes its deploy back")
  func goingBack() throws {
    let workshop = try Workshop.withShop()
    _ = try deploy(workshop, "0.1.0")
    try breakProduct(workshop, "echo '# more' >> README.md")
    let second = try deploy(workshop, "0.1.1")
    #expect(second["previousVersion"] == "0.1.0")
    let place = FolderTarget(workshop.folders, target: "staging", slug: "shop")
    let health = try workshop.context(.health, ["target": "staging", "version": "0.1.1"])
    #expect(try MonitorWorker().work(health)["version"] == "0.1.1")
    try "#!/bin/sh\necho oops; cat >/dev/null\n".write(
      toFile: place.current + "/start", atomically: false, encoding: .utf8)
    let error = #expect(throws: RunnerError.self) { try DeployWorker().work(health) }
    #expect(error?.sentence.contains("a line that is no JSON: oops") == true)
    #expect(place.currentVersion == "0.1.0")
  }

  @Test("old versions go, the current one and the one before stay")
  func pruning() throws {
    let workshop = try Workshop()
    let place = FolderTarget(workshop.folders, target: "staging", slug: "shop")
    for number in 1...7 {
      try AgentFolders.make(place.place("\(number)"))
      let date = Date(timeIntervalSince1970: Double(number) * 1000)
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: place.place("\(number)"))
    }
    try place.point(to: "1")
    place.prune(keeping: 4, ["1", "3"])
    let left = try FileManager.default.contentsOfDirectory(atPath: place.folder + "/versions").sorted()
    #expect(left == ["1", "3", "6", "7"] && place.currentVersion == "1")
  }

  @Test("a command deploys in place of the folder and says where; if it fails its opposite runs")
  func byCommand() throws {
    let workshop = try Workshop.withShop()
    let payload: [String: JSONValue] = ["target": "production", "version": "0.1.0"]
    let done = try DeployWorker().work(
      workshop.context(.deploy, payload) {
        $0.deployCommand = [
          "sh", "-c", "test -f start && echo \"$FACTORY_TARGET $FACTORY_VERSION\"; echo https://x.example",
        ]
      })
    #expect(done["url"] == "https://x.example" && workshop.lines.contains("production 0.1.0"))
    #expect(throws: RunnerError.self) {
      try DeployWorker().work(
        workshop.context(.deploy, payload) {
          $0.deployCommand = ["false"]
          $0.rollbackCommand = ["echo", "took it back"]
        })
    }
    #expect(workshop.lines.contains("took it back"))
  }

  /// A CI and what it deploys: the third look finds the version that was asked for; what it was told it writes down.
  private static let ci = """
    import http.server, json, sys
    class CI(http.server.BaseHTTPRequestHandler):
        looks, version, code = 0, "0.0.1", int(sys.argv[1])
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            print("told " + json.dumps([self.path, self.headers.get("Authorization"), body], sort_keys=True), flush=True)
            CI.wanted = body["inputs"]["version"]
            self.answer(self.code, "no such workflow")
        def do_GET(self):
            CI.looks += 1
            if CI.looks > 2: CI.version = CI.wanted
            self.answer(200, "version " + (CI.version if "wrong" not in self.path else CI.wanted + "0"))
        def answer(self, code, text):
            self.send_response(code); self.end_headers()
            if code != 204: self.wfile.write(text.encode() + b"\\n")
        def log_message(self, *words): pass
    server = http.server.HTTPServer(("127.0.0.1", 0), CI)
    print("port", server.server_port, flush=True)
    server.serve_forever()
    """

  /// Runs the CI while `work` does something with its port; gives what it was told.
  private func withCI(_ code: Int = 204, _ work: (Int) throws -> Void) throws -> [String] {
    let stop = StopSignal()
    let said = Told()
    let ended = DispatchSemaphore(value: 0)
    let server = Command(
      ["python3", "-c", Self.ci, "\(code)"], in: "/tmp",
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      limits: CommandLimits(seconds: 60))
    Thread {
      _ = try? server.run(stop: stop) { line in said.add(line) }
      ended.signal()
    }.start()
    defer {
      stop.raise("done")
      ended.wait()
    }
    let deadline = Date().addingTimeInterval(20)
    var port: Int?
    while port == nil {
      guard deadline.timeIntervalSinceNow > 0 else { throw RunnerError("The CI of the test did not start.") }
      port = said.lines.first?.split(separator: " ").last.flatMap { Int($0) }
      usleep(5_000)
    }
    try work(port ?? 0)
    return said.lines.filter { $0.hasPrefix("told ") }
  }

  @Test("a workflow is started with what is to be deployed, and done when the version answers")
  func byWorkflow() throws {
    let workshop = try Workshop.withShop()
    let told = try withCI { port in
      let context = try workshop.context(.deploy, ["target": "production", "version": "0.1.0"]) {
        $0.workflow = DeployWorkflow(
          url: "http://127.0.0.1:\(port)/start", answersAt: "http://127.0.0.1:\(port)/{target}/{pipeline}",
          token: "s3cret", pause: 0.02)
      }
      let done = try DeployWorker().work(context)
      #expect(done["version"] == "0.1.0" && done["url"]?.string?.hasSuffix("/production/shop") == true)
      #expect(!FileManager.default.fileExists(atPath: context.workFolder + "/workflow.header"))
    }
    let wanted =
      #"told ["/start", "Bearer s3cret", {"inputs": {"pipeline": "shop", "target": "production", "version": "0.1.0"}, "ref": "v0.1.0"}]"#
    #expect(told == [wanted])
    #expect(!workshop.lines.contains { $0.contains("s3cret") })
  }

  @Test("a workflow that is refused, or whose version never answers, fails the job with what was found")
  func workflowFails() throws {
    let workshop = try Workshop.withShop()
    for (code, path, words) in [(404, "x", "404"), (204, "wrong", "did not answer with 0.1.0 in time")] {
      _ = try withCI(code) { port in
        let context = try workshop.context(.deploy, ["target": "staging", "version": "0.1.0"]) {
          $0.workflow = DeployWorkflow(
            url: "http://127.0.0.1:\(port)/start", answersAt: "http://127.0.0.1:\(port)/\(path)", token: nil,
            pause: 0.02)
          $0.builderLimits.seconds = 0.5
        }
        let error = #expect(throws: RunnerError.self) { try DeployWorker().work(context) }
        #expect(error.map { "\($0.sentence) \($0.details ?? "")".contains(words) } == true, "\(error?.sentence ?? "")")
      }
    }
  }

  @Test(
    "what is no MCP server is told by what it did",
    arguments: [
      ("exit 0", "ended without an answer"), ("cat", "no result"), ("sleep 30", "no answer in time"),
      (#"read l; echo '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}'; cat"#, "refused: no"),
      (
        #"read l; echo '{"id":1,"result":{"serverInfo":{},"protocolVersion":"x"}}'; read l; read l; echo '{"id":2,"result":{"tools":[]}}'"#,
        "found 0 tools"
      ),
    ])
  func probing(script: String, words: String) {
    let command = Command(
      ["sh", "-c", script], in: "/tmp", environment: ["PATH": "/usr/bin:/bin"], limits: CommandLimits(seconds: 1))
    let error = #expect(throws: RunnerError.self) { try MCPProbe(command).run() }
    #expect(error?.sentence.contains(words) == true, "\(error?.sentence ?? "")")
  }
}
