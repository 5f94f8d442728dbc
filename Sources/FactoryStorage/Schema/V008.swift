// Rules: what goes on without asking. `ends` is when a rule ends, whatever ends it.

extension Schema {
  static let v008 = Step(
    name: "v008",
    sql: """
      CREATE TABLE rule (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        principal BLOB NOT NULL,
        ends INTEGER NOT NULL,
        json BLOB NOT NULL
      ) STRICT;
      CREATE INDEX rule_live ON rule(principal, ends);
      """)
}
