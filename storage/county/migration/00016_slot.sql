-- +goose Up
-- Parts of days for which people make appointments. slot says all of it: day, from,
-- to, area, window.
CREATE TABLE slot (
    slot   TEXT    NOT NULL PRIMARY KEY,
    area   TEXT    NOT NULL,
    day    TEXT    NOT NULL, -- 2026-11-28
    seats  INTEGER NOT NULL,
    share  INTEGER NOT NULL, -- seats that a machine gets at a time
    next   INTEGER NOT NULL, -- the first that no machine has
    closed INTEGER NOT NULL
);
CREATE INDEX slot_area ON slot (area, day);

-- Seats lo to hi of a slot, for one epoch of one kiosk. No seat is in two rows.
CREATE TABLE slot_lease (
    slot  TEXT    NOT NULL REFERENCES slot (slot),
    lo    INTEGER NOT NULL,
    hi    INTEGER NOT NULL,
    kiosk TEXT    NOT NULL REFERENCES kiosk (id),
    epoch BIGINT  NOT NULL,
    UNIQUE (slot, lo)
);
CREATE UNIQUE INDEX slot_lease_kiosk ON slot_lease (slot, kiosk, epoch);

ALTER TABLE office_request ADD COLUMN slot TEXT NOT NULL DEFAULT ''; -- of an appointment
CREATE INDEX office_request_slot ON office_request (slot) WHERE slot <> '';

-- +goose Down
DROP INDEX office_request_slot;
ALTER TABLE office_request DROP COLUMN slot;
DROP TABLE slot_lease;
DROP TABLE slot;
