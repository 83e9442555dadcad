-- +goose Up
-- From which day a kept catalogue is given to every machine, and who said so.
CREATE TABLE catalogue_plan (
    number       BIGINT NOT NULL PRIMARY KEY, -- from 1 without a gap
    version      TEXT   NOT NULL REFERENCES edition (version),
    day          TEXT   NOT NULL, -- 2026-12-01: from its 00:00 in China
    account      TEXT   NOT NULL,
    made_ms      BIGINT NOT NULL,
    published_ms BIGINT NOT NULL, -- 0 = not yet
    dropped_ms   BIGINT NOT NULL  -- taken back, or another one took its place; 0 = it stands
);

-- +goose Down
DROP TABLE catalogue_plan;
