-- +goose Up

-- keep_days is how long the papers of a record may stay here after a backup of
-- the county holds it; durable_ms is when the county first said that one does, by
-- the county's clock. erased: they are gone, body and parts.
ALTER TABLE outbox ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 7;
ALTER TABLE outbox ADD COLUMN durable_ms INTEGER;
ALTER TABLE outbox ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_erased ON outbox (epoch, seq) WHERE erased;
UPDATE outbox SET durable_ms = (SELECT county_ms FROM chain) WHERE state = 'durable';

-- +goose Down
DROP INDEX outbox_erased;
ALTER TABLE outbox DROP COLUMN erased;
ALTER TABLE outbox DROP COLUMN durable_ms;
ALTER TABLE outbox DROP COLUMN keep_days;
