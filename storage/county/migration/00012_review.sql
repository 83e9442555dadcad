-- +goose Up
-- What an officer decided about records that came from a machine after it was revoked.
CREATE TABLE review (
    kiosk   TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    verdict TEXT   NOT NULL, -- released, rejected
    at_ms   BIGINT NOT NULL,
    UNIQUE (kiosk, seq, at_ms),
    FOREIGN KEY (kiosk, seq) REFERENCES record (kiosk, seq)
);

-- +goose Down
DROP TABLE review;
