// Deploys into a folder: the switch, the check before and after, the way back; and the look at a server itself.
import FactoryContracts
import Foundation
import Testing

@testable import FactoryRunner

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
