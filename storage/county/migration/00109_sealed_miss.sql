-- +goose Up
-- The words of a search come sealed, and wait until they are opened: words is '' until then.
DROP INDEX search_miss_words;
ALTER TABLE search_miss RENAME TO search_miss_before;
CREATE TABLE search_miss (
    kiosk  TEXT   NOT NULL REFERENCES kiosk (id),
    day    TEXT   NOT NULL, -- 2026-11-23, by the machine's clock
    tag    TEXT   NOT NULL, -- tells the words of a machine's day apart
    sealed BYTEA, -- NULL once opened, or when it cannot be
    words  TEXT   NOT NULL,
    count  BIGINT NOT NULL, -- of the whole day
    PRIMARY KEY (kiosk, day, tag)
);
INSERT INTO search_miss (kiosk, day, tag, sealed, words, count) SELECT kiosk, day, words, NULL, words, count FROM search_miss_before;
DROP TABLE search_miss_before;
CREATE INDEX search_miss_words ON search_miss (words);
CREATE INDEX search_miss_sealed ON search_miss (kiosk) WHERE sealed IS NOT NULL;

-- +goose Down
DROP INDEX search_miss_sealed;
DROP INDEX search_miss_words;
ALTER TABLE search_miss RENAME TO search_miss_sealed_rows;
CREATE TABLE search_miss (
    kiosk TEXT   NOT NULL REFERENCES kiosk (id),
    day   TEXT   NOT NULL,
    words TEXT   NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (kiosk, day, words)
);
INSERT INTO search_miss (kiosk, day, words, count) SELECT kiosk, day, words, MAX(count) FROM search_miss_sealed_rows WHERE words <> '' GROUP BY kiosk, day, words;
DROP TABLE search_miss_sealed_rows;
CREATE INDEX search_miss_words ON search_miss (words);
