// Which work belongs to which stage: the jobs whose success is the matrix's trigger (contract Appendix A, rulings R13, R45). Pure.
import FactoryContracts

package enum StageWork {
  /// The jobs of a stage in their order; the last one's success lets the pipeline leave.
  package static func jobs(of stage: PipelineStage) -> [JobKind] {
    switch stage {
    case .intake, .scaffolding: [.scaffold]
    case .building: [.build]
    case .testing: [.test]
    case .staging, .production: [.deploy, .health]
    case .review, .published, .unknown: []
    }
  }

  /// Where a stage deploys to.
  package static func target(of stage: PipelineStage) -> DeployTarget? {
    switch stage {
    case .staging: .staging
    case .production: .production
    case .intake, .scaffolding, .building, .testing, .review, .published, .unknown: nil
    }
  }

  /// What leaving a stage asks of its jobs: none may be under way or have failed. Where no agent works there is none, and
  /// people move the pipeline by hand.
  package static func rules(of stage: PipelineStage) -> [ValidationRule] {
    guard stage != .intake else { return [] }
    return jobs(of: stage).map { kind in
      ValidationRule(type: .custom, config: ["job": .string(kind.rawValue), "whereKnown": true])
    }
  }

  /// `the build`, `the health check`
  package static func words(_ kind: JobKind) -> String {
    switch kind {
    case .build: "the build"
    case .test: "the test run"
    case .deploy: "the deploy"
    case .scaffold: "the scaffolding"
    case .health: "the health check"
    case .unknown: "the job"
    }
  }
}
