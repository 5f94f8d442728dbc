// Links: the seven forms come back as they were, and whatever else is refused with a sentence.
import FactoryContracts
import TestSupport
import Testing

@Suite struct DeepLinkTests {
  static let id = Sample.id(7)
  static let links: [DeepLink] = [
    .approve(id), .reject(id), .task(id), .pipeline(id), .dashboard, .review(serverName: "ghl-mcp"),
    .deploy(id, .staging), .deploy(id, .production),
  ]

  @Test(arguments: links) func comesBackAsItWas(_ link: DeepLink) throws {
    #expect(try DeepLink(parsing: link.uri) == link)
  }

  @Test func aSlashBehindTheNameIsWhatOpenersAdd() throws {
    #expect(try DeepLink(parsing: "factory://dashboard/") == .dashboard)
    #expect(try DeepLink(parsing: "factory://task/?id=\(Self.id)") == .task(Self.id))
  }

  @Test(arguments: [
    "", "factory:", "factory://", "https://task?id=\(id)", "FACTORY://task?id=\(id)", "factory://task",
    "factory://task?id=7",
    "factory://task?id=\(id)&id=\(id)", "factory://task?id=\(id)&decision=approved", "factory://approve?id=\(id)",
    "factory://dashboard?x=1", "factory://review?server_name=", "factory://review?server_name=a%0Ab",
    "factory://review?server_name=../x", "factory://review?server_name=%FF", "factory://deploy?pipeline_id=\(id)",
    "factory://deploy?pipeline_id=\(id)&target=unknown", "factory://deploy?pipeline_id=\(id)&target=moon",
    "factory://delete?id=\(id)", "factory://task/../approve?id=\(id)", "factory://user@task?id=\(id)",
    "factory://task?id=\(id)#x", "factory://review?server_name=" + String(repeating: "a", count: 600),
  ])
  func anythingElseIsASentence(_ text: String) {
    let fault = #expect(throws: DeepLinkFault.self) { try DeepLink(parsing: text) }
    #expect(fault?.description.hasSuffix(".") == true)
  }
}
