-- +goose Up
-- Cases that came in another way than through a machine (受理登记), the numbers that other
-- systems gave to cases of machines, and what units' own systems closed. Nothing personal.
CREATE TABLE intake (
    number     BIGINT  NOT NULL PRIMARY KEY, -- from 1 without a gap
    case_no    TEXT    NOT NULL, -- official; '' = it has the number of another system, or its item has no official code
    channel    TEXT    NOT NULL, -- window, gdzwfw, hotline, mobile
    outside    TEXT    NOT NULL, -- number in the system that took it in; '' = none did
    unit       TEXT    NOT NULL,
    item       TEXT    NOT NULL,
    place      TEXT    NOT NULL, -- '' = at the district
    day        TEXT    NOT NULL, -- 2026-11-30
    one_window INTEGER NOT NULL, -- 1 = at a comprehensive window
    listed     INTEGER NOT NULL, -- 1 = it came with a list of a system that took it in
    account    TEXT    NOT NULL, -- '' = by command on the county's machine
    at_ms      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX intake_outside ON intake (unit, outside) WHERE outside <> '';
CREATE INDEX intake_case_no ON intake (case_no) WHERE case_no <> '';
CREATE INDEX intake_day ON intake (day, number);

CREATE TABLE case_outside (
    kiosk   TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    number  TEXT   NOT NULL,
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (number, kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES office_case (kiosk, id)
);
CREATE INDEX case_outside_case ON case_outside (kiosk, id);

-- What a unit's own system says that it closed. rule is '' where an intake was known.
CREATE TABLE closure (
    unit       TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    item       TEXT   NOT NULL,
    day        TEXT   NOT NULL, -- of its closing
    list       TEXT   NOT NULL, -- SHA-256 of the list that said it first, hex
    found_ms   BIGINT NOT NULL,
    rule       TEXT   NOT NULL,
    version    TEXT   NOT NULL,
    says       TEXT   NOT NULL,
    inputs     TEXT   NOT NULL,
    words      TEXT   NOT NULL, -- why it was so; '' = nobody said
    account    TEXT   NOT NULL,
    settled_ms BIGINT NOT NULL, -- 0 = it is open
    PRIMARY KEY (unit, number)
);
CREATE INDEX closure_finding ON closure (settled_ms, day) WHERE rule <> '';

-- +goose Down
DROP TABLE closure;
DROP TABLE case_outside;
DROP TABLE intake;
