-- Whether a task that nobody holds waits before the gate of its droplet, to be called up from there; of no
-- meaning while it is held or has ended. Nodes of the older version write rows without it.
ALTER TABLE tasks ADD COLUMN at_gate boolean NOT NULL DEFAULT false;

CREATE INDEX tasks_at_gate ON tasks (droplet, priority, id) WHERE at_gate AND due_at IS NOT NULL;
