-- +goose Up

-- The county's clock when it gave the letters that were read last: a stick that it
-- answered earlier, in another life, says nothing any more.
ALTER TABLE mailbox ADD COLUMN told_ms INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE mailbox DROP COLUMN told_ms;
