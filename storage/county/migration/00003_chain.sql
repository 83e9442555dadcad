-- +goose Up
-- The chain of each kiosk. record.seq is from now on the county's own count of a
-- kiosk's records, in the order of their arrival; where a record stands in its
-- kiosk's chain is in position, once more after each new epoch.
ALTER TABLE kiosk ADD COLUMN kept BIGINT NOT NULL DEFAULT 0;          -- highest record.seq
ALTER TABLE kiosk ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;         -- 0 = none yet; want is of this epoch
ALTER TABLE kiosk ADD COLUMN base BYTEA NOT NULL DEFAULT '';          -- head before the epoch's first record
ALTER TABLE kiosk ADD COLUMN head BYTEA NOT NULL DEFAULT '';          -- head at want - 1
ALTER TABLE kiosk ADD COLUMN epoch_ms BIGINT NOT NULL DEFAULT 0;      -- when the first of the epochs counted in epochs began
ALTER TABLE kiosk ADD COLUMN epochs INTEGER NOT NULL DEFAULT 0;       -- begun since then
ALTER TABLE kiosk ADD COLUMN cloned_ms BIGINT NOT NULL DEFAULT 0;     -- since when two machines seem to use its key
ALTER TABLE kiosk ADD COLUMN durable_epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE kiosk ADD COLUMN durable_seq BIGINT NOT NULL DEFAULT 0;   -- of that epoch, in a verified backup
ALTER TABLE kiosk ADD COLUMN lifetime BIGINT NOT NULL DEFAULT 0;      -- records that the machine says it ever accepted
ALTER TABLE kiosk ADD COLUMN rejects BIGINT NOT NULL DEFAULT 0;       -- highest quarantine.number
UPDATE kiosk SET kept = want - 1, want = 1;

CREATE TABLE position (
    kiosk TEXT   NOT NULL REFERENCES kiosk (id),
    epoch BIGINT NOT NULL,
    seq   BIGINT NOT NULL,
    id    TEXT   NOT NULL,
    head  BYTEA  NOT NULL,
    UNIQUE (kiosk, epoch, seq)
);

ALTER TABLE part ADD COLUMN present INTEGER NOT NULL DEFAULT 1;
CREATE INDEX part_missing ON part (kiosk, record) WHERE present = 0;
CREATE INDEX part_sum ON part (sha256) WHERE present = 0;

ALTER TABLE quarantine ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
UPDATE quarantine SET number = (SELECT COUNT(*) FROM quarantine q WHERE q.kiosk = quarantine.kiosk AND q.seq <= quarantine.seq);
UPDATE kiosk SET rejects = (SELECT COUNT(*) FROM quarantine q WHERE q.kiosk = kiosk.id);
CREATE UNIQUE INDEX quarantine_number ON quarantine (kiosk, number);

CREATE TABLE meta (
    key   TEXT  NOT NULL PRIMARY KEY, -- incarnation: 16 random bytes, another after each restore
    value BYTEA NOT NULL
);

-- +goose Down
DROP TABLE meta;
DROP INDEX quarantine_number;
ALTER TABLE quarantine DROP COLUMN number;
DROP INDEX part_sum;
DROP INDEX part_missing;
ALTER TABLE part DROP COLUMN present;
DROP TABLE position;
UPDATE kiosk SET want = kept + 1;
ALTER TABLE kiosk DROP COLUMN rejects;
ALTER TABLE kiosk DROP COLUMN lifetime;
ALTER TABLE kiosk DROP COLUMN durable_seq;
ALTER TABLE kiosk DROP COLUMN durable_epoch;
ALTER TABLE kiosk DROP COLUMN cloned_ms;
ALTER TABLE kiosk DROP COLUMN epochs;
ALTER TABLE kiosk DROP COLUMN epoch_ms;
ALTER TABLE kiosk DROP COLUMN head;
ALTER TABLE kiosk DROP COLUMN base;
ALTER TABLE kiosk DROP COLUMN epoch;
ALTER TABLE kiosk DROP COLUMN kept;
