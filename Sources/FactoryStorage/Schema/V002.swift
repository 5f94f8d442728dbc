// API keys, and what is needed to throw away sign-ins that ended by themselves.

extension Schema {
  /// A key is found by the public beginning that it carries; of the rest there is only a hash.
  static let v002 = Step(
    name: "v002",
    sql: """
      CREATE TABLE api_key (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        prefix TEXT NOT NULL UNIQUE,
        hash BLOB NOT NULL,
        created INTEGER NOT NULL,
        json BLOB NOT NULL
      ) STRICT;
      CREATE INDEX api_key_created ON api_key(created, id);
      CREATE INDEX refresh_token_expires ON refresh_token(expires);
      """)
}
