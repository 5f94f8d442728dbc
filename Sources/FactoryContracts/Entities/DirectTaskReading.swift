// Tasks read directly, member by member in the order in which they are written (see the writing side). What comes in another
// order or with unknown members is left to the general decoder.

extension FactoryTask: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      var task = FactoryTask(
        id: EntityID(high: 0, low: 0), type: .unknown, title: "", context: TaskContext(summary: ""),
        createdAt: Timestamp(milliseconds: 0), updatedAt: Timestamp(milliseconds: 0))
      try task.readStart(&json)
      try task.readDecision(&json)
      try task.readMiddle(&json)
      try task.readRest(&json)
      return task
    }
  }

  private mutating func readStart(_ json: inout JSONReader) throws {
    assigneeId = try json.nullable("assigneeId") { try $0.id() }
    blocksPipelineId = try json.nullable("blocksPipelineId") { try $0.id() }
    blocksStageAdvance = try json.bool("blocksStageAdvance")
    claimExpiresAt = try json.optional("claimExpiresAt") { try $0.time() }
    claimedAt = try json.nullable("claimedAt") { try $0.time() }
    claimedBy = try json.nullable("claimedBy") { try $0.id() }
    claimedByName = try json.optional("claimedByName") { try $0.string() }
    try json.key("context")
    context = try TaskContext(from: &json)
    createdAt = try json.time("createdAt")
    createdBy = try json.optional("createdBy") { try $0.id() }
    createdByName = try json.optional("createdByName") { try $0.string() }
    currentApprovers = try json.optional("currentApprovers") { try $0.integer() }
  }

  private mutating func readDecision(_ json: inout JSONReader) throws {
    decidedAt = try json.nullable("decidedAt") { try $0.time() }
    decidedBy = try json.nullable("decidedBy") { try $0.id() }
    decidedByName = try json.optional("decidedByName") { try $0.string() }
    decision = try json.nullable("decision") { try $0.word() }
    try json.key("decisionData")
    decisionData = try json.dictionary { try $0.value() }
    decisionNotes = try json.nullable("decisionNotes") { try $0.string() }
    deferredAt = try json.optional("deferredAt") { try $0.time() }
    deferredUntil = try json.optional("deferredUntil") { try $0.time() }
  }

  private mutating func readMiddle(_ json: inout JSONReader) throws {
    description = try json.nullable("description") { try $0.string() }
    escalationLevel = try json.integer("escalationLevel")
    id = try json.id("id")
    importedBy = try json.optional("importedBy") { try $0.id() }
    key = try json.optional("key") { try $0.string() }
    pendingDecision = try json.optional("pendingDecision") { try PendingDecision(from: &$0) }
    pipelineId = try json.nullable("pipelineId") { try $0.id() }
    priority = try json.word("priority")
    requiredApprovers = try json.optional("requiredApprovers") { try $0.integer() }
  }

  private mutating func readRest(_ json: inout JSONReader) throws {
    slaBreached = try json.bool("slaBreached")
    slaDeadline = try json.nullable("slaDeadline") { try $0.time() }
    slaWarningsSent = try json.integer("slaWarningsSent")
    stageName = try json.nullable("stageName") { try $0.word() }
    status = try json.word("status")
    title = try json.string("title")
    type = try json.word("type")
    updatedAt = try json.time("updatedAt")
    version = try json.optional("version") { try $0.integer() }
    withdrawnAt = try json.optional("withdrawnAt") { try $0.time() }
  }
}

extension PendingDecision {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      let before = try json.optional("before") { try $0.word(TaskStatus.self) }
      let by = try json.id("by")
      let byName = try json.optional("byName") { try $0.string() }
      let decidedAt = try json.optional("decidedAt") { try $0.time() }
      let decision: TaskDecision = try json.word("decision")
      let data = try json.optional("decisionData") { try $0.dictionary { try $0.value() } }
      let effectiveAt = try json.time("effectiveAt")
      return PendingDecision(
        decision: decision, notes: try json.optional("notes") { try $0.string() }, by: by, effectiveAt: effectiveAt,
        byName: byName, decisionData: data, decidedAt: decidedAt, before: before)
    }
  }
}

extension TaskContext: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      var context = TaskContext(summary: "")
      context.call = try json.optional("call") { try AgentCall(from: &$0) }
      context.details = try json.optional("details") { try $0.string() }
      context.diffSummary = try json.optional("diffSummary") { try DiffSummary(from: &$0) }
      context.metrics = try json.optional("metrics") { try $0.dictionary { try $0.number() } }
      context.modalConfig = try json.optional("modalConfig") { try $0.dictionary { try $0.value() } }
      context.modalType = try json.optional("modalType") { try $0.string() }
      context.relatedAssets = try json.optional("relatedAssets") { try $0.array { try $0.id() } }
      context.summary = try json.string("summary")
      context.testResults = try json.optional("testResults") { try TestResults(from: &$0) }
      return context
    }
  }
}

extension AgentCall {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      let agent = try json.string("agent")
      let command = try json.optional("command") { try $0.string() }
      let earlier = try json.optional("earlier") { try $0.array { try $0.string() } }
      let folder = try json.string("folder")
      let offers = try json.optional("offers") { try $0.array { try RuleOffer(from: &$0) } }
      let others = try json.optional("others") { try $0.array { try $0.string() } }
      let path = try json.optional("path") { try $0.string() }
      let session = try json.string("session")
      return AgentCall(
        agent: agent, folder: folder, session: session, tool: try json.string("tool"), command: command, path: path,
        others: others, offers: offers, earlier: earlier)
    }
  }
}

extension RuleOffer {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      let covers = try json.string("covers")
      return RuleOffer(scope: try json.word("scope"), covers: covers)
    }
  }
}

extension DiffSummary {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      let deletions = try json.integer("deletions")
      try json.key("files")
      let files = try json.array { try DiffFile(from: &$0) }
      let filesChanged = try json.integer("filesChanged")
      return DiffSummary(
        filesChanged: filesChanged, insertions: try json.integer("insertions"), deletions: deletions, files: files)
    }
  }
}

extension DiffFile {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      let deletions = try json.integer("deletions")
      let insertions = try json.integer("insertions")
      let patch = try json.optional("patch") { try $0.string() }
      let path = try json.string("path")
      return DiffFile(
        path: path, status: try json.word("status"), insertions: insertions, deletions: deletions, patch: patch)
    }
  }
}

extension TestResults {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      try json.key("coveragePercent")
      let coverage = try json.number()
      let failed = try json.integer("failed")
      let details = try json.optional("failureDetails") { try $0.array { try TestFailure(from: &$0) } }
      let passed = try json.integer("passed")
      let skipped = try json.integer("skipped")
      return TestResults(
        total: try json.integer("total"), passed: passed, failed: failed, skipped: skipped, coveragePercent: coverage,
        failureDetails: details)
    }
  }
}

extension TestFailure {
  fileprivate init(from json: inout JSONReader) throws {
    self = try json.object { json in
      let error = try json.string("error")
      let file = try json.optional("file") { try $0.string() }
      let line = try json.optional("line") { try $0.integer() }
      return TestFailure(testName: try json.string("testName"), error: error, file: file, line: line)
    }
  }
}

extension SnapshotLine: DirectlyRead {
  /// The line of a task; others are left to the general decoder.
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      try json.key("task")
      return SnapshotLine(task: try FactoryTask(from: &json))
    }
  }
}

extension TaskPayload: DirectlyRead {
  package init(from json: inout JSONReader) throws {
    self = try json.object { json in
      try json.key("task")
      return TaskPayload(task: try FactoryTask(from: &json))
    }
  }
}
