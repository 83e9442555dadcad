-- +goose Up
-- What an order is about where there may be one only: a poor rating, a request to 12345.
ALTER TABLE rectification ADD COLUMN about TEXT NOT NULL DEFAULT ''; -- '' = there may be several
CREATE UNIQUE INDEX rectification_about ON rectification (about) WHERE about <> '';

-- +goose Down
DROP INDEX rectification_about;
ALTER TABLE rectification DROP COLUMN about;
