-- +goose Up

-- A machine that was started again waits no longer than the calendar says, where a time service held it.
ALTER TABLE helper_tries ADD COLUMN held INTEGER NOT NULL DEFAULT 0; -- 1 = a time service held until_ms

-- +goose Down
ALTER TABLE helper_tries DROP COLUMN held;
