-- +goose Up

-- place counts every record that this machine ever accepted, for ever; epoch and
-- seq are its position in the chain that the county follows. A machine whose past
-- differs from what the county has seen begins a new epoch and numbers again.
-- hash is the head of the chain after the record; it is NULL until the machine's
-- name is known, which is part of it.
DROP INDEX outbox_state;
ALTER TABLE outbox RENAME COLUMN seq TO place;
ALTER TABLE outbox ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outbox ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN hash BLOB;
UPDATE outbox SET seq = place;
CREATE UNIQUE INDEX outbox_position ON outbox (epoch, seq);
CREATE INDEX outbox_state ON outbox (state);
ALTER TABLE part ADD COLUMN refused INTEGER NOT NULL DEFAULT 0; -- the county says that it is damaged

ALTER TABLE cases RENAME COLUMN seq TO place;
ALTER TABLE ratings RENAME COLUMN seq TO place;

-- One row: where the chain stands.
CREATE TABLE chain (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    epoch        INTEGER NOT NULL,
    base         BLOB,              -- head before the first record of the epoch; NULL like hash
    want         INTEGER NOT NULL,
    durable      INTEGER NOT NULL,
    sent         INTEGER NOT NULL,  -- highest seq of the epoch that was ever on the line
    incarnation  BLOB,
    rejects_seen INTEGER NOT NULL,
    county_ms    INTEGER NOT NULL   -- last time that the county told
);
INSERT INTO chain (one, epoch, want, durable, sent, rejects_seen, county_ms)
SELECT 1, 1,
    coalesce((SELECT min(seq) FROM outbox WHERE state IN ('local', 'sent')), (SELECT coalesce(max(seq), 0) + 1 FROM outbox)),
    0, coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'sent_through'), 0), 0, 0;
DELETE FROM setting WHERE key = 'sent_through';

-- SQLite cannot widen a CHECK in place; the new state is told apart in a column.
ALTER TABLE outbox ADD COLUMN partial INTEGER NOT NULL DEFAULT 0; -- the county lacks files of it

-- +goose Down
ALTER TABLE outbox DROP COLUMN partial;
INSERT INTO setting (key, value) SELECT 'sent_through', sent FROM chain;
DROP TABLE chain;
ALTER TABLE ratings RENAME COLUMN place TO seq;
ALTER TABLE cases RENAME COLUMN place TO seq;
ALTER TABLE part DROP COLUMN refused;
DROP INDEX outbox_position;
DROP INDEX outbox_state;
ALTER TABLE outbox DROP COLUMN hash;
ALTER TABLE outbox DROP COLUMN seq;
ALTER TABLE outbox DROP COLUMN epoch;
ALTER TABLE outbox RENAME COLUMN place TO seq;
CREATE INDEX outbox_state ON outbox (state);
