-- +goose Up
-- Units that got another name (单位更名): figures of before and after stand together.
CREATE TABLE unit_renamed (
    old     TEXT   NOT NULL PRIMARY KEY,
    new     TEXT   NOT NULL,
    day     TEXT   NOT NULL, -- from which the new name is used
    basis   TEXT   NOT NULL,
    account TEXT   NOT NULL, -- '' = by command on the county's machine
    at_ms   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE unit_renamed;
