-- +goose Up
-- Backups that were read back and found whole.
CREATE TABLE backup (
    file        TEXT   NOT NULL,
    taken_ms    BIGINT NOT NULL,
    verified_ms BIGINT NOT NULL,
    incarnation BYTEA  NOT NULL,
    UNIQUE (file, taken_ms)
);

-- +goose Down
DROP TABLE backup;
