-- +goose Up
-- Visits of spot checks, made from the records of machines. What was typed and who was
-- on duty is hidden.
CREATE TABLE office_inspection (
    kiosk       TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    seq         BIGINT  NOT NULL,
    short_code  TEXT    NOT NULL,
    centre      TEXT    NOT NULL,
    template    TEXT    NOT NULL,
    version     TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    order_no    TEXT    NOT NULL,
    inspector   TEXT    NOT NULL, -- number of the badge, as the two that follow
    witness     TEXT    NOT NULL, -- '' = none
    duty        TEXT    NOT NULL, -- '' = not told
    answer      TEXT    NOT NULL, -- of the person on duty
    presence    TEXT    NOT NULL,
    time_trust  TEXT    NOT NULL,
    visited_ms  BIGINT  NOT NULL, -- the machine's clock
    received_ms BIGINT  NOT NULL,
    facts       TEXT    NOT NULL, -- JSON; null = the machine is not the centre's
    hidden      BYTEA   NOT NULL,
    UNIQUE (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);
CREATE INDEX office_inspection_code ON office_inspection (short_code);

CREATE TABLE office_finding (
    kiosk    TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    position INTEGER NOT NULL,
    rule     TEXT    NOT NULL,
    times    INTEGER NOT NULL,
    severity TEXT    NOT NULL,
    due      TEXT    NOT NULL,
    photos   INTEGER NOT NULL,
    UNIQUE (kiosk, id, position),
    FOREIGN KEY (kiosk, id) REFERENCES office_inspection (kiosk, id)
);

-- Orders to put something right, and what was done about them. Where one stands is made
-- from its acts.
CREATE TABLE rectification (
    number    TEXT   NOT NULL PRIMARY KEY,
    centre    TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    template  TEXT   NOT NULL, -- '' = no checklist
    version   TEXT   NOT NULL,
    rule      TEXT   NOT NULL,
    kiosk     TEXT   NOT NULL, -- of the record that it is about; '' = none
    record    TEXT   NOT NULL,
    ref       TEXT   NOT NULL,
    severity  TEXT   NOT NULL,
    due       TEXT   NOT NULL,
    opened_ms BIGINT NOT NULL,
    hidden    BYTEA  NOT NULL
);
CREATE INDEX rectification_centre ON rectification (centre, opened_ms);

CREATE TABLE rectification_act (
    number TEXT    NOT NULL,
    step   INTEGER NOT NULL,
    verb   TEXT    NOT NULL,
    at_ms  BIGINT  NOT NULL,
    who    TEXT    NOT NULL, -- '' = the centre
    kiosk  TEXT    NOT NULL, -- of the record that it came in; '' = none
    record TEXT    NOT NULL,
    hidden BYTEA   NOT NULL,
    UNIQUE (number, step),
    FOREIGN KEY (number) REFERENCES rectification (number)
);

-- Keys that orders and badges are signed with: who opens records has no such key.
CREATE TABLE county_signer (
    id     TEXT  NOT NULL PRIMARY KEY,
    public BYTEA NOT NULL
);

-- +goose Down
DROP TABLE county_signer;
DROP TABLE rectification_act;
DROP TABLE rectification;
DROP TABLE office_finding;
DROP TABLE office_inspection;
