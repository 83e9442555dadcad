-- +goose Up
-- Papers of cases that an electronic licence replaces and that the applicant agreed to have
-- looked up (免证办). Which paper it is, only who reads the case knows.
CREATE TABLE licence_check (
    kiosk   TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    paper   INTEGER NOT NULL, -- its place among the papers of the case, from 1
    state   TEXT    NOT NULL,
    tries   INTEGER NOT NULL,
    next_ms BIGINT  NOT NULL, -- when it is asked next; 0 = by nobody
    why     TEXT    NOT NULL, -- message key of the last failure; '' = none
    by_name TEXT    NOT NULL, -- register that answered; '' = none
    at_ms   BIGINT  NOT NULL, -- of the answer; 0 = none
    hidden  BYTEA   NOT NULL, -- the answer
    PRIMARY KEY (kiosk, id, paper),
    FOREIGN KEY (kiosk, id) REFERENCES office_case (kiosk, id)
);
CREATE INDEX licence_check_due ON licence_check (next_ms, kiosk, id, paper) WHERE next_ms > 0;

-- 0 = nobody has looked yet what follows from the case; see office.Derive.
ALTER TABLE office_case ADD COLUMN derived INTEGER NOT NULL DEFAULT 0;
CREATE INDEX office_case_underived ON office_case (received_ms) WHERE derived = 0;

-- +goose Down
DROP INDEX office_case_underived;
ALTER TABLE office_case DROP COLUMN derived;
DROP TABLE licence_check;
