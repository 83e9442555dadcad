-- +goose Up

-- The machine's own log of its acts. row is what is hashed, head the hash after
-- it; both are written in the transaction of the act and never again.
CREATE TABLE audit (
    seq  INTEGER PRIMARY KEY CHECK (seq >= 1),
    row  BLOB    NOT NULL,
    head BLOB    NOT NULL CHECK (length(head) = 32)
);
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
-- +goose StatementEnd

-- One row: where the log begins on this disk, and the first row that the county
-- does not have. Records up to place were accepted before there was a log.
CREATE TABLE audit_log (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    base  INTEGER NOT NULL,
    head  BLOB    NOT NULL CHECK (length(head) = 32),
    place INTEGER NOT NULL,
    want  INTEGER NOT NULL
);
INSERT INTO audit_log (one, base, head, place, want) SELECT 1, 0, zeroblob(32), coalesce(max(place), 0), 1 FROM outbox;

ALTER TABLE cases ADD COLUMN prints INTEGER NOT NULL DEFAULT 0; -- how often the receipt went to a printer

-- +goose Down
ALTER TABLE cases DROP COLUMN prints;
DROP TABLE audit_log;
DROP TABLE audit;
