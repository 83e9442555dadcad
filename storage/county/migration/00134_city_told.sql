-- +goose Up
-- Events that the city's platform took, with the number that it gave for them.
CREATE TABLE city_told (
    kiosk   TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    step    INTEGER NOT NULL, -- of the case; 0 = its intake
    ack     TEXT    NOT NULL, -- the city's number, the first that it gave; '' = it gave none
    told_ms BIGINT  NOT NULL,
    PRIMARY KEY (kiosk, id, step)
);

-- +goose Down
DROP TABLE city_told;
