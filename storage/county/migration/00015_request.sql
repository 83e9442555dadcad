-- +goose Up
-- What people ask for without it being an application: requests to 12345.
CREATE TABLE office_request (
    kiosk        TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    seq          BIGINT  NOT NULL,
    short_code   TEXT    NOT NULL,
    item         TEXT    NOT NULL,
    place        TEXT    NOT NULL, -- that it is about
    village      TEXT    NOT NULL, -- where it was handed in; '' = not known
    state        TEXT    NOT NULL,
    order_no     TEXT    NOT NULL, -- '' = not registered yet
    due          TEXT    NOT NULL, -- 2026-11-28; '' = no limit
    unit         TEXT    NOT NULL, -- who has it; '' = nobody yet
    rework       INTEGER NOT NULL, -- given out again after an answer
    anonymous    INTEGER NOT NULL,
    confidential INTEGER NOT NULL,
    filed_ms     BIGINT  NOT NULL, -- the kiosk's clock
    received_ms  BIGINT  NOT NULL,
    hidden       BYTEA   NOT NULL, -- what was filled in, files
    UNIQUE (kiosk, id),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);
CREATE INDEX office_request_code ON office_request (short_code);
CREATE UNIQUE INDEX office_request_order ON office_request (order_no) WHERE order_no <> '';
CREATE INDEX office_request_unregistered ON office_request (received_ms, kiosk, seq) WHERE order_no = '';

-- What the office did with them, as the letter says it.
CREATE TABLE request_step (
    kiosk TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    step  INTEGER NOT NULL,
    state TEXT    NOT NULL,
    body  BYTEA   NOT NULL,
    UNIQUE (kiosk, id, step),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);

-- +goose Down
DROP TABLE request_step;
DROP TABLE office_request;
