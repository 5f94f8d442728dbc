// Approvals: the gates' side of decisions (contract §1.5, ruling R12).
import FactoryContracts
import FactoryEngine

extension RouteBuilder {
  mutating func addApprovals() {
    page(Endpoints.listApprovals, sortFields: ApprovalQuery.sortFields, kept: true) { query, caller in
      var filter = ApprovalQuery()
      filter.status = query.named("status")
      filter.pipelineId = query.id("pipelineId")
      filter.assigneeId = query.person("assignee", me: caller.actor.id)
      return { [filter] reader, paging in try reader.approvals(filter, paging) }
    }
    value(Endpoints.getApproval) { reader, request in
      guard let approval = try reader.approval(try request.id(of: .approval)) else {
        throw EntityKind.approval.notFound
      }
      return (try FactoryJSON.encode(approval), approval.version)
    }
    change(Endpoints.approve, on: .approval) { useCases, change in
      try .json(useCases.approve(change.id, change.body, ifMatch: change.ifMatch))
    }
    change(Endpoints.reject, on: .approval) { useCases, change in
      try .json(useCases.reject(change.id, change.body, ifMatch: change.ifMatch))
    }
    change(Endpoints.meetCondition, on: .approval) { useCases, change in
      guard let index = change.parameters.last.flatMap({ Int($0) }) else { throw EntityKind.approval.notFound }
      return try .json(useCases.meetCondition(change.id, index, note: change.body.note))
    }
    change(
      Endpoints.escalate, on: .approval,
      permit: { _, caller in try Permission.require(.tasksApprove, caller) },
      { useCases, change in try .json(useCases.escalate(change.id, change.body)) })
  }
}
