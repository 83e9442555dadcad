-- +goose Up

-- A wait after wrong PINs is counted since the system started: the calendar can be set.
ALTER TABLE helper_tries ADD COLUMN boot TEXT NOT NULL DEFAULT ''; -- which start; '' = not known
ALTER TABLE helper_tries ADD COLUMN ready_ns INTEGER NOT NULL DEFAULT 0; -- no try before, since that start

-- +goose Down
ALTER TABLE helper_tries DROP COLUMN ready_ns;
ALTER TABLE helper_tries DROP COLUMN boot;
