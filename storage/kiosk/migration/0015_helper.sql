-- +goose Up

-- Tries to sign in with a badge since the last right one.
CREATE TABLE helper_tries (
    badge    TEXT    NOT NULL PRIMARY KEY,
    wrong    INTEGER NOT NULL,
    until_ms INTEGER NOT NULL -- no try before; 0 = none to wait for
) WITHOUT ROWID; -- rows are tiny

-- +goose Down
DROP TABLE helper_tries;
