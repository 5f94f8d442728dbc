// Full-text search, and what the audit log's signatures need.
//
// `search` holds the texts of pipelines, tasks and audit rows; its row number is the entity's own times 8 plus the kind. It is
// filled when somebody searches, up to the rows that `search_mark` names, so that no write pays for it.
// `audit_key` says from which row on the audit log is signed with which key; the keys are never in the database.

extension Schema {
  static let v005 = Step(
    name: "v005",
    sql: """
      CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2');
      CREATE TABLE search_mark (kind INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
      INSERT INTO search_mark VALUES (1, 0), (2, 0), (3, 0), (4, 0);
      CREATE TABLE audit_key (n INTEGER PRIMARY KEY, since INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
      """)
}
