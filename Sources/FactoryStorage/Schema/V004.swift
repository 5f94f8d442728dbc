// Notifications: a row for each person, counters so that totals cost the same at any length.

extension Schema {
  static let v004 = Step(
    name: "v004",
    sql: """
      CREATE TABLE notification (
        n INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        user BLOB NOT NULL,
        type INTEGER NOT NULL,
        unread INTEGER NOT NULL,
        created INTEGER NOT NULL,
        out INTEGER NOT NULL,
        held INTEGER NOT NULL,
        json BLOB NOT NULL
      ) STRICT;
      CREATE INDEX notification_user ON notification(user, created, id);
      CREATE INDEX notification_unread ON notification(user, created, id) WHERE unread = 1;
      CREATE INDEX notification_type ON notification(user, type, created, id);
      CREATE INDEX notification_held ON notification(user, type) WHERE held = 1;
      CREATE INDEX notification_due ON notification(out) WHERE held = 1;
      CREATE INDEX notification_read ON notification(created) WHERE unread = 0;
      CREATE TABLE notification_count (
        user BLOB NOT NULL, type INTEGER NOT NULL, unread INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (user, type, unread)
      ) STRICT, WITHOUT ROWID;
      """)
}
