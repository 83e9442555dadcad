-- +goose Up
-- How machines say that they are; each time in place of the last.
CREATE TABLE health (
    kiosk       TEXT   NOT NULL PRIMARY KEY REFERENCES kiosk (id),
    version     TEXT   NOT NULL, -- of its program
    sent_ms     BIGINT NOT NULL, -- the kiosk's clock
    received_ms BIGINT NOT NULL
);

CREATE TABLE health_finding (
    kiosk  TEXT    NOT NULL REFERENCES health (kiosk),
    place  INTEGER NOT NULL, -- in the order in which it said them
    name   TEXT    NOT NULL, -- disk, printer …
    state  TEXT    NOT NULL, -- ok, warn, bad
    figure BIGINT  NOT NULL, -- MB free, records waiting; else 0
    PRIMARY KEY (kiosk, place)
);

-- +goose Down
DROP TABLE health_finding;
DROP TABLE health;
