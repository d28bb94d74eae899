-- Times are microseconds since the epoch; spec, payload, meta, progress and result are JSON. What the
-- indexes are for stands in docs/architecture.md, "Stores".

-- due_at is when a task may be claimed: null while a lease holds it and when it has ended.
CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  droplet text COLLATE "C" NOT NULL,
  status smallint NOT NULL,
  ending smallint NOT NULL,
  priority smallint NOT NULL,
  created_at bigint NOT NULL,
  due_at bigint,
  ended_at bigint,
  lease bigint,
  cancel_asked boolean NOT NULL DEFAULT false,
  spec bytea NOT NULL,
  progress bytea NOT NULL,
  meta bytea,
  payload bytea,
  result bytea
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- Pages by droplet and by how tasks ended; 0 is not yet, so that a task on its way touches neither.
CREATE INDEX tasks_of_droplet ON tasks (droplet, ending, id);
CREATE INDEX tasks_by_ending ON tasks (ending, id);

-- Pages of what is running or held, few among many that wait.
CREATE INDEX tasks_open ON tasks (status, id) WHERE status IN (1, 2);

-- Claims, the tasks of a lease, those somebody asked to cancel, retention.
CREATE INDEX tasks_due ON tasks (priority, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX tasks_held ON tasks (lease) WHERE lease IS NOT NULL;
CREATE INDEX tasks_to_cancel ON tasks (lease) WHERE cancel_asked;
CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;

-- Tags (t:) and words of errors (w:).
CREATE TABLE labels (
  value text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  PRIMARY KEY (value, id)
);

-- Kind 0: all that are kept; 3 to 6: those that ended so. Droplet '': of all droplets. The sum over
-- the shards counts; each node has one, so that nodes seldom wait for each other.
CREATE TABLE counts (
  droplet text COLLATE "C" NOT NULL,
  kind smallint NOT NULL,
  shard smallint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (droplet, kind, shard)
) WITH (fillfactor = 50);

CREATE TABLE idempotency (
  caller text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  fingerprint text NOT NULL,
  task uuid NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (caller, name)
);
CREATE INDEX idempotency_expires ON idempotency (expires_at);

-- A lease is held exactly as long as its row is there; no number is ever given twice.
CREATE TABLE leases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node text NOT NULL,
  length bigint NOT NULL,
  expires_at bigint NOT NULL
);

CREATE TABLE documents (
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (kind, id)
);

-- Written over and over while the store could not be written, to see whether it can be again.
CREATE TABLE probe (
  n integer PRIMARY KEY
);
INSERT INTO probe (n) VALUES (1);

-- Whether there is a task whose id does not tell when it was accepted, and that must be looked for.
CREATE TABLE odd_ids (
  n integer PRIMARY KEY
);
