-- +goose Up
-- How far the machines of a centre were told of an order to put something right.
CREATE TABLE rectification_told (
    number TEXT    NOT NULL,
    kiosk  TEXT    NOT NULL,
    step   INTEGER NOT NULL, -- acts that it was told of; 0 letters for an order that was over before
    UNIQUE (number, kiosk),
    FOREIGN KEY (number) REFERENCES rectification (number),
    FOREIGN KEY (kiosk) REFERENCES kiosk (id)
);
CREATE INDEX kiosk_village ON kiosk (village);

-- +goose Down
DROP INDEX kiosk_village;
DROP TABLE rectification_told;
