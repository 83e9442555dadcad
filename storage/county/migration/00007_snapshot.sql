-- +goose Up
-- What the county publishes for every kiosk. A row is signed when it is written
-- and never changes, but that old lists of machines lose their content.
CREATE TABLE snapshot (
    stream    TEXT   NOT NULL,
    version   BIGINT NOT NULL, -- from 1 for each stream
    sha256    BYTEA  NOT NULL, -- of content
    size      BIGINT NOT NULL,
    issued_ms BIGINT NOT NULL,
    signer    TEXT   NOT NULL,
    signature BYTEA  NOT NULL,
    content   BYTEA  NOT NULL, -- as it travels, in zstd; '' = dropped
    UNIQUE (stream, version)
);
CREATE INDEX snapshot_sum ON snapshot (sha256);

-- Every catalogue whose cases can be read, by the version that cases name: what was
-- published, and what kiosks had before from somewhere else.
CREATE TABLE edition (
    version TEXT   NOT NULL PRIMARY KEY,
    place   BIGINT NOT NULL UNIQUE, -- the highest was kept last
    kept_ms BIGINT NOT NULL,
    content BYTEA  NOT NULL -- a package of app/catalog
);

-- +goose Down
DROP TABLE edition;
DROP TABLE snapshot;
