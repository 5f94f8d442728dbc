// Pipelines and their stages (contract §1.5, rulings R7, R45, R46).
import FactoryContracts
import FactoryEngine

extension RouteBuilder {
  mutating func addPipelines() {
    page(Endpoints.listPipelines, sortFields: PipelineQuery.sortFields, kept: true) { query, caller in
      var filter = PipelineQuery()
      filter.status = query.named("status")
      filter.stage = query.named("stage")
      filter.priority = query.named("priority")
      filter.assigneeId = query.person("assigneeId", me: caller.actor.id)
      filter.search = query.text("search")
      return { [filter] reader, paging in try reader.pipelines(filter, paging) }
    }
    value(Endpoints.getPipeline) { reader, request in
      let pipeline = try Self.pipeline(reader, request)
      return (try FactoryJSON.encode(pipeline), pipeline.version)
    }
    value(Endpoints.listStages) { reader, request in
      (try FactoryJSON.encode(try reader.stages(pipeline: try Self.pipeline(reader, request).id)), nil)
    }
    change(Endpoints.createPipeline) { useCases, change in try .json(useCases.createPipeline(change.body)) }
    change(Endpoints.updatePipeline, on: .pipeline) { useCases, change in
      try .json(useCases.updatePipeline(change.id, change.body, ifMatch: change.ifMatch))
    }
    change(Endpoints.deletePipeline, on: .pipeline) { useCases, change in
      var query = QueryReader(change.query, Endpoints.deletePipeline.description.query)
      let archive = query.flag("archive") ?? false
      try query.finish()
      try useCases.deletePipeline(change.id, archive: archive)
      return .nothing
    }
    change(Endpoints.advanceStage, on: .pipeline) { useCases, change in
      try .json(useCases.advanceStage(change.id, change.body))
    }
    change(Endpoints.failPipeline, on: .pipeline) { useCases, change in
      try .json(useCases.failPipeline(change.id, change.body))
    }
    change(Endpoints.retryPipeline, on: .pipeline) { useCases, change in
      try .json(useCases.retryPipeline(change.id, change.body))
    }
    change(Endpoints.runTests, on: .pipeline) { useCases, change in
      try .json(useCases.runTests(change.id, change.body))
    }
    change(
      Endpoints.deploy, on: .pipeline,
      permit: { body, caller in
        try Permission.require(body.target == .production ? .deployProduction : .deployStaging, caller)
      },
      { useCases, change in try .json(useCases.deploy(change.id, change.body)) })
  }

  static func pipeline(_ reader: any FactoryReader, _ request: ServerRequest) throws -> Pipeline {
    let id = try request.id(of: .pipeline)
    if let pipeline = try reader.pipeline(id) { return pipeline }
    try EntityKind.pipeline.mustExist(id, reader)
    throw EntityKind.pipeline.notFound
  }
}
