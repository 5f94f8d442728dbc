// Assets: a row for each version of a file; the bytes are beside the store.

extension Schema {
  static let v007 = Step(
    name: "v007",
    sql: """
      CREATE TABLE asset (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        pipeline BLOB NOT NULL,
        name TEXT NOT NULL,
        version INTEGER NOT NULL,
        type TEXT NOT NULL,
        stage TEXT,
        created INTEGER NOT NULL,
        json BLOB NOT NULL,
        UNIQUE (pipeline, name, version)
      ) STRICT;
      CREATE INDEX asset_pipeline ON asset(pipeline, created, id);
      """)
}
