-- +goose Up

-- What was handed in later with the paper of a case, in clear: nothing that names a
-- person. of is the case, machine took it in.
CREATE TABLE follow_up (
    place      INTEGER PRIMARY KEY REFERENCES outbox (place),
    id         TEXT    NOT NULL,
    of         TEXT    NOT NULL,
    machine    TEXT    NOT NULL,
    code       TEXT    NOT NULL,
    item       TEXT    NOT NULL,
    verb       TEXT    NOT NULL,
    nth        INTEGER NOT NULL, -- of those for the case
    materials  TEXT    NOT NULL, -- JSON: codes and what became of them
    filed_ms   INTEGER NOT NULL,
    time_trust TEXT    NOT NULL,
    village    TEXT    NOT NULL,
    digest     BLOB    NOT NULL,
    qr         TEXT    NOT NULL,
    UNIQUE (of, nth)
);

-- +goose Down
DROP TABLE follow_up;
