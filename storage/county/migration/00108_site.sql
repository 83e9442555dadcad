-- +goose Up
-- Government websites and accounts on other platforms (政府网站, 政务新媒体), and each look at them.
CREATE TABLE site (
    id       TEXT   NOT NULL PRIMARY KEY,
    kind     TEXT   NOT NULL, -- site, portal or account
    name     TEXT   NOT NULL,
    sponsor  TEXT   NOT NULL, -- who runs it
    entry    TEXT   NOT NULL, -- how it is looked at: JSON of the register; '' for an account
    since_ms BIGINT NOT NULL,
    left_ms  BIGINT NOT NULL DEFAULT 0 -- when it went out of the register; 0 = it stands there
);
CREATE TABLE site_look (
    site     TEXT   NOT NULL REFERENCES site (id),
    at_ms    BIGINT NOT NULL,
    template TEXT   NOT NULL,
    version  TEXT   NOT NULL,
    score    TEXT   NOT NULL, -- JSON, as of a visit
    found    TEXT   NOT NULL, -- JSON: rules that were found broken
    updated  TEXT   NOT NULL, -- latest day that was seen there; '' = none
    report   TEXT   NOT NULL, -- SHA-256 of the report that was kept
    PRIMARY KEY (site, at_ms)
);

-- +goose Down
DROP TABLE site_look;
DROP TABLE site;
