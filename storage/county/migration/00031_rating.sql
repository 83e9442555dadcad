-- +goose Up
-- What is done about poor ratings. Words are hidden.
ALTER TABLE office_rating ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE office_rating ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0; -- nobody said it; it never counts
UPDATE office_rating SET state = CASE WHEN grade <= 2 THEN 'to_sign' ELSE 'filed' END;
CREATE INDEX office_rating_state ON office_rating (state, received_ms);

CREATE TABLE rating_act (
    kiosk   TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    step    INTEGER NOT NULL,
    verb    TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    at_ms   BIGINT  NOT NULL,
    account TEXT    NOT NULL,
    hidden  BYTEA   NOT NULL,
    UNIQUE (kiosk, id, step),
    FOREIGN KEY (kiosk, id) REFERENCES record (kiosk, id)
);

-- +goose Down
DROP TABLE rating_act;
DROP INDEX office_rating_state;
ALTER TABLE office_rating DROP COLUMN is_default;
ALTER TABLE office_rating DROP COLUMN state;
