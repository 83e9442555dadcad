-- +goose Up
-- Wrong tries of a day to learn of a case by its code and the last four.
CREATE TABLE ask_try (
    subject TEXT    NOT NULL PRIMARY KEY, -- a code or a kiosk
    day     TEXT    NOT NULL,             -- 2026-11-28
    tries   INTEGER NOT NULL
);

-- +goose Down
DROP TABLE ask_try;
