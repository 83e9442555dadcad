-- +goose Up
-- Who may sign in to the console. What proves a person is worthless to whoever has
-- the database alone: the password is an Argon2id hash, the key of the codes is
-- hidden under the data key.
CREATE TABLE account (
    name      TEXT    NOT NULL PRIMARY KEY,
    person    TEXT    NOT NULL,
    role      TEXT    NOT NULL,
    division  TEXT    NOT NULL, -- '' = the whole county
    unit      TEXT    NOT NULL, -- '' = every unit
    era       BIGINT  NOT NULL, -- counts up when older sessions must end
    disabled  INTEGER NOT NULL,
    salt      BYTEA   NOT NULL,
    password  BYTEA   NOT NULL, -- '' = the set-up code was not used yet
    otp_key   BYTEA   NOT NULL, -- hidden
    otp_step  BIGINT  NOT NULL, -- of the last code that was taken, so that none is taken twice
    setup     BYTEA   NOT NULL, -- SHA-256 of the set-up code; '' = used
    setup_ms  BIGINT  NOT NULL, -- the code is good before
    tries     INTEGER NOT NULL, -- since the last right one, each counted before it is judged
    locked_ms BIGINT  NOT NULL, -- no try before
    made_ms   BIGINT  NOT NULL
);

CREATE TABLE session (
    token      TEXT   NOT NULL PRIMARY KEY, -- SHA-256 of what the browser has
    data       BYTEA  NOT NULL,
    expires_ms BIGINT NOT NULL
);
CREATE INDEX session_expiry ON session (expires_ms);

-- Every look at personal data: who, when, of which case, why.
CREATE TABLE look (
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    number  BIGINT NOT NULL, -- from 1 without a gap
    kiosk   TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    what    TEXT   NOT NULL, -- case, file-1, file-2 …
    reason  TEXT   NOT NULL,
    words   BYTEA  NOT NULL, -- what the officer wrote, hidden; '' = nothing
    UNIQUE (number),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);
CREATE INDEX look_case ON look (kiosk, id, account, at_ms);

-- +goose Down
DROP TABLE look;
DROP TABLE session;
DROP TABLE account;
