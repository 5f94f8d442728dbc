// What the agents brought back, as the evidence of the questions that follow: failures with their places, the change, figures
// (contract §1.4 TaskContext, rulings R11, R47, R56). Nothing is taken on trust but what a job's holder reported.
import FactoryContracts

extension UseCases {
  /// Adds what the newest jobs of the pipeline reported.
  /// - Parameter withChange: the diff too; it is shown where it is judged.
  func attachWork(_ context: inout TaskContext, _ pipeline: Pipeline, withChange: Bool) throws {
    let tests = try tx.latestJob(pipeline: pipeline.id, kind: .test)
    // Only the run that the totals come from; a task's own results may be newer.
    if let tests, let own: TestResults = tests.reported("testResults"),
      context.testResults == nil || pipeline.metadata["lastTestRun"]?["jobId"] == .id(tests.id)
    {
      context.testResults = own
    }
    let build = try tx.latestJob(pipeline: pipeline.id, kind: .build)
    if withChange { context.diffSummary = context.diffSummary ?? build?.reported("diffSummary") }
    var figures: [String: Double] = [:]
    for job in [build, tests] {
      for (name, value) in job?.result?["metrics"]?.object ?? [:] { figures[name] = value.double }
    }
    if !figures.isEmpty { context.metrics = figures.merging(context.metrics ?? [:]) { $1 } }
    let said = try (withChange ? [build] : [latestFailed(pipeline)]).compactMap { $0?.result?["details"]?.string }
    if context.details == nil, let first = said.first { context.details = first.prefixed(10_000) }
  }

  /// The job that failed last at the stage where the pipeline stands.
  private func latestFailed(_ pipeline: Pipeline) throws -> Job? {
    try StageWork.jobs(of: pipeline.currentStage)
      .compactMap { try tx.latestJob(pipeline: pipeline.id, kind: $0) }
      .filter { $0.status == .failed }.max { $0.createdAt < $1.createdAt }
  }

  /// The question of a deploy carries what is looked at before one (contract §5.2), behind what an agent said.
  func attachChecklist(_ context: inout TaskContext, _ pipeline: Pipeline) throws {
    guard let target = StageWork.target(of: pipeline.currentStage) else { return }
    let list = try checklist(
      pipeline, target, tests: context.testResults, version: try deployVersion(pipeline, target))
    context.details = [context.details, list].compactMap(\.self).joined(separator: "\n\n")
  }

  /// What is looked at before a deploy of that version, with what is known now.
  /// - Parameter tests: nil: those of the newest run.
  func checklist(_ pipeline: Pipeline, _ target: DeployTarget, tests: TestResults? = nil, version: String) throws
    -> String
  {
    let review = try tx.latestApproval(pipeline: pipeline.id, stage: .review)
    let facts = DeployFacts(
      pipeline: pipeline, target: target, tests: try tests ?? lastTests(pipeline),
      approvals: try approvals(of: pipeline, .approved) + [review].compactMap(\.self),
      version: version,
      lastVersion: try DeployHistory.read(tx, pipeline.id, target).current,
      stagingVersion: target == .production ? try DeployHistory.read(tx, pipeline.id, .staging).current : nil,
      assets: try wantedAssets(pipeline))
    return DeployChecklist.text(facts)
  }

  /// The assets that any stage's rules ask for, and whether they are there.
  private func wantedAssets(_ pipeline: Pipeline) throws -> [String: Bool] {
    let rules = PipelineRules(pipeline)
    let asked = PipelineStage.declared.flatMap(rules.rules).filter { $0.type == .requiredAsset }
    guard !asked.isEmpty else { return [:] }
    let evidence = StageEvidence(assets: try tx.assetTypes(pipeline: pipeline.id))
    return Dictionary(
      asked.map { ($0.config["assetType"]?.string ?? "unknown", RuleCheck.failures([$0], evidence).isEmpty) }
    ) { first, _ in first }
  }
}

extension Job {
  /// A member of the result in its type; nil where it is none.
  fileprivate func reported<Value: Decodable>(_ name: String) -> Value? {
    guard let member = result?[name], let data = try? FactoryJSON.encode(member) else { return nil }
    return try? FactoryJSON.decode(Value.self, from: data)
  }
}
