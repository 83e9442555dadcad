-- +goose Up

-- The words of a search that found nothing may hold a name: they are sealed for the county,
-- and what is there in clear goes, told or not.
DROP TABLE search_miss;
CREATE TABLE search_miss (
    day    TEXT    NOT NULL, -- 2026-11-23
    tag    TEXT    NOT NULL, -- of the words, under the key of the day
    sealed BLOB    NOT NULL,
    count  INTEGER NOT NULL,
    told   INTEGER NOT NULL, -- how many of them the county has
    PRIMARY KEY (day, tag)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE search_miss;
CREATE TABLE search_miss (
    day   TEXT    NOT NULL,
    words TEXT    NOT NULL,
    count INTEGER NOT NULL,
    told  INTEGER NOT NULL,
    PRIMARY KEY (day, words)
) WITHOUT ROWID;
