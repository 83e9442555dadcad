-- +goose Up

-- Seats of slots that this machine may give out as long as it is in the epoch. Those
-- that it gave out stand in issued_number, of the slot as of an item.
CREATE TABLE slot_lease (
    epoch INTEGER NOT NULL,
    slot  TEXT    NOT NULL,
    day   TEXT    NOT NULL, -- 2026-11-28
    lo    INTEGER NOT NULL,
    hi    INTEGER NOT NULL,
    PRIMARY KEY (epoch, slot, lo)
) WITHOUT ROWID; -- rows are tiny

-- +goose Down
DROP TABLE slot_lease;
