// What an event says to people, in words and for whom (contract §1.4 notifications, Appendix B). Pure: who the people are is
// found in `UseCases/Notifying.swift`.
import FactoryContracts

/// Whom a notice is for.
enum Audience: Sendable, Hashable {
  /// The one it is given to; else everyone who may decide the task.
  case deciders
  /// Who stands above: owners and admins, and who was named.
  case above
  /// Who has to do with the pipeline: who it is given to and who made it; else those above.
  case pipeline
  /// Everyone whose role has the scope.
  case scope(Scope)
}

/// One thing to be said, before it is addressed.
struct Notice: Sendable, Hashable {
  var type: NotificationType
  var title: String
  var body: String?
  var audience: Audience
  /// Goes out at any hour and by itself.
  var isCritical = false
  var entityType: String
  var entityId: EntityID
  var pipelineId: EntityID?
  /// The tool that did it.
  var tool: String?

  /// A deep link (contract §5.4).
  var link: String? {
    switch entityType {
    case "task": "factory://task?id=\(entityId)"
    case "pipeline": "factory://pipeline?id=\(entityId)"
    default: nil
    }
  }
}

extension Notice {
  static func created(_ task: FactoryTask) -> Notice {
    let isGiven = task.assigneeId != nil && task.type != .approval && task.type != .review
    return Notice(
      about: task, isGiven ? .taskAssigned : .approvalPending, isGiven ? "Yours: \(task.title)" : task.title, .deciders)
  }

  static func assigned(_ task: FactoryTask) -> Notice {
    Notice(about: task, .taskAssigned, "Yours: \(task.title)", .deciders)
  }

  /// By a person, or by itself two hours after its breach.
  static func escalated(_ task: FactoryTask) -> Notice {
    if task.status == .escalated {
      let isNamed = task.assigneeId != nil
      return Notice(
        about: task, isNamed ? .taskAssigned : .approvalPending, "Handed up: \(task.title)",
        isNamed ? .deciders : .above)
    }
    var notice = Notice(about: task, .slaBreach, "Still open long after its deadline: \(task.title)", .above)
    notice.isCritical = true
    return notice
  }

  static func slaWarning(_ task: FactoryTask, minutes: Double) -> Notice {
    Notice(about: task, .slaWarning, "\(Self.words(minutes: minutes)) left: \(task.title)", .deciders)
  }

  static func slaBreached(_ task: FactoryTask) -> Notice {
    var notice = Notice(about: task, .slaBreach, "Deadline missed: \(task.title)", .deciders)
    notice.isCritical = true
    return notice
  }

  static func deployed(_ deploy: DeployPayload) -> Notice {
    Notice(
      type: .deployStatus,
      title: "\(deploy.pipelineName) \(deploy.version): deploy to \(deploy.target.rawValue) "
        + (deploy.status == .failed ? "failed" : deploy.status.rawValue),
      body: deploy.error ?? deploy.url, audience: .pipeline, isCritical: deploy.status == .failed,
      entityType: "pipeline", entityId: deploy.pipelineId, pipelineId: deploy.pipelineId)
  }

  static func completed(_ pipeline: Pipeline) -> Notice {
    Notice(
      type: .pipelineCompleted, title: "Published: \(pipeline.name)", audience: .pipeline, entityType: "pipeline",
      entityId: pipeline.id, pipelineId: pipeline.id)
  }

  static func agentFailed(_ agent: AgentStatusPayload) -> Notice {
    Notice(
      type: .agentError, title: "The agent \(agent.agentName) reports an error", audience: .scope(.agentsManage),
      isCritical: true, entityType: "agent", entityId: agent.agentId)
  }

  /// Something to look over afterwards; nothing waits for it.
  static func toolUsed(_ tool: String, by name: String, _ entry: AuditEntry, _ pipeline: EntityID?) -> Notice {
    Notice(
      type: .approvalPending, title: "A session of \(name) used \(tool): \(entry.action)",
      body: "It took effect and stands in the audit log.", audience: .above, entityType: entry.entityType,
      entityId: entry.entityId, pipelineId: pipeline, tool: tool)
  }

  static func feedbackProcessed(_ feedback: FeedbackReceivedPayload) -> Notice {
    Notice(
      type: .feedbackProcessed, title: "Feedback from \(feedback.modalType) was taken in",
      body: feedback.decision, audience: .scope(.learningWrite), entityType: "feedback", entityId: feedback.feedbackId,
      pipelineId: feedback.pipelineId)
  }

  private init(about task: FactoryTask, _ type: NotificationType, _ title: String, _ audience: Audience) {
    self.init(
      type: type, title: String(title.prefix(300)), body: String(task.context.summary.prefix(500)), audience: audience,
      isCritical: task.priority == .critical, entityType: "task", entityId: task.id, pipelineId: task.pipelineId)
  }

  private static func words(minutes: Double) -> String {
    switch minutes {
    case ..<1: "Less than a minute"
    case ..<2: "A minute"
    case ..<120: "\(Int(minutes)) minutes"
    case ..<2880: "\(Int(minutes / 60)) hours"
    default: "\(Int(minutes / 1440)) days"
    }
  }
}

// MARK: - Batches

extension FactoryNotification {
  /// How many it stands for.
  package var count: Int { data["count"]?.int ?? 1 }

  /// Takes one more of its kind in: it counts, names the newest, and lists the first few.
  mutating func take(_ notice: Notice) {
    let listed = 5
    let count = self.count + 1
    let titles = (count == 2 ? [title] : data["titles"]?.array?.compactMap(\.string) ?? []) + [notice.title]
    let ids = (data["entityIds"]?.array ?? []) + [.id(notice.entityId)]
    data["count"] = .integer(Int64(count))
    data["titles"] = .array(titles.prefix(listed).map { .string($0) })
    data["entityIds"] = .array(Array(ids.suffix(100)))
    title = data["tool"] == nil ? "\(count) \(type.plural)" : "\(count) changes were made through tools"
    let rest = count > listed ? ["and \(count - listed) more"] : []
    body = (titles.prefix(listed) + rest).joined(separator: "\n")
    entityId = notice.entityId
    actionUrl = notice.link
  }
}

extension NotificationType {
  fileprivate var plural: String {
    switch self {
    case .taskAssigned: "tasks were given to you"
    case .approvalPending: "questions wait for a decision"
    case .slaWarning: "deadlines come near"
    case .slaBreach: "deadlines were missed"
    case .deployStatus: "deploys"
    case .pipelineCompleted: "pipelines were published"
    case .agentError: "agents report errors"
    case .feedbackProcessed: "pieces of feedback were taken in"
    case .unknown: "notifications"
    }
  }
}
