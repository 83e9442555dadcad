-- +goose Up

-- Receipts on their way to paper. A row is made before anything goes to the
-- printer, and says sent before the first byte does.
CREATE TABLE print_job (
    id        INTEGER PRIMARY KEY,
    place     INTEGER NOT NULL REFERENCES cases (place),
    again     INTEGER NOT NULL CHECK (again >= 0),
    state     TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'lost', 'failed')),
    queued_ms INTEGER NOT NULL,
    state_ms  INTEGER NOT NULL
);
CREATE INDEX print_job_place ON print_job (place, id);
CREATE INDEX print_job_open ON print_job (id) WHERE state IN ('queued', 'sent');

-- +goose Down
DROP TABLE print_job;
