-- +goose Up
-- Where the county's list of acts on orders ends, hidden under the data key: no row, or
-- an empty one, means that nothing was bound yet.
CREATE TABLE rectification_head (
    one    INTEGER NOT NULL PRIMARY KEY, -- always 1
    hidden BYTEA   NOT NULL
);

-- +goose Down
DROP TABLE rectification_head;
