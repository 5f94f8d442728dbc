// Jobs and what agents log about them (ruling R47).

extension Schema {
  static let v003 = Step(name: "v003", sql: jobs)

  /// `lease` is set exactly while a job runs. `logged` is how many bytes of its log are kept; `job_log.n` is never used twice,
  /// because readers continue behind it.
  private static let jobs = """
    CREATE TABLE job (
      n INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE,
      pipeline BLOB NOT NULL,
      kind INTEGER NOT NULL,
      status INTEGER NOT NULL,
      rank INTEGER NOT NULL,
      agent BLOB,
      lease INTEGER,
      created INTEGER NOT NULL,
      completed INTEGER,
      logged INTEGER NOT NULL DEFAULT 0,
      json BLOB NOT NULL
    ) STRICT;
    CREATE INDEX job_queue ON job(rank, n) WHERE status = 0;
    CREATE INDEX job_lease ON job(lease) WHERE lease IS NOT NULL;
    CREATE INDEX job_pipeline ON job(pipeline, created, id);
    CREATE INDEX job_open ON job(pipeline, n) WHERE status < 2;
    CREATE INDEX job_kind ON job(pipeline, kind, n);
    CREATE INDEX job_agent ON job(agent, completed) WHERE agent IS NOT NULL;
    CREATE TABLE job_log (
      n INTEGER PRIMARY KEY AUTOINCREMENT,
      job BLOB NOT NULL,
      pipeline BLOB NOT NULL,
      at INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX job_log_pipeline ON job_log(pipeline, n);
    CREATE INDEX job_log_job ON job_log(job, n);
    CREATE INDEX job_log_at ON job_log(at);
    """
}
