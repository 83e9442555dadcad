-- +goose Up

-- Records on their way to the county. seq is given out in the transaction that
-- commits the act, so that it has no gap and no repeat. body comes last: a list
-- of records then reads none of it.
CREATE TABLE outbox (
    seq        INTEGER PRIMARY KEY CHECK (seq >= 1),
    id         TEXT    NOT NULL UNIQUE CHECK (id <> ''),
    kind       TEXT    NOT NULL,
    schema     INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('local', 'sent', 'stored', 'durable', 'pruned', 'needs_attention')),
    problem    TEXT    NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    time_trust TEXT    NOT NULL,
    digest     BLOB    NOT NULL CHECK (length(digest) = 32),
    body       BLOB    NOT NULL
);
CREATE INDEX outbox_state ON outbox (state);

CREATE TABLE part (
    record   TEXT    NOT NULL REFERENCES outbox (id),
    ordinal  INTEGER NOT NULL,
    material TEXT    NOT NULL,
    type     TEXT    NOT NULL,
    sha256   BLOB    NOT NULL CHECK (length(sha256) = 32),
    data     BLOB    NOT NULL,
    PRIMARY KEY (record, ordinal)
);

-- What is kept in clear of a case: nothing that names a person. Each index less
-- is a page less to write at every acceptance; that id is unique, outbox sees to.
CREATE TABLE cases (
    seq         INTEGER PRIMARY KEY REFERENCES outbox (seq),
    id          TEXT    NOT NULL,
    short_code  TEXT    NOT NULL UNIQUE,
    number      TEXT    NOT NULL DEFAULT '',
    item        TEXT    NOT NULL,
    catalogue   TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    accepted_ms INTEGER NOT NULL,
    time_trust  TEXT    NOT NULL,
    materials   TEXT    NOT NULL, -- JSON: codes and what became of them
    digest      BLOB    NOT NULL,
    village     TEXT    NOT NULL,
    machine     TEXT    NOT NULL,
    qr          TEXT    NOT NULL,
    tag         INTEGER NOT NULL,
    tag_day     TEXT    NOT NULL
);
CREATE INDEX cases_tag ON cases (tag_day, tag);

-- Every short code ever given out stays here, also when its case is deleted.
CREATE TABLE issued_code (
    code      TEXT    PRIMARY KEY,
    issued_ms INTEGER NOT NULL
) WITHOUT ROWID; -- rows are tiny

CREATE TABLE ratings (
    seq      INTEGER PRIMARY KEY REFERENCES outbox (seq),
    id       TEXT    NOT NULL,
    target   TEXT    NOT NULL, -- short code, or '' for the centre
    act      TEXT    NOT NULL,
    rated_ms INTEGER NOT NULL,
    digest   BLOB    NOT NULL
);
CREATE UNIQUE INDEX ratings_once ON ratings (target, act) WHERE target <> '';

-- The row with the highest place is in use; the others stay, because cases name
-- the version that they were taken from.
CREATE TABLE catalogue (
    version     TEXT    PRIMARY KEY,
    place       INTEGER NOT NULL UNIQUE,
    source      TEXT    NOT NULL,
    example     INTEGER NOT NULL,
    imported_ms INTEGER NOT NULL,
    body        BLOB    NOT NULL
);

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
