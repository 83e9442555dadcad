-- +goose Up
-- What units do to get better, and what came of it (整改措施, 平台提升任务).
CREATE TABLE measure (
    number  BIGINT NOT NULL PRIMARY KEY, -- from 1 without a gap
    title   TEXT   NOT NULL,
    basis   TEXT   NOT NULL,
    unit    TEXT   NOT NULL,
    due     TEXT   NOT NULL, -- 2026-12-31
    account TEXT   NOT NULL, -- '' = by command on the county's machine
    at_ms   BIGINT NOT NULL
);
CREATE TABLE measure_note (
    measure BIGINT  NOT NULL REFERENCES measure (number),
    number  INTEGER NOT NULL, -- from 1 without a gap
    state   TEXT    NOT NULL, -- after it
    text    TEXT    NOT NULL,
    account TEXT    NOT NULL,
    at_ms   BIGINT  NOT NULL,
    PRIMARY KEY (measure, number)
);
-- Who passed which course or item (集中培训).
CREATE TABLE training (
    number  BIGINT NOT NULL PRIMARY KEY, -- from 1 without a gap
    course  TEXT   NOT NULL,
    badge   TEXT   NOT NULL REFERENCES staff (badge),
    day     TEXT   NOT NULL,
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    UNIQUE (course, badge, day)
);

-- +goose Down
DROP TABLE training;
DROP TABLE measure_note;
DROP TABLE measure;
