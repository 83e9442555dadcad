-- +goose Up
-- Papers that were handed out with a technical signature (P8), and the files that they are. A
-- digest is kept under the data key: whoever has the database alone cannot try names with it.
CREATE TABLE document (
    number       TEXT   PRIMARY KEY, -- as printed
    kind         TEXT   NOT NULL,
    at_ms        BIGINT NOT NULL,    -- issued
    content      TEXT   NOT NULL,    -- sum of what it says
    code         TEXT   NOT NULL,    -- printed beside the number
    kiosk        TEXT   NOT NULL,    -- of the case; '' = of none
    id           TEXT   NOT NULL,
    part         BIGINT NOT NULL,    -- of a package; 0 = the whole
    account      TEXT   NOT NULL,    -- who issued it; '' = by command
    withdrawn_ms BIGINT NOT NULL DEFAULT 0,
    withdrawn_by TEXT   NOT NULL DEFAULT '',
    reason       TEXT   NOT NULL DEFAULT '',
    replaced_by  TEXT   NOT NULL DEFAULT '' -- number of the document that corrects it
);
CREATE INDEX document_content ON document (content);
CREATE INDEX document_at ON document (at_ms);

CREATE TABLE document_file (
    digest TEXT   PRIMARY KEY, -- sum of the SHA-256 of the file without its signature
    number TEXT   NOT NULL REFERENCES document (number),
    at_ms  BIGINT NOT NULL
);

-- +goose Down
DROP TABLE document_file;
DROP TABLE document;
