// Who may decide: own questions, agents, questions that were handed up, gates that nobody could pass
// (rulings R18, R19, R36, R48; decision 0010).
import FactoryContracts

extension UseCases {
  /// Nobody decides what they caused; an agent or key never does, a person may where the store allows it (ruling R19).
  func refuseOwn(_ task: FactoryTask) throws {
    if actor.kind == .agent { throw APIError.forbidden("Agents ask, people decide: an agent decides no task.") }
    try refuseThroughTool(task)
    let asked = task.createdBy == actor.id
    guard asked || task.importedBy == actor.id else { return }
    if actor.kind == .user, try selfDecision() { return }
    throw APIError.forbidden(
      asked
        ? "You asked for this decision, so someone else makes it."
        : "You brought this question in, so someone else decides it.")
  }

  /// Through the tools of an MCP session nobody decides what they asked for or what their call of high risk waits for, whatever the
  /// store's setting says (contract §5.2, ruling R19).
  private func refuseThroughTool(_ task: FactoryTask) throws {
    guard actor.tool != nil else { return }
    let wanted = try task.pipelineId.flatMap { try tx.pipeline($0) }?.metadata[DeployWish.asker]
    let isWanted = wanted?["task"] == .id(task.id) && wanted?["by"] == .id(actor.id)
    guard task.createdBy == actor.id || isWanted else { return }
    throw APIError.forbidden(
      "The account that this session acts for asked for this, so it is not decided through the session's tools; a person "
        + "decides it in the command center, or another account does.")
  }

  /// What was handed up is left to an owner, an admin, or the person it was handed to by name (ruling R48, decision 0010).
  func refuseBelow(_ task: FactoryTask) throws {
    guard task.status == .escalated, !actor.isAdministrator, actor.kind != .system else { return }
    if actor.kind == .user, let chosen = task.assigneeId, chosen == actor.id { return }
    throw APIError.forbidden("It was handed up; an owner or admin, or whom it was handed to, goes on with it.")
  }

  /// The store's setting, else the one the program was started with.
  func selfDecision() throws -> Bool { try tx.setting(SettingName.selfDecision)?.bool ?? settings.selfDecision }

  /// A gate nobody can satisfy is refused when it is made. One approver is always accepted: people can be added.
  func checkSatisfiable(
    _ field: String, _ required: Int, asker: EntityID? = nil, _ problems: inout Problems
  ) throws {
    guard required > 1, let eligible = try eligibleDeciders(except: asker), required > eligible else { return }
    problems.add(
      field, "\(required) approvers are required, but only \(eligible) can approve.",
      received: .count(required), expected: "at most \(max(1, eligible))")
  }

  /// How many people could approve; nil where the store does not know them.
  func eligibleDeciders(except asker: EntityID?) throws -> Int? {
    guard settings.approverPolicy == .countUsers else { return nil }
    var people = Set(
      try tx.users().filter { $0.user.status == .active && $0.user.role.scopes.contains(.tasksApprove) }
        .map(\.user.id))
    if actor.kind == .user, actor.scopes.contains(.tasksApprove) { people.insert(actor.id) }
    if let asker, try !selfDecision() { people.remove(asker) }
    return people.count
  }
}

/// Names of settings that live in the store.
package enum SettingName {
  /// true or false (ruling R19).
  package static let selfDecision = "selfDecision"
  /// The id of the person whose machine it is (ruling R58).
  package static let localOwner = "localOwner"
}
