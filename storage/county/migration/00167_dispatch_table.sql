-- +goose Up
-- Tables that say which unit usually gets which requests to 12345. Rows are only added: the
-- last one is in use.
CREATE TABLE dispatch_table (
    number  BIGINT NOT NULL PRIMARY KEY,
    version TEXT   NOT NULL UNIQUE,
    content TEXT   NOT NULL, -- JSON of it
    account TEXT   NOT NULL, -- who put it in; '' = by command
    at_ms   BIGINT NOT NULL
);

-- +goose Down
DROP TABLE dispatch_table;
