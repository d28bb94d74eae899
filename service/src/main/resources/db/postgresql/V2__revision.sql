-- Which record of a task this is, so that a change that stands on an older one is told: a mark of its state
-- and times, or 0 while nobody has said. Nodes of the older version write rows without it.
ALTER TABLE tasks ADD COLUMN revision bigint NOT NULL DEFAULT 0;
