// The moment at which an agent that promised signs of life counts as gone. NULL for others, and until the next sign for those that an
// older program stored.

extension Schema {
  static let v006 = Step(
    name: "v006",
    sql: """
      ALTER TABLE agent ADD COLUMN silent INTEGER;
      CREATE INDEX agent_silent ON agent(silent) WHERE silent IS NOT NULL;
      """)
}
