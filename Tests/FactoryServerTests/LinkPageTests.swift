// The page behind a link: for anyone, with nothing of the store in it, and nothing of the address unescaped.
import FactoryContracts
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct LinkPageTests {
  @Test func namesTheCommandToAnyone() async throws {
    try await Rig.with { rig in
      let id = Sample.id(9)
      for (path, uri) in [
        ("task?id=\(id)", "factory://task?id=\(id)"), ("approve?task_id=\(id)", "factory://approve?task_id=\(id)"),
        ("dashboard", "factory://dashboard"),
        ("deploy?pipeline_id=\(id)&target=staging", "factory://deploy?pipeline_id=\(id)&amp;target=staging"),
      ] {
        let answer = try await rig.call("GET", "/open/\(path)", headers: [])
        #expect(answer.status == 200 && answer.headers["content-type"] == "text/html; charset=utf-8")
        #expect(answer.headers["content-security-policy"]?.contains("default-src 'none'") == true)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("<pre>factory open '\(uri)'</pre>"), "\(path)")
      }
    }
  }

  @Test func refusesWhatIsNoLink() async throws {
    try await Rig.with { rig in
      for path in ["task", "task?id=x", "nothing", "task?id=%3Cscript%3E", "review?server_name=%27%3B%20rm%20-rf"] {
        let answer = try await rig.call("GET", "/open/\(path)", headers: [])
        #expect(answer.status == 404, "\(path)")
        #expect(!String(decoding: answer.body, as: UTF8.self).contains("<script>"))
      }
    }
  }
}
