// Searching and exporting through the API: what is found, who may look, and how files are written (rulings R51, R53).
import FactoryContracts
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct SearchAndExportTests {
  @Test func findsWhatWasJustAsked() async throws {
    try await Rig.with { rig in
      let task = try await rig.task("Ship the zeppelin?")
      let pipeline = try await rig.pipeline("Zeppelin works")
      let found = try await rig.call("GET", "/v1/search?query=zepp").data(SearchReply.self).results
      #expect(Set(found.map(\.id)).isSuperset(of: [task.id, pipeline.id]))
      #expect(found.contains { $0.entityType == .audit })
      let tasks = try await rig.call("GET", "/v1/search?query=zepp&types=task&limit=1").data(SearchReply.self).results
      #expect(tasks.map(\.id) == [task.id])
      #expect(tasks.first?.snippet == "Why.")
    }
  }

  @Test func whoMayNotSeeThemFindsNone() async throws {
    try await Rig.with { rig in
      _ = try await rig.task("Ship the zeppelin?")
      let token = try rig.token(.operator, scopes: [.tasksRead])
      let headers = [("Authorization", "Bearer \(token)")]
      let found = try await rig.call("GET", "/v1/search?query=zeppelin", headers: headers).data(SearchReply.self)
      #expect(found.results.allSatisfy { $0.entityType == .task } && found.results.count == 1)
      let refused = try await rig.call("GET", "/v1/search?query=zeppelin&types=audit", headers: headers)
      #expect(refused.status == 403)
      #expect(refused.error?.details?["requiredScope"]?.string == "audit:read")
    }
  }

  @Test(arguments: [
    "", "query=", "query=a&types=cats", "query=a&limit=0", "query=\(String(repeating: "a", count: 501))",
  ])
  func aWrongQueryIsNamed(_ query: String) async throws {
    try await Rig.with { rig in
      let answer = try await rig.call("GET", "/v1/search?" + query)
      #expect(answer.status == 400)
      #expect(answer.error?.code == .validationError)
    }
  }

  @Test func exportsAsLinesOldestFirst() async throws {
    try await Rig.with { rig in
      _ = try await rig.task("=cmd|' /C calc'!A0, \"quoted\"".replacingOccurrences(of: "\"", with: "\\\""))
      let answer = try await rig.call("GET", "/v1/audit/export")
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"] == "application/x-ndjson")
      let rows = try answer.body.split(separator: UInt8(ascii: "\n"))
        .map { try FactoryJSON.decode(AuditEntry.self, from: Data($0)) }
      #expect(rows.last?.action == "task.created")
      #expect(rows.map(\.createdAt) == rows.map(\.createdAt).sorted())
      let one = try await rig.call("GET", "/v1/audit/export?action=task.created")
      #expect(one.body.count { $0 == UInt8(ascii: "\n") } == 1)
    }
  }

  @Test func exportsAsTableThatSpreadsheetsDoNotRun() async throws {
    try await Rig.with { rig in
      _ = try await rig.task()
      let answer = try await rig.call("GET", "/v1/audit/export?format=csv&action=task.created")
      #expect(answer.headers["content-type"] == "text/csv")
      let lines = String(decoding: answer.body, as: UTF8.self).components(separatedBy: "\r\n")
      #expect(lines.count == 3 && lines[2].isEmpty)
      #expect(lines[0] == AuditTable.columns.joined(separator: ","))
      #expect(lines[1].contains("task.created,task,"))
      #expect(
        String(decoding: AuditTable.line(["=1+1", "a,b", "say \"x\"", "two\nlines", "plain"]), as: UTF8.self)
          == "'=1+1,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",plain\r\n")
      let wrong = try await rig.call("GET", "/v1/audit/export?format=xml")
      #expect(wrong.status == 400 && wrong.error?.field == "format")
    }
  }
}
