-- Which record of a task this is, so that a change that stands on an older one is told: a mark of its state
-- and times, or 0 while nobody has said.
ALTER TABLE tasks ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
