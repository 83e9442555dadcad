-- +goose Up
-- Reasons that officers typed with acts (理由), sealed: they may name a person.
CREATE TABLE case_words (
    kiosk  TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    n      INTEGER NOT NULL, -- part of a package; 0 = the whole
    step   INTEGER NOT NULL, -- in case_step, or in sub_step of the part
    hidden BYTEA   NOT NULL,
    UNIQUE (kiosk, id, n, step),
    FOREIGN KEY (kiosk, id) REFERENCES office_case (kiosk, id)
);

-- +goose Down
DROP TABLE case_words;
