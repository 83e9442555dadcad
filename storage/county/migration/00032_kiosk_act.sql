-- +goose Up
-- What officers did with machines in the console; commands on the county's machine are
-- not here.
CREATE TABLE kiosk_act (
    number  BIGINT NOT NULL PRIMARY KEY, -- from 1 without a gap
    kiosk   TEXT   NOT NULL, -- '' = a code for a machine that was not there yet
    village TEXT   NOT NULL,
    verb    TEXT   NOT NULL, -- enrol, revoke, unlock, settle
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL
);
CREATE INDEX kiosk_act_kiosk ON kiosk_act (kiosk, number);

-- +goose Down
DROP TABLE kiosk_act;
