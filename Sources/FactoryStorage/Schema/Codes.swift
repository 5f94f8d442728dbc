// The numbers that stand for the contract's closed sets in columns. They are stored, so a number never changes its meaning;
// a case that is added gets the next one.
import FactoryContracts

enum Codes {
  static func of(_ status: TaskStatus) -> Int {
    switch status {
    case .pending: 0
    case .claimed: 1
    case .inProgress: 2
    case .completed: 3
    case .expired: 4
    case .escalated: 5
    case .unknown: 15
    }
  }

  static func of(_ type: TaskType) -> Int {
    switch type {
    case .approval: 0
    case .review: 1
    case .decision: 2
    case .manualAction: 3
    case .fixRequired: 4
    case .unknown: 15
    }
  }

  /// 0 is the most urgent.
  static func of(_ priority: Priority) -> Int {
    switch priority {
    case .critical: 0
    case .high: 1
    case .medium: 2
    case .low: 3
    case .unknown: 15
    }
  }

  static func of(_ status: PipelineStatus) -> Int {
    switch status {
    case .active: 0
    case .paused: 1
    case .completed: 2
    case .failed: 3
    case .archived: 4
    case .unknown: 15
    }
  }

  /// In the order of travel.
  static func of(_ stage: PipelineStage) -> Int {
    switch stage {
    case .intake: 0
    case .scaffolding: 1
    case .building: 2
    case .testing: 3
    case .review: 4
    case .staging: 5
    case .production: 6
    case .published: 7
    case .unknown: 15
    }
  }

  static func of(_ status: ApprovalStatus) -> Int {
    switch status {
    case .pending: 0
    case .approved: 1
    case .rejected: 2
    case .expired: 3
    case .unknown: 15
    }
  }

  static func of(_ kind: JobKind) -> Int {
    switch kind {
    case .build: 0
    case .test: 1
    case .deploy: 2
    case .scaffold: 3
    case .health: 4
    case .unknown: 15
    }
  }

  static func of(_ status: JobStatus) -> Int {
    switch status {
    case .queued: 0
    case .running: 1
    case .succeeded: 2
    case .failed: 3
    case .canceled: 4
    case .unknown: 15
    }
  }

  static func of(_ type: NotificationType) -> Int {
    switch type {
    case .taskAssigned: 0
    case .approvalPending: 1
    case .slaWarning: 2
    case .slaBreach: 3
    case .deployStatus: 4
    case .pipelineCompleted: 5
    case .agentError: 6
    case .feedbackProcessed: 7
    case .unknown: 15
    }
  }

  /// The case that a code stands for; nil for a code that none has.
  static func value<Value: WireEnum>(_ code: Int, of coding: (Value) -> Int) -> Value? {
    Value.allCases.first { coding($0) == code }
  }
}
