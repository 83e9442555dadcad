-- +goose Up
-- What the office answered to ratings and requests, the first first.
CREATE TABLE reply (
    kiosk TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    step  INTEGER NOT NULL,
    state TEXT    NOT NULL,
    told  TEXT    NOT NULL, -- how the person hears the words; '' = not said
    at_ms BIGINT  NOT NULL,
    UNIQUE (kiosk, id, step),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);
CREATE INDEX office_rating_target ON office_rating (target) WHERE target <> '';

-- +goose Down
DROP INDEX office_rating_target;
DROP TABLE reply;
