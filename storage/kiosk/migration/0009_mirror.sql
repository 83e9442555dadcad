-- +goose Up

-- A machine that was restored from its copy on a second medium goes on counting
-- behind everything that its district ever heard of, also what is on no copy.
ALTER TABLE chain ADD COLUMN place_floor INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE chain DROP COLUMN place_floor;
