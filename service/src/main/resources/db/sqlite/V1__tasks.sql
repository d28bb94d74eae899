-- Times are microseconds since the epoch, ids the 16 bytes of a UUID; spec, payload, meta, progress and
-- result are JSON. What the indexes are for stands in docs/architecture.md, "Stores".

CREATE TABLE tasks (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  droplet TEXT NOT NULL,
  status INTEGER NOT NULL,
  ending INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  ended_at INTEGER,
  lease INTEGER,
  cancel_asked INTEGER NOT NULL DEFAULT 0,
  spec BLOB NOT NULL,
  progress BLOB NOT NULL,
  meta BLOB,
  payload BLOB,
  result BLOB
);

-- Pages by droplet and by how tasks ended; 0 is not yet, so that a task on its way touches neither.
CREATE INDEX tasks_of_droplet ON tasks (droplet, ending, id);
CREATE INDEX tasks_by_ending ON tasks (ending, id);

-- Pages of what is running or held, few among many that wait.
CREATE INDEX tasks_open ON tasks (status, id, droplet) WHERE status IN (1, 2);

-- Claims, the tasks of a lease, those somebody asked to cancel, retention.
CREATE INDEX tasks_due ON tasks (priority, due_at) WHERE status = 0 AND lease IS NULL;
CREATE INDEX tasks_held ON tasks (lease) WHERE lease IS NOT NULL;
CREATE INDEX tasks_to_cancel ON tasks (lease) WHERE cancel_asked = 1;
CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;

-- Tags (t:) and words of errors (w:).
CREATE TABLE labels (
  value TEXT NOT NULL,
  id BLOB NOT NULL,
  PRIMARY KEY (value, id)
) WITHOUT ROWID;

-- Kind 0: all that are kept; 3 to 6: those that ended so. Droplet '': of all droplets.
CREATE TABLE counts (
  droplet TEXT NOT NULL,
  kind INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (droplet, kind)
) WITHOUT ROWID;

CREATE TABLE idempotency (
  caller TEXT NOT NULL,
  name TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  task BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (caller, name)
) WITHOUT ROWID;
CREATE INDEX idempotency_expires ON idempotency (expires_at);

-- AUTOINCREMENT: no number is ever given twice.
CREATE TABLE leases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  node TEXT NOT NULL,
  length INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);

CREATE TABLE documents (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- Written over and over while the store could not be written, to see whether it can be again.
CREATE TABLE probe (
  n INTEGER PRIMARY KEY,
  body BLOB NOT NULL
);
INSERT INTO probe (n, body) VALUES (1, zeroblob(16384));

-- Whether there is a task whose id does not tell when it was accepted, and that must be looked for.
CREATE TABLE odd_ids (
  n INTEGER PRIMARY KEY
);
