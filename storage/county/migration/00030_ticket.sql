-- +goose Up
-- Who did what with a request to 12345. What somebody typed is hidden; body is what the
-- kiosk was told, '' = nothing.
ALTER TABLE request_step ADD COLUMN verb TEXT NOT NULL DEFAULT '';    -- '' = before verbs were kept
ALTER TABLE request_step ADD COLUMN at_ms BIGINT NOT NULL DEFAULT 0;  -- 0 = the same
ALTER TABLE request_step ADD COLUMN account TEXT NOT NULL DEFAULT ''; -- the same; 'countyd' = a command on the county's machine
ALTER TABLE request_step ADD COLUMN hidden BYTEA NOT NULL DEFAULT '';
ALTER TABLE office_request ADD COLUMN co_units TEXT NOT NULL DEFAULT ''; -- units that help, a line break before and behind each
CREATE INDEX office_request_newest ON office_request (received_ms, kiosk, seq);

-- +goose Down
DROP INDEX office_request_newest;
ALTER TABLE office_request DROP COLUMN co_units;
ALTER TABLE request_step DROP COLUMN hidden;
ALTER TABLE request_step DROP COLUMN account;
ALTER TABLE request_step DROP COLUMN at_ms;
ALTER TABLE request_step DROP COLUMN verb;
