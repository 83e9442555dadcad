-- +goose Up
-- What a machine says of its own log, and what the county holds of it. A log that
-- contradicts what is held begins a branch; nothing of the branch before is lost.
ALTER TABLE kiosk ADD COLUMN audit_branch BIGINT NOT NULL DEFAULT 0;  -- 0 = none yet
ALTER TABLE kiosk ADD COLUMN audit_want BIGINT NOT NULL DEFAULT 1;    -- first row that is not held
ALTER TABLE kiosk ADD COLUMN audit_head BYTEA NOT NULL DEFAULT '';    -- before audit_want
ALTER TABLE kiosk ADD COLUMN audit_told BIGINT NOT NULL DEFAULT 0;    -- last row that was told of
ALTER TABLE kiosk ADD COLUMN said_ms BIGINT NOT NULL DEFAULT 0;       -- of all that it says of itself, by its own clock
ALTER TABLE kiosk ADD COLUMN said_lifetime BIGINT NOT NULL DEFAULT 0; -- records that it last said it ever accepted
ALTER TABLE kiosk ADD COLUMN said_waiting BIGINT NOT NULL DEFAULT 0;  -- of them, not handed over then

CREATE TABLE audit_head (
    kiosk   TEXT   NOT NULL REFERENCES kiosk (id),
    branch  BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    head    BYTEA  NOT NULL,
    told_ms BIGINT NOT NULL,
    UNIQUE (kiosk, branch, seq)
);

CREATE TABLE audit_page (
    kiosk  TEXT   NOT NULL REFERENCES kiosk (id),
    branch BIGINT NOT NULL,
    first  BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    prev   BYTEA  NOT NULL,
    head   BYTEA  NOT NULL,
    body   BYTEA  NOT NULL, -- each row behind two bytes with its length
    UNIQUE (kiosk, branch, first)
);

CREATE TABLE audit_alarm (
    kiosk      TEXT   NOT NULL REFERENCES kiosk (id),
    kind       TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    head       BYTEA  NOT NULL,
    told_ms    BIGINT NOT NULL,
    settled_ms BIGINT NOT NULL, -- 0 = nobody has looked
    UNIQUE (kiosk, kind, seq, head)
);

-- +goose Down
DROP TABLE audit_alarm;
DROP TABLE audit_page;
DROP TABLE audit_head;
ALTER TABLE kiosk DROP COLUMN said_waiting;
ALTER TABLE kiosk DROP COLUMN said_lifetime;
ALTER TABLE kiosk DROP COLUMN said_ms;
ALTER TABLE kiosk DROP COLUMN audit_told;
ALTER TABLE kiosk DROP COLUMN audit_head;
ALTER TABLE kiosk DROP COLUMN audit_want;
ALTER TABLE kiosk DROP COLUMN audit_branch;
