-- +goose Up
-- Who helps at the machines. Of a PIN there is an Argon2id hash; six digits can be
-- guessed from it, and open nothing but a page at a machine, with the badge.
CREATE TABLE staff (
    badge      TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    salt       BYTEA  NOT NULL,
    pin        BYTEA  NOT NULL,
    added_ms   BIGINT NOT NULL,
    revoked_ms BIGINT NOT NULL -- 0 = may help
);

-- +goose Down
DROP TABLE staff;
