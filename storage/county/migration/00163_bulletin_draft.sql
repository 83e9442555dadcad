-- +goose Up
-- What the next bulletin of a quarter names as problems and measures. An issued one has its own words.
CREATE TABLE bulletin_draft (
    period   TEXT   PRIMARY KEY, -- as 2026Q3
    problems TEXT   NOT NULL,    -- one a line
    measures TEXT   NOT NULL,    -- the same
    account  TEXT   NOT NULL,
    at_ms    BIGINT NOT NULL
);

-- +goose Down
DROP TABLE bulletin_draft;
