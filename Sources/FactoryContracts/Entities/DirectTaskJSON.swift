// The JSON of tasks, written directly. Members stand in the order of their names; a member that is added to an entity is added
// here, and the test that compares with the general encoder fails until it is.

extension FactoryTask: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    try json.object { json in
      json.nullable("assigneeId", assigneeId)
      json.nullable("blocksPipelineId", blocksPipelineId)
      json.member("blocksStageAdvance", blocksStageAdvance)
      writeClaim(&json)
      try json.member("context", context)
      json.member("createdAt", createdAt)
      if let createdBy { json.member("createdBy", createdBy) }
      if let createdByName { json.member("createdByName", createdByName) }
      if let currentApprovers { json.member("currentApprovers", currentApprovers) }
      try writeDecision(&json)
      json.nullable("description", description)
      json.member("escalationLevel", escalationLevel)
      json.member("id", id)
      if let importedBy { json.member("importedBy", importedBy) }
      if let key { json.member("key", key) }
      if let pendingDecision { try json.member("pendingDecision", pendingDecision) }
      writeRest(&json)
    }
  }

  private func writeClaim(_ json: inout JSONWriter) {
    if let claimExpiresAt { json.member("claimExpiresAt", claimExpiresAt) }
    json.nullable("claimedAt", claimedAt)
    json.nullable("claimedBy", claimedBy)
    if let claimedByName { json.member("claimedByName", claimedByName) }
  }

  private func writeDecision(_ json: inout JSONWriter) throws {
    json.nullable("decidedAt", decidedAt)
    json.nullable("decidedBy", decidedBy)
    if let decidedByName { json.member("decidedByName", decidedByName) }
    json.nullable("decision", decision)
    try json.member("decisionData", decisionData)
    json.nullable("decisionNotes", decisionNotes)
    if let deferredAt { json.member("deferredAt", deferredAt) }
    if let deferredUntil { json.member("deferredUntil", deferredUntil) }
  }

  private func writeRest(_ json: inout JSONWriter) {
    json.nullable("pipelineId", pipelineId)
    json.member("priority", priority)
    if let requiredApprovers { json.member("requiredApprovers", requiredApprovers) }
    json.member("slaBreached", slaBreached)
    json.nullable("slaDeadline", slaDeadline)
    json.member("slaWarningsSent", slaWarningsSent)
    json.nullable("stageName", stageName)
    json.member("status", status)
    json.member("title", title)
    json.member("type", type)
    json.member("updatedAt", updatedAt)
    if let version { json.member("version", version) }
    if let withdrawnAt { json.member("withdrawnAt", withdrawnAt) }
  }
}

extension PendingDecision: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    try json.object { json in
      if let before { json.member("before", before) }
      json.member("by", by)
      if let byName { json.member("byName", byName) }
      if let decidedAt { json.member("decidedAt", decidedAt) }
      json.member("decision", decision)
      if let decisionData { try json.member("decisionData", decisionData) }
      json.member("effectiveAt", effectiveAt)
      if let notes { json.member("notes", notes) }
    }
  }
}

extension TaskContext: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    try json.object { json in
      if let call { try json.member("call", call) }
      if let details { json.member("details", details) }
      if let diffSummary { try json.member("diffSummary", diffSummary) }
      if let metrics {
        json.key("metrics")
        try json.dictionary(metrics) { try $0.number($1) }
      }
      if let modalConfig { try json.member("modalConfig", modalConfig) }
      if let modalType { json.member("modalType", modalType) }
      if let relatedAssets {
        json.key("relatedAssets")
        json.array(relatedAssets) { $0.string($1.description) }
      }
      json.member("summary", summary)
      if let testResults { try json.member("testResults", testResults) }
    }
  }
}

extension AgentCall: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    json.object { json in
      json.member("agent", agent)
      if let command { json.member("command", command) }
      if let earlier {
        json.key("earlier")
        json.array(earlier) { $0.string($1) }
      }
      json.member("folder", folder)
      if let offers {
        json.key("offers")
        json.array(offers) { json, offer in
          json.object { json in
            json.member("covers", offer.covers)
            json.member("scope", offer.scope)
          }
        }
      }
      if let others {
        json.key("others")
        json.array(others) { $0.string($1) }
      }
      if let path { json.member("path", path) }
      json.member("session", session)
      json.member("tool", tool)
    }
  }
}

extension DiffSummary: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    json.object { json in
      json.member("deletions", deletions)
      json.key("files")
      json.array(files) { $1.write(to: &$0) }
      json.member("filesChanged", filesChanged)
      json.member("insertions", insertions)
    }
  }
}

extension DiffFile {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("deletions", deletions)
      json.member("insertions", insertions)
      if let patch { json.member("patch", patch) }
      json.member("path", path)
      json.member("status", status)
    }
  }
}

extension TestResults: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    try json.object { json in
      try json.member("coveragePercent", coveragePercent)
      json.member("failed", failed)
      if let failureDetails {
        json.key("failureDetails")
        json.array(failureDetails) { $1.write(to: &$0) }
      }
      json.member("passed", passed)
      json.member("skipped", skipped)
      json.member("total", total)
    }
  }
}

extension TestFailure {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("error", error)
      if let file { json.member("file", file) }
      if let line { json.member("line", line) }
      json.member("testName", testName)
    }
  }
}

extension AuditEntry: DirectJSON {
  package func write(to json: inout JSONWriter) throws {
    try json.object { json in
      json.member("action", action)
      json.nullable("actorId", actorId)
      json.nullable("actorName", actorName)
      json.member("actorType", actorType)
      json.key("changes")
      try json.dictionary(changes) { try $1.write(to: &$0) }
      json.member("createdAt", createdAt)
      json.member("entityId", entityId)
      json.member("entityType", entityType)
      json.member("id", id)
      try json.member("metadata", metadata)
    }
  }
}

extension AuditChange {
  fileprivate func write(to json: inout JSONWriter) throws {
    try json.object { json in
      json.key("from")
      try json.value(from)
      json.key("to")
      try json.value(to)
    }
  }
}
