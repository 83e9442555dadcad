-- +goose Up
-- The way of a case: who did what in which role, and the day by which the next thing
-- is due. The acts are the truth; due_ms is made from them again at any time.
ALTER TABLE case_step ADD COLUMN verb TEXT NOT NULL DEFAULT '';
ALTER TABLE case_step ADD COLUMN account TEXT NOT NULL DEFAULT '';  -- 'countyd' = a command on the county's machine
ALTER TABLE case_step ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE case_step ADD COLUMN unit TEXT NOT NULL DEFAULT '';     -- or place that the account works for
ALTER TABLE case_step ADD COLUMN kind TEXT NOT NULL DEFAULT '';     -- of a special procedure
ALTER TABLE case_step ADD COLUMN days INTEGER NOT NULL DEFAULT 0;   -- of an extension
UPDATE case_step SET account = 'countyd', role = 'county', verb = CASE state
    WHEN 'accepted' THEN 'accept' WHEN 'supplement' THEN 'ask' WHEN 'completed' THEN 'complete_at_once' ELSE 'refuse' END;

ALTER TABLE office_case ADD COLUMN limit_days INTEGER NOT NULL DEFAULT 0; -- of the item, as promised; 0 = not known
ALTER TABLE office_case ADD COLUMN limit_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE office_case ADD COLUMN later INTEGER NOT NULL DEFAULT 0;      -- papers that were to be made up later
ALTER TABLE office_case ADD COLUMN due_ms BIGINT NOT NULL DEFAULT 0;      -- 0 = nobody has looked yet, -1 = nothing is due
CREATE INDEX office_case_due ON office_case (due_ms) WHERE due_ms >= 0;

-- +goose Down
DROP INDEX office_case_due;
ALTER TABLE office_case DROP COLUMN due_ms;
ALTER TABLE office_case DROP COLUMN later;
ALTER TABLE office_case DROP COLUMN limit_unit;
ALTER TABLE office_case DROP COLUMN limit_days;
ALTER TABLE case_step DROP COLUMN days;
ALTER TABLE case_step DROP COLUMN kind;
ALTER TABLE case_step DROP COLUMN unit;
ALTER TABLE case_step DROP COLUMN role;
ALTER TABLE case_step DROP COLUMN account;
ALTER TABLE case_step DROP COLUMN verb;
