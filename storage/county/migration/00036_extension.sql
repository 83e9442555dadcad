-- +goose Up
-- That a centre was open outside its hours (延时服务): on which basis, why, and who was
-- there.
CREATE TABLE extension (
    number     BIGINT  NOT NULL PRIMARY KEY, -- from 1 without a gap
    centre     TEXT    NOT NULL,
    day        TEXT    NOT NULL, -- 2026-11-30
    from_min   INTEGER NOT NULL, -- minutes after 00:00
    to_min     INTEGER NOT NULL,
    basis      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    badge      TEXT    NOT NULL REFERENCES staff (badge),
    short_code TEXT    NOT NULL, -- of the case that it was for; '' = none
    account    TEXT    NOT NULL, -- '' = by command on the county's machine
    at_ms      BIGINT  NOT NULL
);
CREATE INDEX extension_day ON extension (day, centre);

-- Trips of applicants are looked for again and again among all acts.
CREATE INDEX case_step_came ON case_step (kiosk, id) WHERE verb = 'came';
-- Papers that follow are looked for at each visit of the overview.
CREATE INDEX office_case_follows ON office_case (kiosk, id) WHERE later > 0 AND make_up_days > 0;

-- +goose Down
DROP INDEX office_case_follows;
DROP INDEX case_step_came;
DROP TABLE extension;
