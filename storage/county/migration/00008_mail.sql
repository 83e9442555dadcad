-- +goose Up
-- Letters of the county to each kiosk, in a chain of their own. The kiosk's row is
-- the lock of its mailbox too: a number without its letter cannot be.
ALTER TABLE kiosk ADD COLUMN mail_seq BIGINT NOT NULL DEFAULT 0;   -- of the last letter
ALTER TABLE kiosk ADD COLUMN mail_head BYTEA NOT NULL DEFAULT '';  -- after it; '' at 0
ALTER TABLE kiosk ADD COLUMN mail_taken BIGINT NOT NULL DEFAULT 0; -- up to here the kiosk says that it has them

CREATE TABLE letter (
    kiosk      TEXT   NOT NULL REFERENCES kiosk (id),
    seq        BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    written_ms BIGINT NOT NULL,
    body       BYTEA  NOT NULL,
    head       BYTEA  NOT NULL,
    UNIQUE (kiosk, seq)
);

-- What the office decided about cases, the first first.
CREATE TABLE case_step (
    kiosk     TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    step      INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    at_ms     BIGINT  NOT NULL,
    reason    TEXT    NOT NULL,
    materials TEXT    NOT NULL, -- JSON: codes
    UNIQUE (kiosk, id, step),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);

-- Serials lo to hi of every item, for one epoch of one kiosk on the days first_day
-- to last_day (2026-11-28). Of two rows with a day in common no serial is in both.
CREATE TABLE lease (
    kiosk      TEXT    NOT NULL REFERENCES kiosk (id),
    epoch      BIGINT  NOT NULL,
    lo         INTEGER NOT NULL,
    hi         INTEGER NOT NULL,
    first_day  TEXT    NOT NULL,
    last_day   TEXT    NOT NULL,
    UNIQUE (lo, first_day)
);
CREATE INDEX lease_kiosk ON lease (kiosk, last_day);

-- Every number that a case has. A number is one case's for ever.
CREATE TABLE case_number (
    number TEXT NOT NULL PRIMARY KEY,
    kiosk  TEXT NOT NULL,
    id     TEXT NOT NULL,
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);

-- The county's own serials: the last that was given for an item and a day.
CREATE TABLE serial (
    item TEXT    NOT NULL,
    day  TEXT    NOT NULL,
    last INTEGER NOT NULL,
    UNIQUE (item, day)
);

ALTER TABLE office_case ADD COLUMN number TEXT NOT NULL DEFAULT '';   -- '' = none yet
ALTER TABLE office_case ADD COLUMN printed TEXT NOT NULL DEFAULT '';  -- on the receipt; another than number: somebody else's
ALTER TABLE office_case ADD COLUMN official INTEGER NOT NULL DEFAULT 0; -- its item has a code that numbers are made of
CREATE INDEX office_case_number ON office_case (number) WHERE number <> '';
CREATE INDEX office_case_printed ON office_case (printed) WHERE printed <> '';
CREATE INDEX office_case_unnumbered ON office_case (received_ms, kiosk, seq) WHERE number = '' AND official = 1;

-- +goose Down
DROP INDEX office_case_unnumbered;
DROP INDEX office_case_printed;
DROP INDEX office_case_number;
ALTER TABLE office_case DROP COLUMN official;
ALTER TABLE office_case DROP COLUMN printed;
ALTER TABLE office_case DROP COLUMN number;
DROP TABLE serial;
DROP TABLE case_number;
DROP TABLE lease;
DROP TABLE case_step;
DROP TABLE letter;
ALTER TABLE kiosk DROP COLUMN mail_taken;
ALTER TABLE kiosk DROP COLUMN mail_head;
ALTER TABLE kiosk DROP COLUMN mail_seq;
