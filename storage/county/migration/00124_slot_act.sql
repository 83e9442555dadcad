-- +goose Up
-- What officers changed of slots that are open: nothing here takes a seat from a machine.
CREATE TABLE slot_act (
    slot    TEXT    NOT NULL REFERENCES slot (slot),
    at_ms   BIGINT  NOT NULL,
    account TEXT    NOT NULL, -- '' = by command
    verb    TEXT    NOT NULL, -- close, seats
    seats   INTEGER NOT NULL  -- from then on
);
CREATE INDEX slot_act_at ON slot_act (at_ms);

-- +goose Down
DROP TABLE slot_act;
