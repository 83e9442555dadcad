-- +goose Up
-- Files that a unit handed in with its reply to a request; the act names them. One without an
-- act was refused with it.
CREATE TABLE request_file (
    kiosk  TEXT  NOT NULL,
    id     TEXT  NOT NULL,
    sha256 BYTEA NOT NULL,
    hidden BYTEA NOT NULL,
    UNIQUE (kiosk, id, sha256)
);

-- +goose Down
DROP TABLE request_file;
