-- +goose Up
-- What figures are made from beside the cases of kiosks: the registers of units and
-- items, and cases, tickets and spot checks that came another way. Nothing personal.
CREATE TABLE register_unit (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE register_item (
    code       TEXT    NOT NULL PRIMARY KEY,
    unit       TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    visits     INTEGER NOT NULL, -- -1 = not known
    online     INTEGER NOT NULL,
    one_window INTEGER NOT NULL,
    must_enter INTEGER NOT NULL,
    exempt     INTEGER NOT NULL,
    entered    INTEGER NOT NULL
);
CREATE TABLE register_case (
    id          TEXT    NOT NULL PRIMARY KEY,
    unit        TEXT    NOT NULL,
    item        TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    accepted_ms BIGINT  NOT NULL,
    came        INTEGER NOT NULL, -- -1 = not recorded
    steps       INTEGER NOT NULL,
    hand_overs  INTEGER NOT NULL,
    one_window  INTEGER NOT NULL
);
CREATE TABLE register_ticket (
    id            TEXT    NOT NULL PRIMARY KEY,
    unit          TEXT    NOT NULL,
    category      TEXT    NOT NULL,
    dispatched_ms BIGINT  NOT NULL,
    signed_ms     BIGINT  NOT NULL, -- 0 = not yet, as all that follow
    due_ms        BIGINT  NOT NULL,
    closed_ms     BIGINT  NOT NULL,
    surveyed      INTEGER NOT NULL,
    satisfied     INTEGER NOT NULL,
    returned      INTEGER NOT NULL,
    reopened      INTEGER NOT NULL
);
CREATE TABLE register_visit (
    centre TEXT    NOT NULL,
    at_ms  BIGINT  NOT NULL,
    points INTEGER NOT NULL,
    most   INTEGER NOT NULL,
    UNIQUE (centre, at_ms)
);

-- Bulletins as they were issued. One that was issued never changes.
CREATE TABLE bulletin (
    period    TEXT   NOT NULL, -- as 2026Q3
    issue     BIGINT NOT NULL, -- of its year, from 1
    year      BIGINT NOT NULL,
    hash      TEXT   NOT NULL, -- of the rows
    content   BYTEA  NOT NULL,
    issued_ms BIGINT NOT NULL,
    UNIQUE (year, issue)
);

-- +goose Down
DROP TABLE bulletin;
DROP TABLE register_visit;
DROP TABLE register_ticket;
DROP TABLE register_case;
DROP TABLE register_item;
DROP TABLE register_unit;
