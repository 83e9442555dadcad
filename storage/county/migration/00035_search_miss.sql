-- +goose Up
-- Searches on machines that found nothing, counted by day and words, without who
-- searched.
CREATE TABLE search_miss (
    kiosk TEXT   NOT NULL REFERENCES kiosk (id),
    day   TEXT   NOT NULL, -- 2026-11-23, by the machine's clock
    words TEXT   NOT NULL,
    count BIGINT NOT NULL, -- of the whole day
    PRIMARY KEY (kiosk, day, words)
);
CREATE INDEX search_miss_words ON search_miss (words);

-- What the office that keeps the items made of words; the last one of the same words
-- stands.
CREATE TABLE miss_review (
    number  BIGINT NOT NULL PRIMARY KEY, -- from 1 without a gap
    words   TEXT   NOT NULL,
    seen    BIGINT NOT NULL, -- how often they had been searched for
    outcome TEXT   NOT NULL, -- alias, not_here, passed_on
    note    TEXT   NOT NULL,
    account TEXT   NOT NULL, -- '' = by command on the county's machine
    at_ms   BIGINT NOT NULL
);
CREATE INDEX miss_review_words ON miss_review (words, number);

-- +goose Down
DROP TABLE miss_review;
DROP TABLE search_miss;
