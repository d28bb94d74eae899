-- Whether a task that nobody holds waits before the gate of its droplet, to be called up from there; of no
-- meaning while it is held or has ended.
ALTER TABLE tasks ADD COLUMN at_gate INTEGER NOT NULL DEFAULT 0;

CREATE INDEX tasks_at_gate ON tasks (droplet, priority, id)
  WHERE at_gate = 1 AND status = 0 AND lease IS NULL;
