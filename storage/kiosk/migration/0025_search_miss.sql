-- +goose Up

-- Searches that found nothing, counted by day and words, without who searched. The
-- words hold no number of four digits or more.
CREATE TABLE search_miss (
    day   TEXT    NOT NULL, -- 2026-11-23
    words TEXT    NOT NULL,
    count INTEGER NOT NULL,
    told  INTEGER NOT NULL, -- how many of them the county has
    PRIMARY KEY (day, words)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE search_miss;
