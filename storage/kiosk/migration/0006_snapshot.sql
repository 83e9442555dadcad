-- +goose Up

-- What the county published and is in use here, one of each stream. The body of a
-- catalogue is in its own table, where cases find the version they were taken with.
CREATE TABLE snapshot (
    stream      TEXT    PRIMARY KEY,
    version     INTEGER NOT NULL,
    sha256      BLOB    NOT NULL CHECK (length(sha256) = 32), -- as it travelled
    size        INTEGER NOT NULL,
    issued_ms   INTEGER NOT NULL,
    signer      TEXT    NOT NULL,
    signature   BLOB    NOT NULL,
    incarnation BLOB    NOT NULL, -- of the county when it named this one
    active_ms   INTEGER NOT NULL,
    body        BLOB    NOT NULL
);

-- What is fetched of the next content of a stream. Nothing reads it before it is
-- whole.
CREATE TABLE snapshot_piece (
    stream TEXT    NOT NULL,
    sha256 BLOB    NOT NULL,
    start  INTEGER NOT NULL,
    data   BLOB    NOT NULL,
    PRIMARY KEY (stream, sha256, start)
);

-- Why the county's newest content of a stream is not in use.
CREATE TABLE snapshot_refused (
    stream     TEXT    PRIMARY KEY,
    version    INTEGER NOT NULL,
    problem    TEXT    NOT NULL, -- message key
    refused_ms INTEGER NOT NULL
);

-- +goose Down
DROP TABLE snapshot_refused;
DROP TABLE snapshot_piece;
DROP TABLE snapshot;
