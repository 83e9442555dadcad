-- +goose Up

-- An appointment that is moved has another number from then on; the seat that it left is
-- this machine's to give out again.
ALTER TABLE follow_up ADD COLUMN number      TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN left_number TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE follow_up DROP COLUMN left_number;
ALTER TABLE follow_up DROP COLUMN number;
