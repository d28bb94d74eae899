-- In which line a task that nobody holds waits before the gate of its droplet, to be called up from there:
-- 1 for calls, 2 for retries, 0 for none; of no meaning while it is held or has ended. Nodes of the older version write rows without it.
ALTER TABLE tasks ADD COLUMN at_gate smallint NOT NULL DEFAULT 0;

CREATE INDEX tasks_at_gate ON tasks (droplet, at_gate, priority, id)
  WHERE at_gate > 0 AND due_at IS NOT NULL;
