-- +goose Up
-- The register of service centres (服务点登记): what stands where, who keeps it, and what was
-- handed over from whom to whom. Staff are counted by post; no name of a person is in it.
CREATE TABLE centre (
    code    TEXT   NOT NULL PRIMARY KEY,
    name    TEXT   NOT NULL,
    address TEXT   NOT NULL,
    keeper  TEXT   NOT NULL, -- unit that runs it
    phone   TEXT   NOT NULL, -- of the centre
    account TEXT   NOT NULL, -- who wrote it last; '' = by command on the county's machine
    at_ms   BIGINT NOT NULL
);
CREATE TABLE centre_post (
    centre TEXT    NOT NULL REFERENCES centre (code),
    post   TEXT    NOT NULL, -- manager, duty, helper, upkeep
    people INTEGER NOT NULL,
    PRIMARY KEY (centre, post)
);
CREATE TABLE asset (
    tag     TEXT    NOT NULL PRIMARY KEY, -- number of the list of assets
    centre  TEXT    NOT NULL REFERENCES centre (code),
    name    TEXT    NOT NULL,
    serial  TEXT    NOT NULL,
    pieces  INTEGER NOT NULL,
    state   TEXT    NOT NULL, -- in_use, spare, broken, gone
    account TEXT    NOT NULL,
    at_ms   BIGINT  NOT NULL
);
CREATE INDEX asset_centre ON asset (centre, tag);
CREATE TABLE asset_handover (
    tag     TEXT   NOT NULL REFERENCES asset (tag),
    day     TEXT   NOT NULL,
    giver   TEXT   NOT NULL, -- units, not people
    taker   TEXT   NOT NULL,
    basis   TEXT   NOT NULL,
    account TEXT   NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (tag, day, giver, taker)
);

-- +goose Down
DROP TABLE asset_handover;
DROP TABLE asset;
DROP TABLE centre_post;
DROP TABLE centre;
