// GET /v1/blockers over HTTP (ruling R53).
import FactoryContracts
import Foundation
import TestSupport
import Testing

@Suite struct BlockerStories {
  @Test func whatStandsInTheWayIsListed() async throws {
    try await Rig.with { rig in
      let pipeline = try await rig.pipeline()
      #expect(try await rig.call("GET", "/v1/blockers").data([BlockerInfo].self).isEmpty)
      let body =
        #"{"pipelineId":"\#(pipeline.id)","type":"decision","title":"Which way?","context":{"summary":"s"},"blocksStageAdvance":true}"#
      let task = try await rig.call("POST", "/v1/tasks", body: body).data(FactoryTask.self)
      let answer = try await rig.call("GET", "/v1/blockers?pipelineId=\(pipeline.id)", headers: try rig.bearer(.viewer))
      #expect(answer.status == 200)
      let rows = try answer.data([BlockerInfo].self)
      #expect(rows.map(\.entityId) == [task.id] && rows.first?.blockerType == .task)
      #expect(answer.json["data"]?.array?.first?["pipelineName"]?.string == "Alpha")
    }
  }

  @Test func usedWrongly() async throws {
    try await Rig.with { rig in
      for (query, status) in [("?pipelineId=x", 400), ("?pipelineId=\(Sample.id(404))", 404)] {
        let answer = try await rig.call("GET", "/v1/blockers\(query)")
        #expect(answer.status == status, "\(query)")
      }
    }
  }
}
