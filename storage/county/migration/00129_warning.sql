-- +goose Up
-- Who took or settled a task about a limit that ends soon or is over. Rows are only added; no
-- case and no request changes by them.
CREATE TABLE warning_act (
    kiosk   TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    what    TEXT    NOT NULL, -- limit or sign
    last    TEXT    NOT NULL, -- day of the limit
    level   INTEGER NOT NULL,
    verb    TEXT    NOT NULL, -- take or settle
    account TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    at_ms   BIGINT  NOT NULL,
    rules   TEXT    NOT NULL, -- version
    PRIMARY KEY (kiosk, id, what, last, level, verb),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);

-- +goose Down
DROP TABLE warning_act;
