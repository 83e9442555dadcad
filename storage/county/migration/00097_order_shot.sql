-- +goose Up
-- Photographs that came with an act on an order by the console or a command, not in a record
-- of a machine. One without an act was refused with it.
CREATE TABLE order_shot (
    number TEXT  NOT NULL,
    sha256 BYTEA NOT NULL,
    hidden BYTEA NOT NULL,
    UNIQUE (number, sha256)
);

-- Who opened which of them, and when.
CREATE TABLE order_shot_look (
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    number  TEXT   NOT NULL,
    sha256  BYTEA  NOT NULL
);

-- The unit that has to put right what has no place: it runs the site or the account.
CREATE TABLE order_unit (
    number TEXT NOT NULL PRIMARY KEY,
    unit   TEXT NOT NULL
);

-- +goose Down
DROP TABLE order_unit;
DROP TABLE order_shot_look;
DROP TABLE order_shot;
