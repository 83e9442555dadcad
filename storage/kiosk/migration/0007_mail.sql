-- +goose Up

-- Letters of the county. place is the order in which it told them last, head names
-- a letter for ever. record is the case that it is about, '' for none.
CREATE TABLE letter (
    place      INTEGER PRIMARY KEY,
    head       BLOB    NOT NULL UNIQUE CHECK (length(head) = 32),
    kind       TEXT    NOT NULL,
    record     TEXT    NOT NULL,
    written_ms INTEGER NOT NULL, -- the county's clock
    body       BLOB    NOT NULL
);
CREATE INDEX letter_record ON letter (record, place) WHERE record <> '';

-- One row: up to where the mailbox was read.
CREATE TABLE mailbox (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    incarnation BLOB,
    seq         INTEGER NOT NULL,
    head        BLOB -- NULL at 0
);
INSERT INTO mailbox (one, seq) VALUES (1, 0);

-- Serials that this machine may give out as long as it is in the epoch.
CREATE TABLE lease (
    epoch     INTEGER NOT NULL,
    lo        INTEGER NOT NULL,
    hi        INTEGER NOT NULL,
    first_day TEXT    NOT NULL, -- 2026-11-28
    last_day  TEXT    NOT NULL,
    PRIMARY KEY (epoch, lo, first_day)
) WITHOUT ROWID; -- rows are tiny

-- Every number that was ever given out here.
CREATE TABLE issued_number (
    item   TEXT    NOT NULL,
    day    TEXT    NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (item, day, serial)
) WITHOUT ROWID; -- rows are tiny

-- +goose Down
DROP TABLE issued_number;
DROP TABLE lease;
DROP TABLE mailbox;
DROP TABLE letter;
