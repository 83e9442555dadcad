-- +goose Up
-- A code may be for the replacement of one machine, which comes back under its old
-- name: certificates from before then are no longer taken on the line.
ALTER TABLE enrolment ADD COLUMN replaces TEXT NOT NULL DEFAULT ''; -- kiosk, '' = a new machine
ALTER TABLE kiosk ADD COLUMN replaced_ms BIGINT NOT NULL DEFAULT 0;

-- A replacement asks for the machine's key. Only an office can open the escrow; the
-- answer is sealed for the replacement's key of the moment.
CREATE TABLE replacement (
    selector   TEXT   NOT NULL PRIMARY KEY, -- of the code that was shown
    kiosk      TEXT   NOT NULL REFERENCES kiosk (id),
    escrow     BYTEA  NOT NULL,
    answer_key BYTEA  NOT NULL,
    answer     BYTEA  NOT NULL DEFAULT '',
    problem    TEXT   NOT NULL DEFAULT '', -- message key
    asked_ms   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE replacement;
ALTER TABLE kiosk DROP COLUMN replaced_ms;
ALTER TABLE enrolment DROP COLUMN replaces;
