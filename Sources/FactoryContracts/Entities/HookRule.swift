// Rules: what an operator allows a coding agent beyond one call, for a while (additive, as contract §7.6 lets it be).
// Invariants: a rule ends; it covers no more than was shown when it was made; it is made by a person, never by an agent or a key.

/// How far an answer reaches beyond the one call that was shown.
package enum RuleScope: String, WireEnum {
  /// The same tool or the same command, in the folder that was shown and below it.
  case kind
  /// What the same tool does in the same session, in the folder that was shown and below it.
  case session
  case unknown
}

/// What a task can be answered for, in words, as the server sees it.
package struct RuleOffer: Codable, Hashable, Sendable {
  package var scope: RuleScope
  /// What such a rule would cover.
  package var covers: String

  package init(scope: RuleScope, covers: String) {
    self.scope = scope
    self.covers = covers
  }
}

/// A call of a tool that an agent wants to make, as far as rules look at it.
package struct AgentCall: Codable, Hashable, Sendable {
  package var agent: String
  /// Where the agent works: absolute, links resolved.
  package var folder: String
  package var session: String
  package var tool: String
  /// The command line of a tool that runs one.
  package var command: String?
  /// The file that the tool writes: absolute, links resolved.
  package var path: String?
  /// Names of further inputs of a command that a rule knows nothing of.
  package var others: [String]?
  /// Written by the server alone; what a caller sends here is dropped.
  package var offers: [RuleOffer]?
  /// What people decided before on calls of this session, newest first, a line each. Written by the server alone, when it is asked.
  package var earlier: [String]?

  package init(
    agent: String, folder: String, session: String, tool: String, command: String? = nil, path: String? = nil,
    others: [String]? = nil, offers: [RuleOffer]? = nil, earlier: [String]? = nil
  ) {
    self.agent = agent
    self.folder = folder
    self.session = session
    self.tool = tool
    self.command = command
    self.path = path
    self.others = others
    self.offers = offers
    self.earlier = earlier
  }
}

/// Which commands: the first words, or the whole command as it was.
package struct CommandKind: Codable, Hashable, Sendable {
  package var words: [String]
  /// Nothing may follow the words.
  package var exact: Bool

  package init(words: [String], exact: Bool) {
    self.words = words
    self.exact = exact
  }
}

/// What may go on without asking, for whom, and until when.
package struct HookRule: Codable, Hashable, Sendable {
  package var id: EntityID
  /// Short, and never given twice: `allowed by rule 7`.
  package var number: Int
  package var scope: RuleScope
  /// In words.
  package var covers: String
  package var agent: String
  package var tool: String
  /// Of a tool that runs commands; nil: any command, which only a rule of one session has.
  package var commands: [CommandKind]?
  package var folder: String
  package var session: String?
  /// Whose calls it covers.
  package var principalId: EntityID
  /// The task that it answered.
  package var taskId: EntityID?
  package var createdBy: EntityID
  package var createdByName: String
  package var createdAt: Timestamp
  package var expiresAt: Timestamp
  package var useCount: Int
  package var lastUsedAt: Timestamp?
  package var revokedAt: Timestamp?
  package var revokedBy: EntityID?
  package var revokedByName: String?

  package init(
    id: EntityID, number: Int, scope: RuleScope, covers: String, agent: String, tool: String,
    commands: [CommandKind]? = nil, folder: String, session: String? = nil, principalId: EntityID,
    taskId: EntityID? = nil, createdBy: EntityID, createdByName: String, createdAt: Timestamp, expiresAt: Timestamp,
    useCount: Int = 0, lastUsedAt: Timestamp? = nil, revokedAt: Timestamp? = nil, revokedBy: EntityID? = nil,
    revokedByName: String? = nil
  ) {
    (self.id, self.number, self.scope, self.covers) = (id, number, scope, covers)
    (self.agent, self.tool, self.commands, self.folder, self.session) = (agent, tool, commands, folder, session)
    (self.principalId, self.taskId) = (principalId, taskId)
    (self.createdBy, self.createdByName) = (createdBy, createdByName)
    (self.createdAt, self.expiresAt) = (createdAt, expiresAt)
    (self.useCount, self.lastUsedAt) = (useCount, lastUsedAt)
    (self.revokedAt, self.revokedBy, self.revokedByName) = (revokedAt, revokedBy, revokedByName)
  }

  /// When it ends, whatever ends it.
  package var endsAt: Timestamp { revokedAt.map { min($0, expiresAt) } ?? expiresAt }

  package func isLive(at now: Timestamp) -> Bool { endsAt > now }
}
