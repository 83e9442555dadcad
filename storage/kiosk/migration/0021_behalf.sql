-- +goose Up

-- That somebody else handed a case in (代办), which its receipt says. Who it was is sealed.
ALTER TABLE cases ADD COLUMN behalf INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE cases DROP COLUMN behalf;
