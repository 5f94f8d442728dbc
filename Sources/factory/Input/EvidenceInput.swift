// The flags of `submit` as the body of a task: reads the evidence, keeps it under the limit.
import FactoryContracts
import FactoryEvidence

struct EvidenceInput {
  private let flags: Submit

  init(_ flags: Submit) { self.flags = flags }

  /// The whole body but for the pipeline. What is wrong with a file, range or number is wrong usage.
  func body() throws -> CreateTaskBody {
    try sentence(.usage) {
      let evidence = try Evidence.gather(
        EvidenceSources(
          repository: flags.repository, gitRange: flags.git, junit: flags.junit, coverage: flags.coverage,
          metrics: flags.metric, trim: flags.trim))
      let body = CreateTaskBody(
        type: TaskType.named(flags.type) ?? .review, title: title(evidence),
        context: evidence.context(summary: flags.summary, details: flags.details),
        priority: Priority.named(flags.priority), blocksStageAdvance: flags.blocking ? true : nil,
        requiredApprovers: flags.require, key: flags.key)
      return try limited(body, evidence)
    }
  }

  private func title(_ evidence: Evidence) -> String { flags.title ?? cut(evidence.change?.title ?? "") }

  /// The subject of a commit may be longer than a title; the whole is in the details.
  private func cut(_ subject: String) -> String { subject.count > 300 ? subject.prefix(299) + "…" : subject }

  private func limited(_ body: CreateTaskBody, _ evidence: Evidence) throws -> CreateTaskBody {
    guard flags.trim else {
      try EvidenceLimits.check(body)
      return body
    }
    let (trimmed, leftOut) = try EvidenceLimits.trim(body, alreadyLeftOut: evidence.leftOut)
    for what in leftOut { Output.remark("left out: \(what)") }
    return trimmed
  }
}
