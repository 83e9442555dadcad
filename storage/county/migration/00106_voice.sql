-- +goose Up
-- What somebody said with a rating: where it lies in the sealed record, hidden; empty = nothing.
ALTER TABLE office_rating ADD COLUMN voice BYTEA NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE office_rating DROP COLUMN voice;
