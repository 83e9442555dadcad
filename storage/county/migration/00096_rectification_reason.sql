-- +goose Up
-- Why a reply did not do, as a word that the centre is told.
ALTER TABLE rectification_act ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE rectification_act DROP COLUMN reason;
