// The first tables. Entities keep the JSON that goes over the wire as they are written, and beside it a column for whatever
// a list filters or sorts by. Ids are 16 bytes, times milliseconds, closed sets the codes of `Codes`.

extension Schema {
  static let v001 = Step(name: "v001", sql: [tasks, pipelines, history, people].joined(separator: "\n"))

  /// `ord` is the place in the queue as one sortable value (`QueueKey`). `task_count` holds, for all tasks (`scope` empty), each
  /// pipeline and each assignee, how many tasks there are of each kind and the sum of their creation times.
  private static let tasks = """
    CREATE TABLE task (
      n INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      ord BLOB NOT NULL,
      status INTEGER NOT NULL,
      rank INTEGER NOT NULL,
      type INTEGER NOT NULL,
      open INTEGER NOT NULL,
      breached INTEGER NOT NULL,
      blocking INTEGER NOT NULL,
      pipeline BLOB,
      assignee BLOB,
      creator BLOB,
      key TEXT,
      created INTEGER NOT NULL,
      updated INTEGER NOT NULL,
      sla INTEGER NOT NULL,
      title TEXT NOT NULL,
      due INTEGER,
      lapse INTEGER,
      step INTEGER,
      warn INTEGER,
      tests INTEGER NOT NULL,
      evidence INTEGER NOT NULL DEFAULT 0,
      json BLOB NOT NULL
    ) STRICT;
    CREATE INDEX task_ord ON task(ord);
    CREATE INDEX task_open ON task(ord) WHERE open = 1;
    CREATE INDEX task_status ON task(status, ord);
    CREATE INDEX task_type ON task(type, ord);
    CREATE INDEX task_breached ON task(ord) WHERE breached = 1;
    CREATE INDEX task_pipeline ON task(pipeline, ord) WHERE pipeline IS NOT NULL;
    CREATE INDEX task_assignee ON task(assignee, ord) WHERE assignee IS NOT NULL;
    CREATE INDEX task_created ON task(created, id);
    CREATE INDEX task_updated ON task(updated, id);
    CREATE INDEX task_sla ON task(sla, id);
    CREATE INDEX task_title ON task(title, id);
    CREATE INDEX task_key ON task(creator, key) WHERE open = 1 AND key IS NOT NULL;
    CREATE INDEX task_due ON task(due) WHERE due IS NOT NULL;
    CREATE INDEX task_lapse ON task(lapse) WHERE lapse IS NOT NULL;
    CREATE INDEX task_step ON task(step) WHERE step IS NOT NULL;
    CREATE INDEX task_warn ON task(sla, warn) WHERE warn IS NOT NULL;
    CREATE INDEX task_tests ON task(pipeline, created) WHERE tests = 1;
    CREATE TABLE task_evidence (n INTEGER PRIMARY KEY REFERENCES task(n), context BLOB NOT NULL) STRICT;
    CREATE TABLE task_search (n INTEGER PRIMARY KEY REFERENCES task(n), text TEXT NOT NULL) STRICT;
    CREATE TABLE task_count (
      scope BLOB NOT NULL, cell INTEGER NOT NULL, n INTEGER NOT NULL, created INTEGER NOT NULL,
      PRIMARY KEY (scope, cell)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE approver (
      n INTEGER PRIMARY KEY, task BLOB NOT NULL, principal BLOB NOT NULL, at INTEGER NOT NULL,
      UNIQUE (task, principal)
    ) STRICT;
    """

  private static let pipelines = """
    CREATE TABLE pipeline (
      n INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      slug TEXT NOT NULL UNIQUE,
      status INTEGER NOT NULL,
      stage INTEGER NOT NULL,
      rank INTEGER NOT NULL,
      assignee BLOB,
      created INTEGER NOT NULL,
      updated INTEGER NOT NULL,
      sla INTEGER NOT NULL,
      name TEXT NOT NULL,
      search TEXT NOT NULL,
      json BLOB NOT NULL
    ) STRICT;
    CREATE INDEX pipeline_created ON pipeline(created, id);
    CREATE INDEX pipeline_status ON pipeline(status, created, id);
    CREATE TABLE pipeline_deleted (id BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE stage (
      n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, pipeline BLOB NOT NULL, json BLOB NOT NULL
    ) STRICT;
    CREATE INDEX stage_pipeline ON stage(pipeline, n);
    CREATE TABLE approval (
      n INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      task BLOB NOT NULL,
      pipeline BLOB NOT NULL,
      stage INTEGER NOT NULL,
      status INTEGER NOT NULL,
      created INTEGER NOT NULL,
      json BLOB NOT NULL
    ) STRICT;
    CREATE INDEX approval_task ON approval(task);
    CREATE INDEX approval_created ON approval(created, id);
    CREATE INDEX approval_status ON approval(status, created, id);
    CREATE INDEX approval_pipeline ON approval(pipeline, created, id);
    CREATE INDEX approval_stage ON approval(pipeline, stage, created);
    CREATE TABLE agent (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, json BLOB NOT NULL) STRICT;
    """

  /// `audit.n` counts from 1 without gaps; `audit_head` says what the last row must be, so that cutting rows off shows.
  private static let history = """
    CREATE TABLE audit (
      n INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      created INTEGER NOT NULL,
      pipeline BLOB,
      actor BLOB,
      action TEXT NOT NULL,
      entity_type TEXT NOT NULL,
      entity BLOB NOT NULL,
      json BLOB NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX audit_created ON audit(created, n);
    CREATE INDEX audit_pipeline ON audit(pipeline, n) WHERE pipeline IS NOT NULL;
    CREATE INDEX audit_actor ON audit(actor, n);
    CREATE INDEX audit_action ON audit(action, n);
    CREATE INDEX audit_type ON audit(entity_type, n);
    CREATE INDEX audit_entity ON audit(entity, n);
    CREATE TABLE audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
    INSERT INTO audit_head VALUES (1, 0, x'');
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      type TEXT NOT NULL,
      pipeline BLOB,
      task BLOB,
      pending INTEGER NOT NULL,
      user BLOB,
      data BLOB NOT NULL
    ) STRICT;
    """

  private static let people = """
    CREATE TABLE user (
      n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, email TEXT NOT NULL UNIQUE, password TEXT, json BLOB NOT NULL
    ) STRICT;
    CREATE TABLE refresh_token (
      hash BLOB PRIMARY KEY, family BLOB NOT NULL, user BLOB NOT NULL, expires INTEGER NOT NULL, spent INTEGER,
      revoked INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refresh_token_family ON refresh_token(family);
    CREATE TABLE setting (name TEXT PRIMARY KEY, json BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE idempotency (
      n INTEGER PRIMARY KEY,
      principal BLOB NOT NULL,
      key BLOB NOT NULL,
      method TEXT NOT NULL,
      path TEXT NOT NULL,
      body_hash BLOB NOT NULL,
      status INTEGER NOT NULL,
      body BLOB NOT NULL,
      at INTEGER NOT NULL,
      UNIQUE (principal, key, method, path)
    ) STRICT;
    CREATE INDEX idempotency_at ON idempotency(at);
    """
}
