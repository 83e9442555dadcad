-- +goose Up
-- Events that the city's platform refused, kept until it takes them.
CREATE TABLE city_aside (
    kiosk    TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    step     INTEGER NOT NULL, -- of the case; 0 = its intake
    reason   TEXT    NOT NULL, -- as the city said it
    tries    INTEGER NOT NULL,
    first_ms BIGINT  NOT NULL,
    last_ms  BIGINT  NOT NULL,
    PRIMARY KEY (kiosk, id, step)
);

-- +goose Down
DROP TABLE city_aside;
